package io.reagent.eval.evaluations;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What there is of an evaluation by now; intervals are in its results.
 *
 * @param planned attempts there are to be
 * @param done attempts stored, those that failed included
 * @param failed attempts of which nothing came to be graded
 * @param correct of the first scoring
 * @param wrong of the first scoring
 * @param ungraded the grader could not tell
 * @param tokens of prompts and completions; null where none is known
 * @param cost null without prices
 */
public record EvaluationProgress(
        long planned,
        long done,
        long failed,
        long correct,
        long wrong,
        @JsonProperty("grader_failed") long ungraded,
        @Nullable Long tokens,
        @Nullable Double cost) {}
