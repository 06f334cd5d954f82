package io.reagent.eval.evaluations;

import io.reagent.clients.agents.AgentRunsClient;
import io.reagent.clients.agents.AgentServiceException;
import io.reagent.clients.agents.AgentWeights;
import io.reagent.clients.agents.OfferedTool;
import io.reagent.eval.benchmarks.Benchmark;
import io.reagent.eval.benchmarks.BenchmarkException;
import io.reagent.eval.benchmarks.Benchmarks;
import io.reagent.eval.benchmarks.Item;
import io.reagent.eval.benchmarks.ItemSet;
import io.reagent.eval.grading.KnownJudges;
import io.reagent.eval.jobs.JobRunner;
import io.reagent.kit.database.UuidV7;
import io.reagent.kit.json.FieldReader;
import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.ProblemException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Starts evaluations: what cannot be is refused here, with the field at fault, and not found out by its attempts. */
public final class EvaluationStarts {
    private final Benchmarks benchmarks;
    private final SpecReader specs;
    private final EvaluationStore store;
    private final AgentRunsClient agents;
    private final KnownJudges judges;
    private final JobRunner runner;
    private final String platform;

    /** @param platform its version */
    public EvaluationStarts(
            Benchmarks benchmarks,
            SpecReader specs,
            EvaluationStore store,
            AgentRunsClient agents,
            KnownJudges judges,
            JobRunner runner,
            String platform) {
        this.benchmarks = benchmarks;
        this.specs = specs;
        this.store = store;
        this.agents = agents;
        this.judges = judges;
        this.runner = runner;
        this.platform = platform;
    }

    /** @param asked each item as agents are asked it */
    private record Draft(EvaluationSpec spec, Lock lock, List<Item> items, List<String> asked) {
        Draft of(AgentWeights weights) {
            return new Draft(spec, lock.of(weights.weights()), items, asked);
        }
    }

    /** One evaluation, or one of every benchmark of a suite. */
    public Mono<List<Evaluation>> start(FieldReader body) {
        body.allow(SpecReader.FIELDS);
        return Mono.fromCallable(() -> drafts(body))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(drafts -> Flux.fromIterable(drafts)
                        .concatMap(draft -> checked(draft.spec())
                                .map(weights -> weights.saved() ? draft.of(weights) : draft)
                                .defaultIfEmpty(draft))
                        .collectList())
                .flatMap(drafts -> stored(drafts, body.text("suite") == null ? null : UuidV7.next()))
                .doOnSuccess(created -> runner.look());
    }

    private Mono<List<Evaluation>> stored(List<Draft> drafts, @Nullable UUID suite) {
        return Flux.fromIterable(drafts)
                .concatMap(draft -> store.create(draft.spec(), draft.lock(), draft.items(), draft.asked(), suite))
                .collectList();
    }

    private List<Draft> drafts(FieldReader body) {
        String suite = body.text("suite");
        if (suite == null) {
            body.required("benchmark", "the name of a benchmark, or of a suite in suite");
            String name = body.text("benchmark");
            return List.of(draft(body, benchmark(name == null ? "" : name, "benchmark"), null));
        }
        if (body.any("benchmark") != null) {
            throw SpecReader.invalid("benchmark", "stands beside suite", "Send one of the two.");
        }
        List<Benchmark> members = benchmarks.all().stream()
                .filter(benchmark -> benchmark.suites().contains(suite))
                .toList();
        if (members.isEmpty()) {
            List<String> known = benchmarks.all().stream()
                    .flatMap(benchmark -> benchmark.suites().stream())
                    .distinct()
                    .sorted()
                    .toList();
            throw SpecReader.unfit("suite", "'" + suite + "' is none", "There are " + String.join(", ", known) + ".");
        }
        return members.stream()
                .map(benchmark -> draft(body, benchmark, benchmark.name()))
                .toList();
    }

    private Benchmark benchmark(String name, String field) {
        try {
            return benchmarks.named(name);
        } catch (BenchmarkException unknown) {
            throw SpecReader.unfit(field, "is unknown: " + unknown.getMessage(), "GET /v1/benchmarks lists them.");
        }
    }

