package io.reagent.training.steps;

import io.reagent.training.algorithms.Mask;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says why a step had nothing to learn from, by its groups; pure. */
final class NothingLearned {
    private NothingLearned() {}

    /** @param steps how many in a row learned nothing, the groups' step the last of them */
    static String reason(List<Group> groups, int steps) {
        List<Group.Member> members =
                groups.stream().flatMap(group -> group.members().stream()).toList();
        String rejected = counted(groups.stream()
                .map(group -> group.advantages().rejection())
                .filter(Objects::nonNull)
                .map(Enum::name));
        String masked = counted(members.stream()
                .map(Group.Member::mask)
                .flatMap(Stream::ofNullable)
                .map(Enum::name));
        long without = members.stream().filter(member -> member.mask() != null).count();
        return "nothing was learned in " + (steps == 1 ? "the last step" : "the last " + steps + " steps")
                + "; of the last one's " + groups.size() + " groups, rejected: " + rejected
                + (without == 0 ? "" : "; of its " + members.size() + " rollouts, without a reward: " + masked)
                + "; " + remedy(members, without);
    }

    private static String remedy(List<Group.Member> members, long without) {
        if (members.stream().filter(member -> member.mask() == Mask.TOO_LONG).count() * 2 > members.size()) {
            return "prompts and turns do not fit the policy's context: shorten them, or lower turn_tokens";
        }
        return without * 2 > members.size()
                ? "see to what masks them"
                : "where rewards do not differ, the tasks are too easy or too hard for the policy, or its answers are not"
                        + " in the form that is graded";
    }

    private static String counted(Stream<String> names) {
        return names
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }
}
