package io.reagent.eval.imports;

import io.reagent.core.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A log of Inspect AI in its JSON form, one sample in memory at a time. */
final class InspectFile implements ForeignFile {
    /** Python writes numbers that JSON does not have. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private static final String LOG =
            "Send a log in Inspect's JSON form: inspect log convert --to json --output-dir DIR FILE.";

    /** Members of a sample that tell again, at length, what its messages say. */
    private static final Set<String> UNREAD = Set.of("events", "store");

    private final SampleStream in;
    private final JsonParser parser;
    private @Nullable String model;
    private @Nullable String scorer;
    private boolean samples;
    private boolean inSamples;
    private boolean over;
    private int number;

    InspectFile(Path file) throws IOException {
        in = new SampleStream(Files.newInputStream(file));
        parser = JSON.createParser(in);
    }

    @Override
    public @Nullable ForeignAttempt next() {
        try {
            while (!over) {
                ForeignAttempt attempt = inSamples ? sample() : advance();
                if (attempt != null) {
                    return attempt;
                }
            }
            return null;
        } catch (JacksonException notJson) {
            throw Foreign.invalid(
                    inSamples ? "samples[" + number + "]" : "body",
                    "is not JSON: " + notJson.getOriginalMessage() + " (line "
                            + notJson.getLocation().getLineNr() + ")",
                    LOG);
        }
    }

    /** To the next member of the log, or to its end. */
    private @Nullable ForeignAttempt advance() {
        JsonToken token = parser.nextToken();
        if (token == null || token == JsonToken.END_OBJECT) {
            over = true;
            if (!samples) {
                throw Foreign.invalid("samples", "is missing", "Send the whole log, not its header. " + LOG);
            }
            return null;
        }
        if (token == JsonToken.START_OBJECT) {
            return null;
        }
        if (token != JsonToken.PROPERTY_NAME) {
            throw Foreign.invalid("body", "is no JSON object", LOG);
        }
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (name.equals("samples") && value == JsonToken.START_ARRAY) {
            samples = true;
            inSamples = true;
        } else if (name.equals("eval")) {
            JsonNode eval = parser.<JsonNode>readValueAsTree();
            model = Foreign.text(eval.path("model"));
        } else {
            parser.skipChildren();
        }
        return null;
    }

    private @Nullable ForeignAttempt sample() {
        if (parser.nextToken() == JsonToken.END_ARRAY) {
            inSamples = false;
            return null;
        }
        in.bound("samples[" + number + "]");
        JsonNode sample =
                parser.currentToken() == JsonToken.START_OBJECT ? members() : parser.<JsonNode>readValueAsTree();
        in.free();
        return attempt("samples[" + number++ + "]", sample);
    }

    private ObjectNode members() {
        ObjectNode sample = JsonNodeFactory.instance.objectNode();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (UNREAD.contains(name)) {
                in.pause();
                parser.skipChildren();
                in.goOn();
            } else {
                sample.set(name, parser.<JsonNode>readValueAsTree());
            }
        }
        return sample;
    }

    private ForeignAttempt attempt(String place, JsonNode raw) {
        JsonNode attachments = raw.path("attachments");
        String question = InspectTexts.question(place, InspectTexts.resolved(raw.path("input"), attachments));
        JsonNode messages = InspectTexts.resolved(raw.path("messages"), attachments);
        InspectTexts.bound(place, messages);
        JsonNode said = InspectTexts.resolved(raw.path("output"), attachments)
                .path("choices")
                .path(0)
                .path("message");
        String error = Foreign.text(raw.path("error").path("message"));
        String completion = said.isMissingNode() ? null : InspectTexts.said(place, said.path("content"));
        Trajectory trajectory = error == null ? Foreign.trajectory(place, messages, question, completion) : null;
        InspectScore score = InspectScore.of(raw.path("scores"), scorer);
        scorer = score.scorer() == null ? scorer : score.scorer();
        return new ForeignAttempt(
                place,
                Foreign.text(raw.path("id")),
                question,
                raw.path("epoch").isIntegralNumber()
                        ? (Integer) raw.path("epoch").intValue()
                        : null,
                trajectory,
                error,
                limit(raw.path("limit").path("type").stringValue("")),
                Foreign.turns(messages),
                used(raw),
                score.value(),
                score.answer());
    }

    private static ForeignAttempt.Used used(JsonNode sample) {
        Long prompt = null;
        Long completion = null;
        for (JsonNode usage : sample.path("model_usage")) {
            prompt = (prompt == null ? 0 : prompt) + usage.path("input_tokens").asLong(0);
            completion = (completion == null ? 0 : completion)
                    + usage.path("output_tokens").asLong(0);
        }
        JsonNode seconds = sample.path("total_time");
        return new ForeignAttempt.Used(
                prompt, completion, seconds.isNumber() ? (Long) Math.round(seconds.doubleValue() * 1000) : null);
    }

    private static @Nullable String limit(String type) {
        return switch (type) {
            case "message", "turn" -> "TURNS";
            case "token", "context" -> "CONTEXT";
            case "time", "working" -> "TIME";
            default -> null;
        };
    }

    @Override
    public @Nullable String model() {
        return model;
    }

    @Override
    public @Nullable String scorer() {
        return scorer;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
