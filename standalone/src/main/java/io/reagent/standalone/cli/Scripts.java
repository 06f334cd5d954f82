package io.reagent.standalone.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/**
 * Commands that {@code ./reagent} runs without this program: they start or stop a JVM, build, or run a script beside what
 * it is about, in lab. They stand here for their help and for completion; asked of this program they are handed back.
 */
final class Scripts {
    private Scripts() {}

    /** Checks nothing: what is wrong the script says. */
    abstract static class Script implements Callable<Integer> {
        @Spec
        private @Nullable CommandSpec spec;

        @Unmatched
        private final List<String> passedOn = new ArrayList<>();

        @Override
        public final Integer call() throws IOException, InterruptedException {
            List<String> command = new ArrayList<>();
            command.add(LauncherFiles.ofEnvironment().launcher().toString());
            if (spec != null) {
                command.addAll(spec.root().commandLine().getParseResult().originalArgs());
            }
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        }
    }

    @Command(name = "up")
    static final class Up extends Script {
        @Option(
                names = {"-d", "--detach"},
                description = "return when it is ready")
        private boolean detach;
    }

    @Command(name = "down")
    static final class Down extends Script {}

    @Command(name = "test")
    static final class Test extends Script {
        @Parameters(index = "0", arity = "0..1", paramLabel = "<module>", description = "such as core or rrm-api")
        private @Nullable String module;

        @Parameters(index = "1..*", paramLabel = "<option>", description = "options of Maven")
        private List<String> options = new ArrayList<>();
    }

    @Command(name = "experiment")
    static final class Experiment extends Script {
        @Option(names = "--only", paramLabel = "<name,…>", description = "these arms alone")
        private @Nullable String only;

        @Option(names = "--seeds", paramLabel = "<n>", description = "seeds of each arm (5)")
        private int seeds;

        @Option(names = "--tokens", paramLabel = "<n>", description = "what the policy generates in each run (150000)")
        private long tokens;

        @Option(names = "--report", description = "train nothing, write up what stands")
        private boolean report;

        @Option(names = "--docs", paramLabel = "<directory>", description = "where results.md is written (docs)")
        private @Nullable String docs;
    }

    @Command(name = "bench")
    static final class Bench extends Script {
        @Parameters(
                index = "0",
                arity = "0..1",
                paramLabel = "<name>",
                completionCandidates = Names.class,
                description = "one of ${COMPLETION-CANDIDATES}; lm where none is given")
        private @Nullable String name;

        static final class Names extends OfferedWords {
            Names() {
                super("lm", "rrm", "decode", "drafts", "grammar", "memory", "training", "peers", "tinker", "eval");
            }
        }
    }

    /** About one of the shipped models. */
    abstract static class OfModel extends Script {
        @Parameters(
                index = "0",
                arity = "0..1",
                paramLabel = "<name>",
                completionCandidates = Models.class,
                description = "one of ${COMPLETION-CANDIDATES}; rrm-tiny where none is given")
        private @Nullable String name;
    }

    @Command(name = "train")
    static final class Train extends OfModel {
        @Parameters(index = "1..*", paramLabel = "<setting=value>", description = "numbers of the recipe")
        private List<String> settings = new ArrayList<>();
    }

    @Command(name = "checkpoint", description = "measure a shipped checkpoint on tasks held out of its training")
    static final class Checkpoint extends OfModel {
        @Parameters(index = "1", arity = "0..1", paramLabel = "<checkpoint>", description = "another's directory")
        private @Nullable String checkpoint;

        @Parameters(
                index = "2..*",
                paramLabel = "<more>",
                description = "of a judge: trajectories, attacks, report.json, full | float16 | int8;"
                        + " of a policy: tasks, groups, temperature, report.json")
        private List<String> more = new ArrayList<>();

        @Option(names = "--json", description = "print the report, and nothing else, as JSON")
        private boolean json;
    }

    @Command(name = "conformance")
    static final class Conformance extends Script {
        @Parameters(
                index = "0",
                arity = "0..1",
                paramLabel = "<name>",
                completionCandidates = Names.class,
                description = "one of ${COMPLETION-CANDIDATES}; parity where none is given")
        private @Nullable String name;

        static final class Names extends OfferedWords {
            Names() {
                super("parity", "openai", "tinker", "console", "skyrl", "evaluation", "gguf", "cases");
            }
        }
    }

    static final class Models extends OfferedWords {
        Models() {
            super("rrm-tiny", "policy-tiny");
        }
    }
}