    /** @param member of a suite: its name is added to the evaluation's */
    private Draft draft(FieldReader body, Benchmark benchmark, @Nullable String member) {
        EvaluationSpec spec = specs.read(body, benchmark);
        if (member != null && spec.name() != null) {
            spec = spec.named(spec.name() + " " + member);
        }
        try {
            ItemSet set = benchmarks.read(benchmark.name());
            List<Item> items = Selection.of(set.items(), spec.questions());
            String prompt = prompt(benchmark, spec.conditions().prompt());
            List<String> asked = items.stream().map(benchmark::asked).toList();
            return new Draft(spec, lock(spec, set, items, prompt), items, asked);
        } catch (BenchmarkException unreadable) {
            throw SpecReader.unfit(
                    member == null ? "benchmark" : "suite",
                    benchmark.name() + " cannot be used: " + unreadable.getMessage(),
                    "GET /v1/benchmarks/" + benchmark.name() + " says where its file comes from.");
        }
    }

    private String prompt(Benchmark benchmark, String name) {
        try {
            return benchmarks.prompt(benchmark, name);
        } catch (BenchmarkException unreadable) {
            throw SpecReader.unfit(
                    "prompt", "cannot be used: " + unreadable.getMessage(), "Leave it out for the benchmark's own.");
        }
    }

    private Lock lock(EvaluationSpec spec, ItemSet set, List<Item> items, String prompt) {
        EvaluationSpec.Setting setting = spec.conditions();
        return new Lock(
                spec.questions().benchmark(),
                set.checksum(),
                Selection.checksum(items),
                Selection.checksum(prompt),
                setting.tools(),
                setting.dialect(),
                new Lock.Sampling(setting.temperature(), setting.topP(), setting.maxTokens()),
                new Lock.Limits(setting.turns(), setting.calls(), setting.contextTokens(), setting.wall()),
                spec.grading(),
                platform,
                null,
                null);
    }

    /**
     * What the services do not have is refused; whether a service that is away has it, the attempts will find out.
     *
     * @return what computes the policy, where the service tells
     */
    private Mono<AgentWeights> checked(EvaluationSpec spec) {
        Mono<AgentWeights> policy = agents.model(spec.subject().policy())
                .onErrorMap(
                        error -> error instanceof AgentServiceException failed
                                && failed.kind() == AgentServiceException.Kind.REFUSED,
                        none -> noPolicy(spec.subject().policy(), (AgentServiceException) none));
        Mono<Void> tools = spec.conditions().tools().isEmpty()
                ? Mono.empty()
                : agents.tools().flatMap(offered -> tools(spec, offered));
        return judge(spec.subject().judge(), "judge")
                .then(judge(
                        spec.grading().grader().equals("judge") ? spec.grading().server() : null, "grader.server"))
                .then(policy.delayUntil(weights -> tools)
                        .onErrorComplete(error -> error instanceof AgentServiceException failed
                                && failed.kind() == AgentServiceException.Kind.AWAY)
                        .onErrorMap(AgentServiceException.class, EvaluationStarts::unasked));
    }

    private static ProblemException noPolicy(String policy, AgentServiceException none) {
        return SpecReader.unfit(
                "policy",
                "'" + policy + "' is none that agents run on: " + none.getMessage(),
                none.remedy() == null ? "GET /v1/agents/models of policy-api lists them." : none.remedy());
    }

    /** Whether the policy is there cannot be known, and waiting will not tell. */
    private static ProblemException unasked(AgentServiceException error) {
        return new ProblemException(
                Problem.of(HttpStatus.BAD_GATEWAY, "policies-unknown", String.valueOf(error.getMessage()))
                        .field("policy")
                        .remedy(
                                "Let reagent.eval.policy-url be policy-api's own address, and reagent.eval.policy-api-key"
                                        + " a key of it."),
                error);
    }

    private static Mono<Void> tools(EvaluationSpec spec, List<OfferedTool> offered) {
        for (String wanted : spec.conditions().tools()) {
            OfferedTool tool = offered.stream()
                    .filter(one -> one.name().equals(wanted))
                    .findFirst()
                    .orElse(null);
            if (tool == null) {
                return Mono.error(SpecReader.unfit(
                        "tools",
                        "names '" + wanted + "', which agents do not have",
                        "GET /v1/agents/tools of policy-api lists them; name others in tools."));
            }
            if (tool instanceof OfferedTool.Missing missing) {
                return Mono.error(SpecReader.unfit(
                        "tools",
                        "names '" + wanted + "', which cannot be called: " + missing.reason(),
                        "Set it up in policy-api, or name other tools."));
            }
        }
        return Mono.empty();
    }

    /** Refuses a judge that there is not; whether a service that is away has it, the attempts will find out. */
    public Mono<Void> judge(@Nullable String name, String field) {
        return name == null ? Mono.empty() : judges.named(name, field).then().onErrorComplete(KnownJudges::isAway);
    }
}
