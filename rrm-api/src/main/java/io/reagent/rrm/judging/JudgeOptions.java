package io.reagent.rrm.judging;

import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.ProblemException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * What a caller asked for beyond the trajectory; null leaves a choice to the judge's configuration. Values are checked on
 * construction: a {@link ProblemException} with status 422 names the option.
 *
 * @param samples independent judgements to make, 1 to 32
 * @param temperature 0 to 2; unset it is the judge's own, or {@link #SAMPLING_TEMPERATURE} when that is 0 and several
 *     samples are wanted
 * @param topP nucleus, in (0, 1]
 * @param maxTokens the most tokens one judgement may take, 1 to 32,768
 * @param seed of the random numbers: the first sample's own; the others' follow from it, as {@code SampleSeed} has them
 * @param timeout how long judging may take, queueing included, 1 ms to 1 h
 * @param useCache false judges anew and leaves the cache as it is
 */
public record JudgeOptions(
        int samples,
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Integer maxTokens,
        @Nullable Long seed,
        @Nullable Duration timeout,
        boolean useCache) {
    public static final JudgeOptions DEFAULTS = new JudgeOptions(1, null, null, null, null, null, true);

    /** At this temperature samples differ when neither caller nor judge chose one. */
    static final double SAMPLING_TEMPERATURE = 0.7;

    private static final int MAX_SAMPLES = 32;
    private static final int MAX_TOKENS = 32_768;
    private static final Duration MAX_TIMEOUT = Duration.ofHours(1);

    public JudgeOptions {
        require(samples >= 1 && samples <= MAX_SAMPLES, "samples", samples, "an integer from 1 to " + MAX_SAMPLES);
        // written so that NaN fails
        require(
                temperature == null || temperature >= 0 && temperature <= 2,
                "temperature",
                temperature,
                "a number from 0 to 2");
        require(topP == null || topP > 0 && topP <= 1, "top_p", topP, "a number above 0 and at most 1");
        require(
                maxTokens == null || maxTokens >= 1 && maxTokens <= MAX_TOKENS,
                "max_tokens",
                maxTokens,
                "an integer from 1 to " + MAX_TOKENS);
        require(
                timeout == null || timeout.toMillis() >= 1 && timeout.compareTo(MAX_TIMEOUT) <= 0,
                "timeout",
                timeout,
                "a duration from 1 ms to 1 h");
        require(
                samples == 1 || temperature == null || temperature > 0,
                "temperature",
                temperature,
                "above 0 when samples is above 1: greedy samples are all the same");
    }

    /** The same, with another limit of tokens. */
    public JudgeOptions withMaxTokens(@Nullable Integer value) {
        return new JudgeOptions(samples, temperature, topP, value, seed, timeout, useCache);
    }

    private static void require(boolean holds, String option, @Nullable Object value, String expected) {
        if (!holds) {
            throw Problem.of(
                            HttpStatus.UNPROCESSABLE_CONTENT,
                            "invalid-option",
                            "options." + option + " is " + value + " but must be " + expected)
                    .field("options." + option)
                    .remedy("Send " + expected + ", or leave " + option + " out.")
                    .asException();
        }
    }
}
