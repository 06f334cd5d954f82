package io.reagent.training.steps;

import io.reagent.training.algorithms.Mask;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What rollouts earned, as columns. */
record RewardColumns(
        UUID[] ids,
        UUID[] groups,
        @Nullable String[] masked,
        Double[] outcomes,
        @Nullable Double[] judges,
        @Nullable Double[] totals,
        @Nullable Double[] advantages) {
    static RewardColumns of(List<Group> groups) {
        int size = groups.stream().mapToInt(group -> group.members().size()).sum();
        RewardColumns columns = new RewardColumns(
                new UUID[size],
                new UUID[size],
                new String[size],
                new Double[size],
                new Double[size],
                new Double[size],
                new Double[size]);
        int i = 0;
        for (Group group : groups) {
            for (Group.Member member : group.members()) {
                columns.ids[i] = member.rollout().id();
                columns.groups[i] = group.id();
                columns.masked[i] = name(member.mask());
                columns.outcomes[i] = member.reward().outcome();
                columns.judges[i] = member.reward().judge();
                columns.totals[i] = member.reward().total();
                columns.advantages[i] = member.advantage();
                i++;
            }
        }
        return columns;
    }

    private static @Nullable String name(@Nullable Mask mask) {
        return mask == null ? null : mask.name();
    }
}
