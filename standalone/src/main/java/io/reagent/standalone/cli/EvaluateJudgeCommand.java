package io.reagent.standalone.cli;

import io.reagent.standalone.client.EvaluationClient;
import io.reagent.standalone.client.PlatformService;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Holds a judge against labelled attempts. */
@Command(name = "judge", description = "hold a judge against labelled attempts, and print its report")
final class EvaluateJudgeCommand implements Callable<Integer> {
    private static final String WORLD = "world";

    @Parameters(index = "0", paramLabel = "<judge>", description = "such as rrm-tiny")
    @SuppressWarnings("NullAway.Init")
    private String judge;

    @Parameters(
            index = "1",
            paramLabel = "<set>",
            description =
                    "a file of labelled attempts, one JSON object a line, plain or packed by xz; or world, those of the"
                            + " made-up world")
    @SuppressWarnings("NullAway.Init")
    private String set;

    @Option(names = "--items", paramLabel = "<n>", description = "attempts drawn by whole tasks (all)")
    private @Nullable Integer items;

    @Option(names = "--repeats", paramLabel = "<n>", description = "how often each is judged (1)")
    private @Nullable Integer repeats;

    @Option(names = "--attacks", description = "attack some of them as well")
    private boolean attacks;

    @Option(names = "--name", paramLabel = "<name>", description = "by which it is found again")
    private @Nullable String name;

    @Option(names = "--seed", paramLabel = "<n>", description = "of everything drawn (0)")
    private @Nullable Long seed;

    @Option(names = "--summary", paramLabel = "<file>", description = "write the report as Markdown")
    private @Nullable Path summary;

    @Option(
            names = "--card",
            paramLabel = "<directory>",
            description = "of a model: write the report into its README.md, in place of the one before")
    private @Nullable Path card;

    @Option(names = "--json", description = "print the report as JSON, and nothing else")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Instant began = Instant.now();
        PlatformService service = EvaluationAccess.service();
        String id = start(service).path("id").asString();
        PrintWriter err = spec.commandLine().getErr();
        err.println("Evaluation " + id + " goes on when this is interrupted");
        ProgressLine progress = new ProgressLine(err);
        JsonNode ended = new EvaluationClient(service)
                .follow(EvaluationClient.JUDGES, id, view -> progress.show(ProgressLine.judge(view)));
        progress.end();
        if (!ended.path("state").asString().equals("SUCCEEDED")) {
            throw new IOException(
                    "evaluation " + id + " is " + ended.path("state").asString() + ": "
                            + ended.path("reason").asString(""));
        }
        return tell(service, EvaluationClient.JUDGES + "/" + id + "/report", Duration.between(began, Instant.now()));
    }

    private JsonNode start(PlatformService service) throws IOException, InterruptedException {
        Path file = Path.of(set);
        if (!Files.isRegularFile(file)) {
            if (!set.equals(WORLD)) {
                throw new IOException("there is no file " + set + ", and no set of that name but " + WORLD);
            }
            return service.postLong(EvaluationClient.JUDGES, request("set", WORLD));
        }
        Path datasets = LauncherFiles.ofEnvironment().data().resolve("datasets");
        try (StagedImport staged = StagedImport.of(datasets, List.of(file), null)) {
            String path = staged.request().path("path").path(0).asString();
            return service.postLong(EvaluationClient.JUDGES, request("path", path));
        }
    }

    private int tell(PlatformService service, String path, Duration took) throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        String tables = service.text(path, "text/markdown");
        if (summary != null) {
            Files.writeString(summary, tables);
        }
        if (card != null) {
            JudgeCard.write(card, command(), took, tables);
        }
        out.println(json ? service.get(path).toPrettyString() : tables.stripTrailing());
        out.flush();
        return 0;
    }

    /** As it was given. */
    private String command() {
        return "./reagent "
                + String.join(" ", spec.root().commandLine().getParseResult().originalArgs());
    }

    private ObjectNode request(String place, String value) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.put("judge", judge).putObject("source").put(place, value);
        if (items != null) {
            body.putObject("subset").put("items", items);
        }
        if (repeats != null) {
            body.put("repeats", repeats);
        }
        if (attacks) {
            body.put("attacks", true);
        }
        if (name != null) {
            body.put("name", name);
        }
        if (seed != null) {
            body.put("seed", seed);
        }
        return body;
    }
}
