package io.reagent.training.steps;

import static io.reagent.training.steps.Means.mean;
import static io.reagent.training.steps.Means.put;

import io.reagent.training.algorithms.Stage;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What a step's rollouts earned, overall and by stage; pure. */
final class RewardMetrics {
    private RewardMetrics() {}

    /** Mean total reward of the rollouts that have one, or null. */
    static @Nullable Double total(List<Group.Member> members) {
        return mean(members, member -> member.reward().total());
    }

    static void write(List<Group.Member> members, ObjectNode json) {
        for (Stage stage : Stage.values()) {
            List<Group.Member> of = members.stream()
                    .filter(member -> member.rollout().key().stage() == stage)
                    .toList();
            if (!of.isEmpty()) {
                ObjectNode node = json.putObject(stage.name().toLowerCase(Locale.ROOT));
                put(node, "outcome", mean(of, member -> member.reward().outcome()));
                put(node, "judge", mean(of, member -> member.reward().judge()));
                put(node, "total", total(of));
                put(node, "advantage", mean(of, Group.Member::advantage));
            }
        }
        put(json, "outcome", mean(members, member -> member.reward().outcome()));
        put(json, "judge", mean(members, member -> member.reward().judge()));
        put(json, "judge_of_right", judge(members, true));
        put(json, "judge_of_wrong", judge(members, false));
        put(json, "total", total(members));
        json.put(
                "masked",
                members.stream().filter(member -> member.mask() != null).count());
    }

    /** Mean score of right or of wrong answers: where that of the wrong ones climbs, the judge is being gamed. */
    private static @Nullable Double judge(List<Group.Member> members, boolean right) {
        List<Group.Member> of = members.stream()
                .filter(member -> member.rollout().episode().correct() == right)
                .toList();
        return mean(of, member -> member.reward().judge());
    }
}
