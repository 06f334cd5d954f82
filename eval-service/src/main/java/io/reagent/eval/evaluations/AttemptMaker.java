package io.reagent.eval.evaluations;

import io.reagent.clients.Backoff;
import io.reagent.clients.agents.AgentRunOrder;
import io.reagent.clients.agents.AgentRunOutcome;
import io.reagent.clients.agents.AgentRunsClient;
import io.reagent.clients.agents.AgentServiceException;
import io.reagent.clients.agents.AgentUsage;
import io.reagent.clients.judge.JudgeClient;
import io.reagent.clients.judge.JudgeException;
import io.reagent.clients.judge.Verdict;
import io.reagent.core.judgement.Outcome;
import io.reagent.core.random.SampleSeed;
import io.reagent.core.trajectory.Trajectory;
import io.reagent.eval.benchmarks.Benchmarks;
import io.reagent.eval.grading.AttemptGrader;
import io.reagent.eval.grading.Graded;
import io.reagent.eval.grading.JudgeTrouble;
import io.reagent.eval.grading.Submission;
import io.reagent.eval.jobs.AwayException;
import io.reagent.eval.jobs.StopJobException;
import io.reagent.kit.database.UuidV7;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Has attempts made by policy-api, graded, and judged where a judge is asked for. */
public final class AttemptMaker {
    private static final int TRIES = 3;
    private static final int HOPELESS = 8;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** For as long as others have its places. */
    private static final Backoff WHILE_BUSY =
            new Backoff(Integer.MAX_VALUE, Duration.ofSeconds(1), Duration.ofSeconds(10));

    private final AgentRunsClient agents;
    private final JudgeClient judges;
    private final Benchmarks benchmarks;
    private final Map<String, ModelTerms> models;
    private final Map<String, Throttle> throttles = new ConcurrentHashMap<>();

    /** @param models what models cost and how often they may be asked, by their names */
    public AttemptMaker(
            AgentRunsClient agents, JudgeClient judges, Benchmarks benchmarks, Map<String, ModelTerms> models) {
        this.agents = agents;
        this.judges = judges;
        this.benchmarks = benchmarks;
        this.models = Map.copyOf(models);
    }

    /**
     * The attempts of one evaluation from now on.
     *
     * @param running gets the ids of runs while they are in progress
     * @param promising whether an attempt has come to something before
     */
    Course course(Evaluation evaluation, AttemptGrader grader, Set<UUID> running, boolean promising) {
        return new Course(evaluation, grader, running, promising);
    }

    private Throttle throttle(String policy) {
        ModelTerms terms = terms(policy);
        return throttles.computeIfAbsent(
                policy, name -> new Throttle(terms.requestsPerMinute(), terms.tokensPerMinute(), System.nanoTime()));
    }

    private ModelTerms terms(String policy) {
        return models.getOrDefault(policy, ModelTerms.NONE);
    }

    /** The attempts of one evaluation. */
    final class Course {
        private final Evaluation evaluation;
        private final EvaluationSpec spec;
        private final AttemptGrader grader;
        private final Set<UUID> running;
        private final AtomicInteger hopeless = new AtomicInteger();
        private final Mono<Optional<String>> system;
        private volatile boolean promising;

        private Course(Evaluation evaluation, AttemptGrader grader, Set<UUID> running, boolean promising) {
            this.evaluation = evaluation;
            this.spec = evaluation.spec();
            this.grader = grader;
            this.running = running;
            this.promising = promising;
            this.system = Mono.fromCallable(this::prompt)
                    .subscribeOn(Schedulers.boundedElastic())
                    .cache();
        }

        /** The text before each question; that it was changed since the evaluation was created is an error. */
        private Optional<String> prompt() {
            String text = benchmarks.prompt(
                    benchmarks.named(spec.questions().benchmark()),
                    spec.conditions().prompt());
            if (!Selection.checksum(text).equals(evaluation.lock().prompt())) {
                throw new StopJobException("the prompt " + spec.conditions().prompt()
                        + " is no longer what it was when the evaluation was created; start a new one");
            }
            return text.isBlank() ? Optional.empty() : Optional.of(text);
        }

        Mono<Attempted> attempt(Question question, int sample) {
            long seed = seed(question, sample);
            return system.flatMap(text -> run(question, sample, seed, text.orElse(null), 1))
                    .flatMap(tried -> finished(question, sample, seed, tried));
        }

        private long seed(Question question, int sample) {
            long content = HexFormat.fromHexDigitsToLong(question.hash().substring(0, 16));
            return SampleSeed.ofShort(SampleSeed.of(spec.questions().seed() ^ content, 1) >>> 33, sample);
        }

        private record Tried(AgentRunOutcome run, int tries) {}

