package io.reagent.kit.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.Problems;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Bytes of a request to a JSON object, or a problem that says where they are not one. */
public final class JsonBody {
    /** NaN is not JSON, but clients write it: read here so that the field that holds it can be named. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final Pattern ESCAPED_HALF = Pattern.compile("\\\\u[dD][89a-fA-F]");
    private static final Pattern HALF = Pattern.compile("\\p{Cs}");

    private JsonBody() {}

    /**
     * @throws io.reagent.kit.problem.ProblemException 400 when the bytes are not UTF-8, not JSON, or not an object
     */
    public static FieldReader read(byte[] bytes) {
        JsonNode sent;
        JsonNode json;
        try {
            String text = text(bytes);
            sent = JSON.readTree(text);
            json = ESCAPED_HALF.matcher(text).find() ? wellFormed(sent) : sent;
        } catch (JacksonException malformed) {
            throw Problems.malformed(malformed).asException();
        }
        if (!json.isObject()) {
            throw Problem.of(HttpStatus.BAD_REQUEST, "malformed-json", "The body is not a JSON object")
                    .remedy("Send one JSON object, such as {\"trajectory\": …}.")
                    .asException();
        }
        return new FieldReader(json, sent, "");
    }

    private static String text(byte[] bytes) {
        CharsetDecoder decoder = UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            throw Problem.of(
                            HttpStatus.BAD_REQUEST,
                            "invalid-utf-8",
                            "The body is not valid UTF-8 at byte " + in.position())
                    .remedy("Encode the body in UTF-8.")
                    .asException();
        }
        String text = out.flip().toString();
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    /** Half a surrogate pair can be escaped in JSON and never be sent on: it becomes U+FFFD, as in a broken encoding. */
    private static JsonNode wellFormed(JsonNode node) {
        return switch (node) {
            case StringNode string -> StringNode.valueOf(wellFormed(string.stringValue()));
            case ArrayNode array -> {
                ArrayNode copy = JsonNodeFactory.instance.arrayNode(array.size());
                array.forEach(element -> copy.add(wellFormed(element)));
                yield copy;
            }
            case ObjectNode object -> {
                ObjectNode copy = JsonNodeFactory.instance.objectNode();
                object.forEachEntry((name, value) -> copy.set(wellFormed(name), wellFormed(value)));
                yield copy;
            }
            default -> node;
        };
    }

    private static String wellFormed(String text) {
        return HALF.matcher(text).replaceAll("\uFFFD");
    }
}
