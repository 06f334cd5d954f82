package io.reagent.standalone.cli;

import io.reagent.standalone.client.EvaluationClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Has a policy answer a benchmark and tells what came of it. Without options the launcher takes it for a shipped checkpoint,
 * as {@link Scripts.Checkpoint} measures it.
 */
@Command(
        name = "evaluate",
        subcommands = {
            EvaluateCompareCommand.class,
            EvaluateShowCommand.class,
            EvaluateJudgeCommand.class,
            Scripts.Checkpoint.class
        })
final class EvaluateCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "<policy>",
            completionCandidates = Scripts.Models.class,
            description = "a model that agents run on, such as policy-tiny")
    private @Nullable String policy;

    @Option(
            names = "--run",
            paramLabel = "<run[@step]>",
            converter = RunCheckpoint.Converter.class,
            description = "in the place of a policy: a training run's checkpoint after so many steps (the newest)")
    private @Nullable RunCheckpoint run;

    @Option(
            names = "--benchmark",
            paramLabel = "<name>",
            description = "such as world; ./reagent benchmark list has all")
    private @Nullable String benchmark;

    @Option(names = "--samples", paramLabel = "<n>", description = "attempts at each question (the benchmark's own)")
    private @Nullable Integer samples;

    @Option(
            names = "--strategy",
            paramLabel = "<name>",
            completionCandidates = Strategies.class,
            description =
                    "${COMPLETION-CANDIDATES}: with reagent-c a critique is shown and the policy answers again (plain)")
    private @Nullable String strategy;

    @Option(
            names = "--judge",
            paramLabel = "<name>",
            description = "judges the last attempt; with reagent-c also critiques")
    private @Nullable String judge;

    @Option(names = "--limit", paramLabel = "<n>", description = "questions drawn by the seed (all)")
    private @Nullable Integer limit;

    @Option(names = "--grader", paramLabel = "<name>", description = "who grades (the benchmark's own)")
    private @Nullable String grader;

    @Option(names = "--temperature", paramLabel = "<x>", description = "of sampling (the benchmark's own)")
    private @Nullable Double temperature;

    @Option(names = "--seed", paramLabel = "<n>", description = "of questions and sampling (drawn)")
    private @Nullable Long seed;

    @Option(names = "--name", paramLabel = "<name>", description = "by which it is found again")
    private @Nullable String name;

    @Option(
            names = "--budget-tokens",
            paramLabel = "<n>",
            description = "stop when so many are spent; what is done counts")
    private @Nullable Long budgetTokens;

    @Mixin
    private final ReportOptions report = new ReportOptions();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    static final class Strategies extends OfferedWords {
        Strategies() {
            super("plain", "reagent-c");
        }
    }

    @Override
    public Integer call() throws Exception {
        if (policy == null && run == null) {
            throw wrong("name the policy first, such as policy-tiny, or a training run's checkpoint by --run");
        }
        if (policy != null && run != null) {
            throw wrong("name " + policy + " or a training run's checkpoint by --run, not both");
        }
        if (benchmark == null) {
            throw wrong("name what " + (policy == null ? "the checkpoint" : policy)
                    + " is evaluated on by --benchmark, such as --benchmark world");
        }
        PrintWriter err = spec.commandLine().getErr();
        EvaluationClient client = EvaluationAccess.evaluations();
        report.prepare(client);
        JsonNode started = client.start(request(benchmark));
        String id = started.path("id").asString();
        err.println("Evaluation " + id + " goes on when this is interrupted: ./reagent evaluate show " + id);
        ProgressLine progress = new ProgressLine(err);
        JsonNode ended = client.follow(EvaluationClient.POLICIES, id, view -> progress.show(ProgressLine.policy(view)));
        progress.end();
        return report.tell(client, ended, spec.commandLine().getOut());
    }

    private ParameterException wrong(String problem) {
        return new ParameterException(spec.commandLine(), problem);
    }

    private ObjectNode request(String onBenchmark) throws IOException, InterruptedException {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.put("benchmark", onBenchmark);
        put(body, "policy", policy);
        if (run != null) {
            run.in(body);
        }
        put(body, "samples", samples);
        put(body, "strategy", strategy);
        put(body, "judge", judge);
        put(body, "grader", grader);
        put(body, "seed", seed);
        put(body, "name", name);
        if (limit != null) {
            body.putObject("subset").put("limit", limit);
        }
        if (temperature != null) {
            body.putObject("sampling").put("temperature", temperature);
        }
        if (budgetTokens != null) {
            body.putObject("budget").put("tokens", budgetTokens);
        }
        return body;
    }

    private static void put(ObjectNode body, String field, @Nullable Object value) {
        if (value != null) {
            body.putPOJO(field, value);
        }
    }
}
