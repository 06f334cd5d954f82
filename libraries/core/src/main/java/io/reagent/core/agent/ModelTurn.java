package io.reagent.core.agent;

import org.jspecify.annotations.Nullable;

/**
 * What a model gave in one turn.
 *
 * @param text as generated
 * @param speech the text taken apart: by the server, or by a {@link SpeechFormat}
 * @param finish why generation ended
 * @param promptTokens length of the prompt
 * @param completionTokens tokens sampled
 * @param tokens the prompt and the sampled tokens themselves, or null where the server does not tell; a run with such a
 *     turn cannot be trained on
 */
public record ModelTurn(
        String text,
        Speech speech,
        FinishReason finish,
        int promptTokens,
        int completionTokens,
        @Nullable SampledTokens tokens) {

    /** A turn whose tokens are known. */
    public static ModelTurn of(String text, Speech speech, FinishReason finish, SampledTokens tokens) {
        return new ModelTurn(text, speech, finish, tokens.prompt().length, tokens.completion().length, tokens);
    }

    /** Why generation ended. */
    public enum FinishReason {
        /** The model ended its turn. */
        STOP,
        /** The turn's token limit cut it. */
        LENGTH
    }
}
