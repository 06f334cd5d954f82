package io.reagent.training.steps;

import io.reagent.core.rl.PolicyDrift;
import io.reagent.training.algorithms.Stage;
import io.reagent.training.judging.RolloutJudgement;
import io.reagent.training.rollouts.PhaseClock;
import io.reagent.training.rollouts.PhaseClock.Phase;
import io.reagent.training.rollouts.RolloutRecord;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is worth knowing of a step, by the names of docs/training.md; pure. */
final class StepMetrics {
    private final List<Group> groups;
    private final List<Group.Member> members;
    private final Learned learned;
    private final PhaseClock clock;

    StepMetrics(List<Group> groups, Learned learned, PhaseClock clock) {
        this.groups = groups;
        this.members =
                groups.stream().flatMap(group -> group.members().stream()).toList();
        this.learned = learned;
        this.clock = clock;
    }

    /** Mean total reward of the rollouts that have one, or null. */
    @Nullable Double reward() {
        return mean(members.stream(), member -> member.reward().total());
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        rewards(json.putObject("reward"));
        groups(json.putObject("groups"));
        judgements(json);
        rollouts(json.putObject("rollouts"));
        policy(json.putObject("policy"));
        time(json);
        return json;
    }

    private void rewards(ObjectNode json) {
        for (Stage stage : Stage.values()) {
            List<Group.Member> of = members.stream()
                    .filter(member -> member.rollout().key().stage() == stage)
                    .toList();
            if (!of.isEmpty()) {
                ObjectNode node = json.putObject(stage.name().toLowerCase(Locale.ROOT));
                put(node, "outcome", mean(of.stream(), member -> member.reward().outcome()));
                put(node, "judge", mean(of.stream(), member -> member.reward().judge()));
                put(node, "total", mean(of.stream(), member -> member.reward().total()));
                put(node, "advantage", mean(of.stream(), Group.Member::advantage));
            }
        }
        put(json, "outcome", mean(members.stream(), member -> member.reward().outcome()));
        put(json, "judge", mean(members.stream(), member -> member.reward().judge()));
        put(json, "judge_of_right", judge(true));
        put(json, "judge_of_wrong", judge(false));
        put(json, "total", reward());
        json.put(
                "masked",
                members.stream().filter(member -> member.mask() != null).count());
    }

    /** Mean score of right or of wrong answers: where that of the wrong ones climbs, the judge is being gamed. */
    private @Nullable Double judge(boolean right) {
        return mean(
                members.stream().filter(member -> member.rollout().episode().correct() == right),
                member -> member.reward().judge());
    }

    private void groups(ObjectNode json) {
        json.put("count", groups.size());
        json.put("learned_from", groups.stream().filter(Group::kept).count());
        ObjectNode rejected = json.putObject("rejected");
        count(groups.stream().map(group -> group.advantages().rejection()).flatMap(Stream::ofNullable))
                .forEach(rejected::put);
        double[] spread = groups.stream()
                .mapToDouble(group -> group.advantages().deviation())
                .filter(Double::isFinite)
                .toArray();
        put(
                json,
                "mean_deviation",
                spread.length == 0
                        ? null
                        : (Double) java.util.Arrays.stream(spread).average().orElseThrow());
        put(
                json,
                "largest_advantage",
                members.stream()
                        .map(Group.Member::advantage)
                        .flatMap(Stream::ofNullable)
                        .map(Math::abs)
                        .max(Double::compare)
                        .orElse(null));
    }

    private void judgements(ObjectNode json) {
        ObjectNode outcomes = json.putObject("judgements");
        count(verdicts().map(RolloutJudgement::outcome)).forEach(outcomes::put);
        JudgeHealth health = JudgeHealth.of(verdicts().toList());
        if (health.scored() > 0) {
            ObjectNode shares = json.putObject("judge");
            shares.put("continued_share", health.continuedShare());
            shares.put("forced_share", health.forcedShare());
        }
        String notice = health.notice();
        if (notice != null) {
            json.putArray("notices").add(notice);
        }
    }

