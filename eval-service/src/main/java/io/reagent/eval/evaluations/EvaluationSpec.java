package io.reagent.eval.evaluations;

import io.reagent.eval.grading.Grading;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An evaluation as it was asked for, every default filled in.
 *
 * @param name by which people find it, or null; no two have the same
 * @param setting null of one that was made elsewhere, under conditions that are not known
 * @param concurrency attempts in progress at the same time
 * @param origin the training run that it is of, or null
 * @param imported whence the attempts are, of one that was made elsewhere; else null
 */
public record EvaluationSpec(
        @Nullable String name,
        Subject subject,
        Questions questions,
        @Nullable Setting setting,
        Grading grading,
        Budget budget,
        int concurrency,
        @Nullable Origin origin,
        @Nullable Imported imported) {

    /**
     * Who is evaluated, and how.
     *
     * @param policy a model that agent runs know
     * @param strategy {@code plain} or {@code reagent-c}
     * @param judge of rrm-api: judges the last attempt; with reagent-c it is also whose critique is shown. Null: nobody,
     *     and with reagent-c the service's default judge critiques
     */
    public record Subject(
            String policy, String strategy, @Nullable String judge) {
        /** Whether attempts are made anew after a critique. */
        public boolean refines() {
            return strategy.equals("reagent-c");
        }
    }

    /**
     * Which questions.
     *
     * @param limit how many of those that fit, drawn by the seed; null all
     * @param ids only these; none: all
     * @param categories only these; none: all
     * @param levels only these; none: all
     * @param samples attempts at each
     * @param seed of the draw, of the order and of all sampling
     */
    public record Questions(
            String benchmark,
            @Nullable Integer limit,
            List<String> ids,
            List<String> categories,
            List<String> levels,
            int samples,
            long seed) {
        public Questions {
            ids = List.copyOf(ids);
            categories = List.copyOf(categories);
            levels = List.copyOf(levels);
        }

        Questions withSamples(int more) {
            return new Questions(benchmark, limit, ids, categories, levels, more, seed);
        }
    }

    /**
     * Under what conditions an agent answers.
     *
     * @param prompt by name, or the path of a file
     * @param tools by their names in policy-api
     * @param dialect in which the model is shown them; null for the platform's
     * @param maxTokens of one turn; null: the service's
     * @param calls of tools; null: the service's
     * @param contextTokens after which the agent must answer; null: the service's
     * @param wall time of an attempt; null: the service's
     */
    public record Setting(
            String prompt,
            List<String> tools,
            @Nullable String dialect,
            double temperature,
            double topP,
            @Nullable Integer maxTokens,
            int turns,
            @Nullable Integer calls,
            @Nullable Integer contextTokens,
            @Nullable Duration wall) {
        public Setting {
            tools = List.copyOf(tools);
        }
    }

    /**
     * What is spent at most, null without bound; what is in progress when it runs out is finished and counts.
     *
     * @param tokens of prompts and completions
     * @param time since it was started or resumed
     * @param cost in the currency of the prices that are configured
     */
    public record Budget(
            @Nullable Long tokens,
            @Nullable Duration time,
            @Nullable Double cost) {
        public static final Budget NONE = new Budget(null, null, null);
    }

    /** A training run and how many steps of it were done. */
    public record Origin(UUID run, int step) {}

    /** @param format of the file that the attempts came in */
    public record Imported(String format) {}

    /** The conditions of one that is made here. */
    public Setting conditions() {
        return Objects.requireNonNull(setting, "an imported evaluation is not made here");
    }

    EvaluationSpec named(String other) {
        return new EvaluationSpec(other, subject, questions, setting, grading, budget, concurrency, origin, imported);
    }

    EvaluationSpec withSamples(int samples) {
        return new EvaluationSpec(
                name, subject, questions.withSamples(samples), setting, grading, budget, concurrency, origin, imported);
    }

    EvaluationSpec withBudget(Budget other) {
        return new EvaluationSpec(name, subject, questions, setting, grading, other, concurrency, origin, imported);
    }
}
