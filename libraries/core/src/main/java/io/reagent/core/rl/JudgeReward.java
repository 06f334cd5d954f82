package io.reagent.core.rl;

import io.reagent.core.judgement.Judgement;
import java.util.List;

/**
 * What a judgement earns when the judge itself is trained on labelled trajectories. The paper trains its judge by GRPO
 * without saying for what; these three are what its users need of it.
 *
 * @param form weight of a well-formed judgement: one critique, then one score in range
 * @param closeness weight of {@code 1 - |s - label|}
 * @param order weight of the share of differently labelled rivals this judgement stands on the right side of
 */
public record JudgeReward(double form, double closeness, double order) {
    public static final JudgeReward DEFAULT = new JudgeReward(0.2, 0.5, 0.3);

    /**
     * A judgement of another trajectory of the same question, to compare with.
     *
     * @param label its labelled score
     * @param score what the judge gave
     */
    public record Rival(double label, double score) {}

    /**
     * @param label the trajectory's own, in [0, 1]
     * @param rivals that were scored; without one of another label the order earns as much as the closeness
     * @return from 0 to the sum of the weights; 0 for a malformed judgement, which is the judge's own fault here
     */
    public double of(Judgement judgement, double label, List<Rival> rivals) {
        if (!(judgement instanceof Judgement.Scored scored)) {
            return 0;
        }
        double near = 1 - Math.abs(scored.score() - label);
        List<Rival> different =
                rivals.stream().filter(rival -> rival.label() != label).toList();
        double right = different.isEmpty()
                ? near
                : different.stream()
                        .mapToDouble(rival -> ordered(scored.score(), label, rival))
                        .average()
                        .orElseThrow();
        return form + closeness * near + order * right;
    }

    /** A tie is half right. */
    private static double ordered(double score, double label, Rival rival) {
        double agreement = Math.signum(score - rival.score()) * Math.signum(label - rival.label());
        return (1 + agreement) / 2;
    }
}