    private Stream<RolloutJudgement> verdicts() {
        return members.stream().map(member -> member.rollout().verdict()).flatMap(Stream::ofNullable);
    }

    private void rollouts(ObjectNode json) {
        json.put("count", members.size());
        put(json, "tokens", mean(members.stream(), member ->
                (double) member.rollout().episode().ownTokens()));
        put(json, "calls", mean(members.stream(), member ->
                (double) member.rollout().episode().calls()));
        ObjectNode stops = json.putObject("stops");
        count(members.stream().map(member -> member.rollout().episode().stop())).forEach(stops::put);
        List<RolloutRecord> refined = members.stream()
                .map(Group.Member::rollout)
                .filter(rollout -> rollout.leakage() != null)
                .toList();
        if (!refined.isEmpty()) {
            ObjectNode leakage = json.putObject("leakage");
            leakage.put(
                    "rate",
                    share(
                            refined,
                            rollout -> Objects.requireNonNull(rollout.leakage()).leaks() ? 1 : 0));
            leakage.put(
                    "mentions",
                    share(
                            refined,
                            rollout -> Objects.requireNonNull(rollout.leakage()).mentions() ? 1 : 0));
            leakage.put("overlap", share(refined, rollout -> Objects.requireNonNull(rollout.leakage())
                    .overlap()));
        }
    }

    private static double share(List<RolloutRecord> of, ToDoubleFunction<RolloutRecord> value) {
        return of.stream().mapToDouble(value).average().orElse(0);
    }

    private void policy(ObjectNode json) {
        json.put("optimizer_steps", learned.optimizerSteps());
        put(json, "loss", learned.loss());
        PolicyDrift drift = learned.drift();
        if (drift != null && drift.tokens() > 0) {
            json.put("learned_tokens", drift.tokens());
            put(json, "ratio", drift.meanRatio());
            put(json, "clip_fraction", drift.clipFraction());
            put(json, "kl", drift.klV3());
            put(json, "kl_v1", drift.klV1());
            put(json, "surprise", drift.surprise());
        }
        learned.server().entrySet().stream()
                .filter(metric -> metric.getKey().startsWith("entropy"))
                .findFirst()
                .ifPresent(metric -> json.put("entropy", metric.getValue()));
        ObjectNode server = json.putObject("server");
        learned.server().forEach(server::put);
    }

    private void time(ObjectNode json) {
        double elapsed = clock.elapsed();
        ObjectNode seconds = json.putObject("seconds");
        for (Phase phase : Phase.values()) {
            seconds.put(phase.name().toLowerCase(Locale.ROOT), clock.seconds(phase));
        }
        seconds.put("total", elapsed);
        seconds.put("computing", clock.computing());
        json.put("busy", elapsed == 0 ? 0 : clock.computing() / elapsed);
        ObjectNode rates = json.putObject("tokens_per_second");
        rate(rates, Phase.SAMPLING, clock.tokens(Phase.SAMPLING));
        rate(rates, Phase.JUDGING, clock.tokens(Phase.JUDGING));
        rate(rates, Phase.TRAINING, learned.positions());
    }

    private void rate(ObjectNode json, Phase phase, long tokens) {
        double seconds = clock.seconds(phase);
        if (seconds > 0) {
            json.put(phase.name().toLowerCase(Locale.ROOT), tokens / seconds);
        }
    }

    private static Map<String, Long> count(Stream<? extends Enum<?>> values) {
        return values.collect(Collectors.groupingBy(Enum::name, TreeMap::new, Collectors.counting()));
    }

    private interface Value {
        @Nullable Double of(Group.Member member);
    }

    private static @Nullable Double mean(Stream<Group.Member> of, Value value) {
        double[] present = of.map(value::of)
                .flatMap(Stream::ofNullable)
                .mapToDouble(Double::doubleValue)
                .toArray();
        return present.length == 0
                ? null
                : (Double) java.util.Arrays.stream(present).average().orElseThrow();
    }

    /** What is not a number stays out: JSON has none for it. */
    private static void put(ObjectNode json, String name, @Nullable Double value) {
        if (value != null && Double.isFinite(value)) {
            json.put(name, value);
        }
    }
}
