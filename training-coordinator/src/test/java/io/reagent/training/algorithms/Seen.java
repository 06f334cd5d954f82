package io.reagent.training.algorithms;

import io.reagent.core.judgement.Outcome;
import io.reagent.core.rl.Leakage;
import io.reagent.training.algorithms.Evidence.Ending;

/** What algorithms are shown in tests. */
final class Seen {
    private Seen() {}

    static Evidence first(double outcome) {
        return new Evidence(Stage.FIRST, Ending.SAID, outcome, null, null, null);
    }

    static Evidence first(double outcome, double score) {
        return new Evidence(Stage.FIRST, Ending.SAID, outcome, Outcome.SCORED, score, null);
    }

    static Evidence refined(double outcome, double score) {
        return refined(outcome, score, Leakage.NONE);
    }

    static Evidence refined(double outcome, double score, Leakage leakage) {
        return new Evidence(Stage.REFINED, Ending.SAID, outcome, Outcome.SCORED, score, leakage);
    }

    static Evidence failed(double outcome, Outcome judgement) {
        return new Evidence(Stage.FIRST, Ending.SAID, outcome, judgement, null, null);
    }

    static Evidence ended(Ending ending) {
        return new Evidence(Stage.FIRST, ending, 0, null, null, null);
    }
}