        private Mono<Tried> run(Question question, int sample, long seed, @Nullable String system, int tries) {
            UUID id = id(question, sample, tries);
            Throttle throttle = throttle(spec.subject().policy());
            Mono<AgentRunOutcome> once = Mono.defer(() -> {
                        running.add(id);
                        return agents.run(order(id, question, seed, system));
                    })
                    .doOnTerminate(() -> running.remove(id))
                    .retryWhen(WHILE_BUSY.when(
                            error -> error instanceof AgentServiceException failed
                                    && failed.kind() == AgentServiceException.Kind.BUSY,
                            error -> error instanceof AgentServiceException failed ? failed.retryAfter() : null))
                    .onErrorResume(AgentServiceException.class, error -> unanswered(id, error));
            return Mono.defer(() -> pause(throttle.begin(System.nanoTime())))
                    .then(once)
                    .doOnNext(run -> throttle.ended(
                            run.usage().turns(),
                            run.usage().promptTokens() + run.usage().completionTokens(),
                            System.nanoTime()))
                    .flatMap(run -> run instanceof AgentRunOutcome.Failed && tries < TRIES
                            ? Mono.delay(PAUSE.multipliedBy(tries)).then(run(question, sample, seed, system, tries + 1))
                            : Mono.just(new Tried(run, tries)));
        }

        private static Mono<Void> pause(Duration time) {
            return time.isZero() ? Mono.empty() : Mono.delay(time).then();
        }

        /** The same question, sample and try is the same run, whoever asks. */
        private UUID id(Question question, int sample, int tries) {
            String name =
                    evaluation.id() + "/" + evaluation.round() + "/" + question.position() + "/" + sample + "/" + tries;
            return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        }

        private AgentRunOrder order(UUID id, Question question, long seed, @Nullable String system) {
            EvaluationSpec.Setting setting = spec.conditions();
            return new AgentRunOrder(
                    id,
                    spec.subject().policy(),
                    question.world() == null
                            ? new AgentRunOrder.Task.Question(question.text())
                            : new AgentRunOrder.Task.World(question.world(), "held_out"),
                    system,
                    question.world() == null
                            ? new AgentRunOrder.Tools(setting.tools(), setting.dialect())
                            : new AgentRunOrder.Tools(List.of(), null),
                    spec.subject().refines()
                            ? new AgentRunOrder.Strategy.ReagentC(spec.subject().judge())
                            : new AgentRunOrder.Strategy.Plain(),
                    new AgentRunOrder.Sampling(setting.temperature(), setting.topP(), setting.maxTokens(), seed),
                    new AgentRunOrder.Limits(
                            setting.turns(), setting.calls(), setting.contextTokens(), setting.wall()));
        }

        private Mono<AgentRunOutcome> unanswered(UUID id, AgentServiceException error) {
            String said = error.getMessage() == null ? error.toString() : error.getMessage();
            return switch (error.kind()) {
                case AWAY, BUSY -> Mono.error(new AwayException(said, error));
                case REFUSED, TURNED_AWAY ->
                    Mono.error(
                            new StopJobException(error.remedy() == null ? said : said + ". " + error.remedy(), error));
                case GARBLED ->
                    Mono.just(new AgentRunOutcome.Failed(
                            id, AgentRunOutcome.Cause.FAILED, said, new AgentUsage(0, 0, 0, 0), Duration.ZERO));
            };
        }

        private Mono<Attempted> finished(Question question, int sample, long seed, Tried tried) {
            Double cost = terms(spec.subject().policy()).cost(tried.run().usage());
            return switch (tried.run()) {
                case AgentRunOutcome.Failed failed -> {
                    if (!promising && hopeless.incrementAndGet() >= Math.min(HOPELESS, evaluation.planned())) {
                        yield Mono.error(new StopJobException("every attempt so far failed, the last with "
                                + failed.cause() + ": " + failed.reason()));
                    }
                    yield Mono.just(new Attempted(
                            UuidV7.next(), question, sample, seed, tried.tries(), failed, null, null, cost));
                }
                case AgentRunOutcome.Ended ended -> {
                    String locked = evaluation.lock().weights();
                    if (locked != null && !locked.equals(ended.weights())) {
                        yield Mono.error(new StopJobException(
                                "the policy " + spec.subject().policy()
                                        + " was saved anew since the evaluation was created: " + ended.weights()
                                        + " answered instead of " + locked + "; start a new evaluation"));
                    }
                    promising = true;
                    Trajectory last = ended.last().trajectory();
                    Mono<Graded> graded = grader.grade(new Submission(question.text(), question.reference(), last));
                    yield Mono.zip(graded, judged(last))
                            .map(both -> new Attempted(
                                    UuidV7.next(),
                                    question,
                                    sample,
                                    seed,
                                    tried.tries(),
                                    ended,
                                    both.getT1(),
                                    both.getT2().orElse(null),
                                    cost));
                }
            };
        }

        private Mono<Optional<Attempted.Judged>> judged(Trajectory last) {
            String judge = spec.subject().judge();
            if (judge == null) {
                return Mono.just(Optional.empty());
            }
            Mono<Verdict> verdict = last.silent()
                    ? Mono.just(new Verdict.Unjudged(Outcome.UNAVAILABLE, "the agent said nothing"))
                    : judges.judge(last, judge).onErrorMap(JudgeException.class, JudgeTrouble::meaning);
            return verdict.map(said -> Optional.of(new Attempted.Judged(judge, said)));
        }
    }
}
