package io.reagent.policy.openai;

import io.reagent.lm.generate.Completion;
import io.reagent.lm.generate.GeneratedToken;

/** What is heard while the sequences of a request are generated; {@code choice} is the sequence's place in the request. */
sealed interface Sampled {
    int choice();

    record Token(int choice, GeneratedToken token) implements Sampled {}

    /** The last of its sequence. */
    record Ended(int choice, Completion completion) implements Sampled {}
}
