package io.reagent.policy.openai;

/** What a piece of generated text adds to a turn. */
sealed interface Delta {
    /** More of what is said. */
    record Content(String text) implements Delta {}

    /** More of what is thought. */
    record Reasoning(String text) implements Delta {}

    /** A whole call; {@code arguments} are as the model wrote them, which should be a JSON object. */
    record Call(String name, String arguments) implements Delta {}
}
