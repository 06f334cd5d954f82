package io.reagent.policy.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * What a client that joins chunks ends up with; calls without their random ids, logprobs by the tokens they are of: the
 * numbers differ in their last digits with what is computed beside them.
 */
record StreamedChat(
        String content,
        String reasoning,
        List<String> calls,
        List<JsonNode> scored,
        List<JsonNode> ids,
        String reason) {

    static Map<Integer, StreamedChat> joined(List<JsonNode> chunks) {
        Map<Integer, List<JsonNode>> choices = new TreeMap<>();
        chunks.forEach(chunk -> chunk.path("choices")
                .forEach(choice -> choices.computeIfAbsent(choice.path("index").asInt(), unused -> new ArrayList<>())
                        .add(choice)));
        Map<Integer, StreamedChat> joined = new TreeMap<>();
        choices.forEach((index, parts) -> joined.put(index, join(parts)));
        return joined;
    }

    private static StreamedChat join(List<JsonNode> parts) {
        StringBuilder content = new StringBuilder();
        StringBuilder reasoning = new StringBuilder();
        List<StringBuilder> calls = new ArrayList<>();
        List<JsonNode> scored = new ArrayList<>();
        List<JsonNode> ids = new ArrayList<>();
        for (JsonNode part : parts) {
            JsonNode delta = part.path("delta");
            content.append(delta.path("content").asString(""));
            reasoning.append(delta.path("reasoning_content").asString(""));
            for (JsonNode call : delta.path("tool_calls")) {
                if (call.path("index").asInt() == calls.size()) {
                    calls.add(
                            new StringBuilder(call.path("function").path("name").asString() + " "));
                }
                calls.get(call.path("index").asInt())
                        .append(call.path("function").path("arguments").asString());
            }
            part.path("logprobs").path("content").forEach(token -> scored.add(token.path("token")));
            part.path("token_ids").forEach(ids::add);
        }
        return new StreamedChat(
                content.toString(),
                reasoning.toString(),
                calls.stream().map(StringBuilder::toString).toList(),
                scored,
                ids,
                parts.getLast().path("finish_reason").asString());
    }

    static Map<Integer, StreamedChat> plain(JsonNode answer) {
        Map<Integer, StreamedChat> plain = new TreeMap<>();
        for (JsonNode choice : answer.path("choices")) {
            JsonNode message = choice.path("message");
            plain.put(
                    choice.path("index").asInt(),
                    new StreamedChat(
                            message.path("content").asString(""),
                            message.path("reasoning_content").asString(""),
                            message.path("tool_calls")
                                    .valueStream()
                                    .map(call ->
                                            call.path("function").path("name").asString() + " "
                                                    + call.path("function")
                                                            .path("arguments")
                                                            .asString())
                                    .toList(),
                            choice.path("logprobs")
                                    .path("content")
                                    .valueStream()
                                    .map(token -> token.path("token"))
                                    .toList(),
                            choice.path("token_ids").valueStream().toList(),
                            choice.path("finish_reason").asString()));
        }
        return plain;
    }
}
