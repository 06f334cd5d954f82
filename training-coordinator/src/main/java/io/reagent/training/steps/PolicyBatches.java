package io.reagent.training.steps;

import io.reagent.core.agent.TokenSequence;
import io.reagent.core.rl.LossShare;
import io.reagent.core.rl.PolicyExample;
import io.reagent.training.algorithms.PolicyGradient;
import io.reagent.training.algorithms.Stage;
import io.reagent.training.engine.Datum;
import io.reagent.training.rollouts.RolloutRecord;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;

/** Groups to what the server is sent; pure. */
final class PolicyBatches {
    private PolicyBatches() {}

    /** Log probabilities of sequences under the reference policy, by rollout, in the order of its sequences. */
    record Reference(Map<UUID, List<float[]>> logprobs, double beta) {
        static final Reference NONE = new Reference(Map.of(), 0);
    }

    /** Groups of one optimizer step each. */
    static List<List<Group>> mini(List<Group> groups, int tasks) {
        List<Group> kept = groups.stream().filter(Group::kept).toList();
        return IntStream.range(0, (kept.size() + tasks - 1) / tasks)
                .mapToObj(i -> kept.subList(i * tasks, Math.min(kept.size(), (i + 1) * tasks)))
                .toList();
    }

    /** The examples of one optimizer step, in a fixed order. */
    static List<PolicyExample> examples(List<Group> groups, PolicyGradient algorithm, Reference reference) {
        List<Group.Member> learned = groups.stream()
                .flatMap(group -> group.members().stream())
                .filter(member -> member.advantage() != null)
                .toList();
        Map<Stage, Integer> counts = new EnumMap<>(Stage.class);
        learned.forEach(member -> counts.merge(member.rollout().key().stage(), 1, Integer::sum));
        List<PolicyExample> examples = new ArrayList<>();
        for (Group.Member member : learned) {
            RolloutRecord rollout = member.rollout();
            LossShare share =
                    algorithm.share(rollout.key().stage(), rollout.episode().ownTokens(), counts);
            examples.addAll(examples(member, share, reference));
        }
        return examples;
    }

    private static List<PolicyExample> examples(Group.Member member, LossShare share, Reference reference) {
        List<float[]> known = reference.logprobs().get(member.rollout().id());
        List<TokenSequence> sequences = member.rollout().episode().sequences();
        List<PolicyExample> examples = new ArrayList<>();
        for (int i = 0; i < sequences.size(); i++) {
            TokenSequence sequence = sequences.get(i);
            float[] advantages = share.advantages(
                    Objects.requireNonNull(member.advantage()),
                    sequence.logprobs(),
                    known == null ? null : known.get(i),
                    sequence.sampled(),
                    reference.beta());
            examples.add(PolicyExample.of(sequence, advantages));
        }
        return examples;
    }

    /** Examples in calls of at most so many positions; a longer example goes alone. */
    static <E extends Datum> List<List<Datum>> calls(List<E> examples, int positions) {
        List<List<Datum>> calls = new ArrayList<>();
        List<Datum> call = new ArrayList<>();
        int filled = 0;
        for (Datum example : examples) {
            if (!call.isEmpty() && filled + example.length() > positions) {
                calls.add(List.copyOf(call));
                call.clear();
                filled = 0;
            }
            call.add(example);
            filled += example.length();
        }
        if (!call.isEmpty()) {
            calls.add(List.copyOf(call));
        }
        return calls;
    }
}
