package io.reagent.training.steps;

import static io.reagent.training.steps.Means.count;
import static io.reagent.training.steps.Means.mean;
import static io.reagent.training.steps.Means.put;

import io.reagent.core.rl.Leakage;
import io.reagent.core.rl.PolicyDrift;
import io.reagent.training.judging.RolloutJudgement;
import io.reagent.training.rollouts.PhaseClock;
import io.reagent.training.rollouts.PhaseClock.Phase;
import java.util.List;
import java.util.Locale;
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
        return RewardMetrics.total(members);
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        RewardMetrics.write(members, json.putObject("reward"));
        groups(json.putObject("groups"));
        judgements(json);
        rollouts(json.putObject("rollouts"));
        policy(json.putObject("policy"));
        time(json);
        return json;
    }

    private void groups(ObjectNode json) {
        json.put("count", groups.size());
        json.put("learned_from", groups.stream().filter(Group::kept).count());
        ObjectNode rejected = json.putObject("rejected");
        count(groups.stream().map(group -> group.advantages().rejection()).flatMap(Stream::ofNullable))
                .forEach(rejected::put);
        put(
                json,
                "mean_deviation",
                mean(groups, group -> finite(group.advantages().deviation())));
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

    private static @Nullable Double finite(double number) {
        return Double.isFinite(number) ? (Double) number : null;
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
        put(json, "tokens", mean(members, member ->
                (double) member.rollout().episode().ownTokens()));
        put(json, "calls", mean(members, member ->
                (double) member.rollout().episode().calls()));
        ObjectNode stops = json.putObject("stops");
        count(members.stream().map(member -> member.rollout().episode().stop())).forEach(stops::put);
        List<Leakage> leakages = members.stream()
                .map(member -> member.rollout().leakage())
                .flatMap(Stream::ofNullable)
                .toList();
        if (!leakages.isEmpty()) {
            ObjectNode leakage = json.putObject("leakage");
            put(leakage, "rate", mean(leakages, of -> of.leaks() ? 1.0 : 0.0));
            put(leakage, "mentions", mean(leakages, of -> of.mentions() ? 1.0 : 0.0));
            put(leakage, "overlap", mean(leakages, Leakage::overlap));
        }
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
}
