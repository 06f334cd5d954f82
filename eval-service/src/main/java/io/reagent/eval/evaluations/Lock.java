package io.reagent.eval.evaluations;

import io.reagent.eval.benchmarks.Item;
import io.reagent.eval.grading.Grading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What must be the same for two evaluations to measure the same; the policy, its strategy and how often it tries are what
 * one compares.
 *
 * @param checksum of the benchmark's file
 * @param questions SHA-256, hex, over the hashes of the questions asked, in the order of their file
 * @param prompt SHA-256, hex, of the text before the question
 * @param grading who graded at first
 * @param platform its version
 * @param weights what computes the policy, of a checkpoint: each attempt is held against it; null of other policies, and
 *     where policy-api was away
 * @param imported the format of the file in which the attempts came, of an evaluation that was made elsewhere: prompt,
 *     tools, sampling and limits are not known then
 */
public record Lock(
        String benchmark,
        String checksum,
        String questions,
        @Nullable String prompt,
        List<String> tools,
        @Nullable String dialect,
        @Nullable Sampling sampling,
        @Nullable Limits limits,
        Grading grading,
        String platform,
        @Nullable String weights,
        @Nullable String imported) {
    public Lock {
        tools = List.copyOf(tools);
    }

    /** Of an evaluation that was made elsewhere. */
    public static Lock imported(EvaluationSpec spec, String checksum, List<Item> items, String platform) {
        return new Lock(
                spec.questions().benchmark(),
                checksum,
                Selection.checksum(items),
                null,
                List.of(),
                null,
                null,
                null,
                spec.grading(),
                platform,
                null,
                spec.imported() == null ? null : spec.imported().format());
    }

    /** The same for a policy that these weights compute. */
    Lock of(String computing) {
        return new Lock(
                benchmark, checksum, questions, prompt, tools, dialect, sampling, limits, grading, platform, computing,
                imported);
    }

    /** How turns are sampled. */
    public record Sampling(
            double temperature, double topP, @Nullable Integer maxTokens) {}

    /** What an attempt may take. */
    public record Limits(
            int turns,
            @Nullable Integer calls,
            @Nullable Integer contextTokens,
            @Nullable Duration wall) {}

    /** A point in which two locks differ. */
    public record Difference(
            String field, @Nullable Object a, @Nullable Object b) {}

    /** In what two evaluations differ beside what is compared; none when they measure the same. */
    public List<Difference> differences(Lock other) {
        List<Difference> differences = new ArrayList<>();
        Map<String, @Nullable Object> ours = fields();
        Map<String, @Nullable Object> theirs = other.fields();
        ours.forEach((field, value) -> {
            if (!Objects.equals(value, theirs.get(field))) {
                differences.add(new Difference(field, value, theirs.get(field)));
            }
        });
        return differences;
    }

    private Map<String, @Nullable Object> fields() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("benchmark", benchmark);
        fields.put("checksum", checksum);
        fields.put("questions", questions);
        fields.put("prompt", prompt);
        fields.put("tools", tools);
        fields.put("dialect", dialect);
        fields.put("sampling", sampling);
        fields.put("limits", limits);
        fields.put("grading", grading);
        fields.put("platform", platform);
        fields.put("imported", imported);
        return fields;
    }
}
