package io.reagent.eval.imports;

import io.reagent.core.trajectory.Trajectory;
import io.reagent.kit.json.LineSplitter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lines as {@code unified_eval} of the code published with the Reagent paper writes them. */
final class ReleaseFile implements ForeignFile {
    private static final int LONGEST = 64 << 20;
    private static final int PIECE = 1 << 16;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final InputStream in;
    private final LineSplitter splitter = new LineSplitter(LONGEST);
    private final Deque<LineSplitter.Line> lines = new ArrayDeque<>();
    private boolean over;

    ReleaseFile(Path file) throws IOException {
        this.in = Files.newInputStream(file);
    }

    @Override
    public @Nullable ForeignAttempt next() {
        LineSplitter.Line line = line();
        return line == null ? null : attempt("line " + line.number(), line.bytes());
    }

    private LineSplitter.@Nullable Line line() {
        while (true) {
            while (!lines.isEmpty()) {
                LineSplitter.Line line = lines.poll();
                if (!line.isBlank()) {
                    return line;
                }
            }
            if (over) {
                return null;
            }
            more();
        }
    }

    private void more() {
        try {
            byte[] piece = in.readNBytes(PIECE);
            over = piece.length == 0;
            lines.addAll(over ? splitter.finish() : splitter.feed(DefaultDataBufferFactory.sharedInstance.wrap(piece)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ForeignAttempt attempt(String place, byte @Nullable [] bytes) {
        JsonNode line = json(place, bytes);
        String question = Foreign.text(line.path("question"));
        if (question == null) {
            question = Foreign.text(line.path("prompt"));
        }
        if (question == null) {
            throw Foreign.invalid(place + ".question", "is missing", "Each line has the question that it answers.");
        }
        JsonNode messages = line.path("messages");
        String error = Foreign.text(line.path("error"));
        Trajectory trajectory = error == null
                ? Foreign.trajectory(place, messages, question, Foreign.text(line.path("prediction")))
                : null;
        return new ForeignAttempt(
                place,
                Foreign.text(line.path("id")),
                question,
                rollout(place, line.path("rollout_idx")),
                trajectory,
                error,
                limit(line.path("termination").stringValue("")),
                Foreign.turns(messages),
                ForeignAttempt.Used.UNKNOWN,
                score(place, line),
                Foreign.text(line.path("auto_judge").path("extracted_answer")));
    }

    private static JsonNode json(String place, byte @Nullable [] bytes) {
        if (bytes == null) {
            throw Foreign.invalid(place, "is longer than " + (LONGEST >> 20) + " MiB", "Shorten its messages.");
        }
        try {
            // strictly: what is not UTF-8 must not become other text
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            JsonNode line = JSON.readTree(text);
            if (line.isObject()) {
                return line;
            }
        } catch (CharacterCodingException notText) {
            throw Foreign.invalid(place, "is not UTF-8", "Save the file as UTF-8.");
        } catch (JacksonException notJson) {
            throw Foreign.invalid(
                    place, "is not JSON: " + notJson.getOriginalMessage(), "Send one JSON object a line, whole.");
        }
        throw Foreign.invalid(place, "is no JSON object", "Send one JSON object a line.");
    }

    private static @Nullable Integer rollout(String place, JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0) {
            throw Foreign.invalid(place + ".rollout_idx", "is not a whole number", "Number rollouts from 1.");
        }
        return value.intValue();
    }

    private static @Nullable String limit(String termination) {
        return switch (termination) {
            case "exceed_llm_calls" -> "TURNS";
            case "token_limit_reached" -> "CONTEXT";
            default -> termination.startsWith("No answer found after") ? "TIME" : null;
        };
    }

    /** As {@code get_score.py} reads it; null where the line was not scored. */
    private static @Nullable Double score(String place, JsonNode line) {
        JsonNode score = line.has("auto_judge") ? line.path("auto_judge").path("score") : line.path("score");
        if (score.isMissingNode() || score.isNull()) {
            return null;
        }
        if (!score.isNumber() || !(score.doubleValue() >= 0 && score.doubleValue() <= 1)) {
            throw Foreign.invalid(place + ".score", "is not from 0 to 1", "Leave scores out to have ours alone.");
        }
        return score.doubleValue();
    }

    @Override
    public String scorer() {
        return "auto_judge";
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
