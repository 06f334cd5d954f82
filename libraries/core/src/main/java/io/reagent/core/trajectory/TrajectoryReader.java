package io.reagent.core.trajectory;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a trajectory from any accepted JSON format. */
public final class TrajectoryReader {
    private static final String ACCEPTED =
            "Send OpenAI or Anthropic chat messages, an ATIF-v1.x document, OpenTelemetry GenAI messages, or"
                    + " {\"question\", \"steps\", \"answer\"}.";

    private TrajectoryReader() {}

    /**
     * What was read.
     *
     * @param unseen where in the document something stands that a judge of text cannot see, such as an image, each with
     *     its kind
     */
    public record Reading(Trajectory trajectory, List<String> unseen) {
        public Reading {
            unseen = List.copyOf(unseen);
        }
    }

    /**
     * What one message says, its parts on lines of their own.
     *
     * @param unseen as of {@link Reading}
     */
    public record Said(String text, List<String> unseen) {
        public Said {
            unseen = List.copyOf(unseen);
        }
    }

    /**
     * Content of one message that can only be text, or show what no judge can see.
     *
     * @param field its path
     * @throws TrajectoryFormatException naming the part at fault
     */
    public static Said said(JsonNode content, String field) {
        Transcript transcript = new Transcript(true);
        JsonAt at = content.isNull() || content.isMissingNode() ? null : new JsonAt(content, field);
        return new Said(ContentParts.text(at, transcript), transcript.unseen());
    }

    /** The trajectory alone; parameters and errors as of {@link #reading}. */
    public static Trajectory read(JsonNode json, @Nullable String question, @Nullable TrajectoryFormat format) {
        return reading(json, question, format).trajectory();
    }

    /**
     * @param json the trajectory
     * @param question what the agent was asked: needed where the format carries none, else it takes its place
     * @param format the format it is in, or null to detect it
     * @throws TrajectoryFormatException naming the field at fault
     */
    public static Reading reading(JsonNode json, @Nullable String question, @Nullable TrajectoryFormat format) {
        JsonAt document = new JsonAt(json, "");
        TrajectoryFormat read = format == null ? detect(json) : checked(format, json);
        boolean asked = question != null && !question.isBlank();
        Reading reading =
                switch (read) {
                    case OPENAI_CHAT ->
                        finish(OpenAiChatReader.read(document, asked), question, "messages", "Send a user message");
                    case ATIF ->
                        finish(AtifReader.read(document, asked), question, "steps", "Send a step of source user");
                    case OTEL_GENAI ->
                        finish(
                                OtelGenAiReader.read(document, asked),
                                question,
                                "gen_ai.input.messages",
                                "Send a user message");
                    case REAGENT -> {
                        String own = ReagentReader.text(document.object(), "question");
                        Trajectory trajectory = new Trajectory(
                                asked(question, own, "question", "Send the question"),
                                ReagentReader.readSteps(document),
                                ReagentReader.text(document, "answer"));
                        yield new Reading(trajectory, List.of());
                    }
                };
        if (reading.trajectory().silent()) {
            throw new TrajectoryFormatException(
                    "", "has neither steps nor an answer", "Send at least one message or step of the agent.");
        }
        return reading;
    }

    /**
     * What {@link TrajectoryWriter} wrote, unchanged: an agent that never said anything has neither steps nor an answer,
     * which is no input for a judge but did happen.
     *
     * @throws TrajectoryFormatException when it was written by something else
     */
    public static Trajectory written(JsonNode json) {
        JsonAt document = new JsonAt(json, "").object();
        return new Trajectory(
                document.require("question", "Give what the writer wrote.").text(),
                ReagentReader.readSteps(document),
                ReagentReader.text(document, "answer"));
    }

    /**
     * The format of a trajectory, by its shape alone.
     *
     * @throws TrajectoryFormatException when it has none of the accepted shapes
     */
    public static TrajectoryFormat detect(JsonNode json) {
        TrajectoryFormat format = json.isArray() ? ofMessages(json) : json.isObject() ? ofObject(json) : null;
        if (format == null) {
            throw new TrajectoryFormatException("", "is in no format known here", ACCEPTED);
        }
        return format;
    }

    private static @Nullable TrajectoryFormat ofMessages(JsonNode messages) {
        JsonNode first = messages.path(0);
        if (first.has("parts")) {
            return TrajectoryFormat.OTEL_GENAI;
        }
        return first.has("role") ? TrajectoryFormat.OPENAI_CHAT : null;
    }

    private static @Nullable TrajectoryFormat ofObject(JsonNode json) {
        if (json.path("schema_version").asString("").startsWith("ATIF")) {
            return TrajectoryFormat.ATIF;
        }
        if (json.has("gen_ai.input.messages")
                || json.has("gen_ai.output.messages")
                || json.has("input_messages")
                || json.has("output_messages")) {
            return TrajectoryFormat.OTEL_GENAI;
        }
        if (json.has("messages")) {
            return json.path("messages").path(0).has("parts")
                    ? TrajectoryFormat.OTEL_GENAI
                    : TrajectoryFormat.OPENAI_CHAT;
        }
        JsonNode step = json.path("steps").path(0);
        if (step.has("step_id") && step.has("source")) {
            return TrajectoryFormat.ATIF;
        }
        return json.has("steps") || (json.has("question") && json.has("answer")) ? TrajectoryFormat.REAGENT : null;
    }

    // A document that plainly is something else is better called that than judged by its missing fields.
    private static TrajectoryFormat checked(TrajectoryFormat claimed, JsonNode json) {
        TrajectoryFormat seen;
        try {
            seen = detect(json);
        } catch (TrajectoryFormatException unknown) {
            return claimed;
        }
        if (seen != claimed) {
            throw new TrajectoryFormatException(
                    "",
                    "is " + seen.wireName() + ", not " + claimed.wireName(),
                    "Name the format it is in, or leave the format out.");
        }
        return claimed;
    }

    private static Reading finish(Transcript transcript, @Nullable String question, String field, String remedy) {
        return new Reading(
                transcript.finish(asked(question, transcript.question(), field, remedy)), transcript.unseen());
    }

    private static String asked(@Nullable String given, @Nullable String own, String field, String remedy) {
        if (given != null && !given.isBlank()) {
            return StorableText.of(given);
        }
        if (own == null || own.isBlank()) {
            throw new TrajectoryFormatException(
                    field, "holds no question", remedy + ", or give the question beside the trajectory.");
        }
        return own;
    }
}
