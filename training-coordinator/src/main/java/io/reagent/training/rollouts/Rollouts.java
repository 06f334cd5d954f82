package io.reagent.training.rollouts;

import io.reagent.core.agent.AgentLoop;
import io.reagent.core.agent.AgentPrompt;
import io.reagent.core.agent.Rollout;
import io.reagent.core.agent.StopReason;
import io.reagent.core.rl.Leakage;
import io.reagent.kit.database.UuidV7;
import io.reagent.training.datasets.TrainingTask;
import io.reagent.training.judging.JudgeClient;
import io.reagent.training.judging.Verdict;
import io.reagent.training.policy.RolloutSeed;
import io.reagent.training.policy.TinkerAgent;
import io.reagent.training.rollouts.PhaseClock.Phase;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Makes the rollouts of a step. All agents run at once; each rollout is stored when it ends, judged as soon as it is
 * stored, and refined as soon as it is judged. What an earlier attempt at the step stored is used again.
 */
public final class Rollouts {
    private final RolloutStore store;
    private final int concurrency;

    /** @param concurrency agents at the same time */
    public Rollouts(RolloutStore store, int concurrency) {
        this.store = store;
        this.concurrency = concurrency;
    }

    /** The step's rollouts in the order of their keys; fails with what the policy's or the judge's server failed with. */
    public Mono<List<RolloutRecord>> collect(RolloutPlan plan) {
        return store.ofStep(plan.runId(), plan.step(), plan.evaluation())
                .collectMap(RolloutRecord::key)
                .flatMap(known -> Flux.range(0, plan.tasks().size() * plan.samples())
                        .flatMap(i -> sample(plan, known, i / plan.samples(), i % plan.samples()), concurrency)
                        .collectSortedList((one, other) -> one.key().compareTo(other.key())));
    }

    private Flux<RolloutRecord> sample(RolloutPlan plan, Map<RolloutKey, RolloutRecord> known, int task, int sample) {
        RolloutKey key = new RolloutKey(plan.step(), plan.stage(), task, sample);
        Mono<RolloutRecord> first = Mono.justOrEmpty(known.get(key))
                .switchIfEmpty(Mono.defer(() -> attempt(plan, key, null)))
                .flatMap(rollout -> judged(plan, rollout));
        return first.flatMapMany(attempt -> plan.refined() && attempt.scored()
                ? Flux.just(attempt).concatWith(refined(plan, known, attempt))
                : Flux.just(attempt));
    }

    private Mono<RolloutRecord> refined(RolloutPlan plan, Map<RolloutKey, RolloutRecord> known, RolloutRecord first) {
        RolloutKey key = first.key().refined();
        return Mono.justOrEmpty(known.get(key))
                .switchIfEmpty(Mono.defer(() -> attempt(plan, key, first)))
                .flatMap(rollout -> judged(plan, rollout));
    }

    private Mono<RolloutRecord> attempt(RolloutPlan plan, RolloutKey key, @Nullable RolloutRecord first) {
        TrainingTask task = plan.tasks().get(key.task());
        // every evaluation of a run has the same seeds, so that two of them are compared task by task
        int step = plan.evaluation() ? 0 : key.step();
        long seed = RolloutSeed.of(plan.runSeed(), step, key.task(), key.stage().ordinal(), key.sample());
        TinkerAgent agent = new TinkerAgent(
                plan.policy(), plan.text(), plan.weights(), plan.temperature(), seed, call -> plan.clock()
                        .track(Phase.SAMPLING, call));
        AgentLoop loop = new AgentLoop(agent, task.tools(), plan.limits());
        return Mono.fromFuture(() -> loop.run(prompt(plan, task, first)))
                .flatMap(ended -> {
                    Throwable failure = agent.failure();
                    return ended.stop() == StopReason.MODEL_FAILED && failure != null
                            ? Mono.error(failure)
                            : Mono.just(ended);
                })
                .map(ended -> record(plan, key, first, task, seed, ended))
                .doOnNext(made -> plan.clock().count(Phase.SAMPLING, made.ownTokens()))
                .flatMap(made -> store.insert(made, task.reference()));
    }

    private static AgentPrompt prompt(RolloutPlan plan, TrainingTask task, @Nullable RolloutRecord first) {
        String system = task.system() == null ? plan.system() : task.system();
        if (first == null) {
            return AgentPrompt.plain(system, task.question());
        }
        // as much again must remain for the new attempt
        int budget = Math.min(plan.attemptTokens(), plan.limits().contextTokens() / 2);
        return AgentPrompt.refined(system, first.trajectory(), shown(plan, first), budget, plan.text()::countTokens);
    }

    private static String shown(RolloutPlan plan, RolloutRecord first) {
        Verdict verdict = Objects.requireNonNull(first.verdict());
        return plan.critique() ? Objects.requireNonNullElse(verdict.critique(), "") : "";
    }

    private static RolloutRecord record(
            RolloutPlan plan,
            RolloutKey key,
            @Nullable RolloutRecord first,
            TrainingTask task,
            long seed,
            Rollout ended) {
        return new RolloutRecord(
                UuidV7.next(),
                plan.runId(),
                key,
                first == null ? null : first.id(),
                plan.weights().label(),
                plan.policyStep(),
                seed,
                task.id(),
                ended.trajectory(),
                ended.stop(),
                ended.stop() == StopReason.ANSWERED
                        && task.correct(ended.trajectory().answer()),
                ended.sequences(),
                ended.calls(),
                null,
                first == null
                        ? null
                        : Leakage.of(shown(plan, first), Words.all(first.trajectory()), Words.own(ended.trajectory())),
                ended.stop() == StopReason.MODEL_FAILED);
    }

    private Mono<RolloutRecord> judged(RolloutPlan plan, RolloutRecord rollout) {
        JudgeClient judge = plan.judge();
        if (judge == null || rollout.verdict() != null || !rollout.judgeable()) {
            return Mono.just(rollout);
        }
        return plan.clock()
                .track(Phase.JUDGING, judge.judge(rollout.trajectory(), plan.judgeName()))
                .doOnNext(verdict -> plan.clock().count(Phase.JUDGING, verdict.outputTokens()))
                .map(rollout::judged)
                .flatMap(store::judged);
    }
}
