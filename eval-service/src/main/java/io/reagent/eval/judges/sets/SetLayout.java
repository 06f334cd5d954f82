package io.reagent.eval.judges.sets;

import io.reagent.kit.json.FieldReader;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How a file of labelled attempts is laid out, told by a line's shape. */
enum SetLayout {
    /** A label as {@code POST /v1/labels} takes it. */
    LABELS("annotator") {
        @Override
        boolean describes(JsonNode line) {
            return super.describes(line) && (line.has("trajectory") || line.has("text"));
        }

        @Override
        List<Taken> read(FieldReader line, int number) {
            return OwnLines.label(line);
        }
    },
    /** AgentProcessBench (arXiv 2603.14465): chat messages, a label for each message of the agent, one for the whole. */
    AGENT_PROCESS_BENCH("messages", "step_labels") {
        @Override
        List<Taken> read(FieldReader line, int number) {
            return AgentProcessLines.read(line, number);
        }
    },
    /** AgentRewardBench (arXiv 2504.08942): a web agent's run with its experts' annotations beside it. */
    AGENT_REWARD_BENCH("goal", "steps") {
        @Override
        List<Taken> read(FieldReader line, int number) {
            return AgentRewardLines.read(line, number);
        }
    },
    /** RewardBench (arXiv 2403.13787) and RewardBench 2 (2506.01937): a prompt, better answers and worse ones. */
    REWARD_BENCH("prompt", "chosen", "rejected") {
        @Override
        List<Taken> read(FieldReader line, int number) {
            return RewardBenchLines.read(line, number);
        }
    },
    /** {@code {id, source, question, messages | text | trajectory, label, score, meta, split, …}}. */
    LABELLED_TRAJECTORIES {
        @Override
        boolean describes(JsonNode line) {
            return line.has("messages") || line.has("text") || line.has("trajectory");
        }

        @Override
        List<Taken> read(FieldReader line, int number) {
            return OwnLines.labelled(line, number);
        }
    };

    private final List<String> marks;

    /** @param marks fields that together tell it */
    SetLayout(String... marks) {
        this.marks = List.of(marks);
    }

    /** Whether a line looks so; the first that says yes is taken. */
    boolean describes(JsonNode line) {
        return lacking(line) == null;
    }

    /** The first of the fields that tell it which a line does not have, or null. */
    @Nullable String lacking(JsonNode line) {
        return marks.stream().filter(mark -> !line.has(mark)).findFirst().orElse(null);
    }

    /**
     * The attempts of a line.
     *
     * @param number of the line, from 1
     * @throws io.reagent.kit.problem.ProblemException that names the field at fault, without the line
     */
    abstract List<Taken> read(FieldReader line, int number);

    /** As people write it. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What became of an attempt. */
    sealed interface Taken {
        /** @param split that it belongs to, or empty */
        record Case(LabelledAttempt labelled, String split) implements Taken {}

        /** @param reason in few words */
        record LeftOut(String reason) implements Taken {}
    }
}
