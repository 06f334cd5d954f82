package io.reagent.core.trajectory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Agent Trajectory Interchange Format, v1.0 and every later v1.x: later versions only add optional fields. Metrics,
 * token ids and timing are not read; steps copied from an earlier trajectory ({@code is_copied_context}) are read, as
 * the agent had them before it.
 */
final class AtifReader {
    static final Pattern VERSION = Pattern.compile("ATIF-v1\\.\\d+");

    private AtifReader() {}

    static Transcript read(JsonAt document, boolean asked) {
        JsonAt version = document.object().require("schema_version", "An ATIF document says, for example, ATIF-v1.7.");
        if (!VERSION.matcher(version.text()).matches()) {
            throw version.error("is \"" + version.text() + "\", which is not an ATIF 1.x version", "Send ATIF-v1.x.");
        }
        Transcript transcript = new Transcript(asked);
        JsonAt continued = document.get("continued_trajectory_ref");
        if (continued != null) {
            transcript.unseen(continued, "the trajectory that follows this one");
        }
        List<JsonAt> steps =
                document.require("steps", "An ATIF document holds its steps.").items();
        for (int i = 0; i < steps.size(); i++) {
            readStep(steps.get(i).object(), i + 1, transcript);
            transcript.endTurn();
        }
        return transcript;
    }

    private static void readStep(JsonAt step, int expectedId, Transcript transcript) {
        JsonAt id = step.require("step_id", "Number the steps from 1.");
        if (!id.json().isIntegralNumber()
                || !id.json().canConvertToLong()
                || id.json().longValue() != expectedId) {
            throw id.error("is " + id.json() + " where " + expectedId + " was expected", "Number the steps from 1.");
        }
        JsonAt source = step.require("source", "Use system, user or agent.");
        String message = ContentParts.text(step.get("message"), transcript);
        switch (source.text()) {
            case "user" -> transcript.user(message);
            case "system" -> transcript.system(message);
            case "agent" -> {
                JsonAt reasoning = step.get("reasoning_content");
                if (reasoning != null) {
                    transcript.think(reasoning.text());
                }
                TaggedText.readSpoken(message, transcript);
            }
            default -> throw source.error("is \"" + source.text() + "\"", "Use system, user or agent.");
        }
        readActions(step, source.text().equals("agent"), transcript);
    }

    private static void readActions(JsonAt step, boolean agent, Transcript transcript) {
        Set<String> ids = new HashSet<>();
        JsonAt calls = step.get("tool_calls");
        if (calls != null) {
            if (!agent && !calls.items().isEmpty()) {
                throw calls.error("stand in a step that is not the agent's", "Only agent steps call tools.");
            }
            for (JsonAt call : calls.items()) {
                ids.add(readCall(call.object(), ids, transcript));
            }
        }
        JsonAt observation = step.get("observation");
        if (observation != null) {
            readObservation(observation.object(), ids, agent, transcript);
        }
    }

    private static String readCall(JsonAt call, Set<String> ids, Transcript transcript) {
        JsonAt id = call.require("tool_call_id", "Give every call an id.");
        if (ids.contains(id.text())) {
            throw id.error("is \"" + id.text() + "\" twice in one step", "Give every call of a step its own id.");
        }
        JsonAt arguments = call.get("arguments");
        transcript.call(
                id.text(),
                call.require("function_name", "Name the tool that was called.").text(),
                arguments == null ? "{}" : arguments.textOrJson());
        return id.text();
    }

    // Several results may answer one call; together they are what it returned.
    private static void readObservation(JsonAt observation, Set<String> ids, boolean agent, Transcript transcript) {
        Map<String, String> answered = new LinkedHashMap<>();
        List<String> unasked = new ArrayList<>();
        for (JsonAt result : observation
                .require("results", "An observation holds its results.")
                .items()) {
            JsonAt callId = result.object().get("source_call_id");
            if (callId == null) {
                unasked.add(resultText(result, transcript));
            } else if (ids.contains(callId.text())) {
                answered.merge(callId.text(), resultText(result, transcript), (first, next) -> first + "\n" + next);
            } else {
                throw callId.error(
                        "refers to tool call \"" + callId.text() + "\", which this step does not make",
                        "Use the tool_call_id of a call of the same step.");
            }
        }
        answered.forEach((id, text) -> transcript.result(id, text, observation));
        unasked.forEach(text -> transcript.observe(agent ? Transcript.ENVIRONMENT : Transcript.SYSTEM, text));
    }

    private static String resultText(JsonAt result, Transcript transcript) {
        String text = ContentParts.text(result.get("content"), transcript);
        JsonAt subagents = result.get("subagent_trajectory_ref");
        if (subagents == null) {
            return text;
        }
        transcript.unseen(subagents, "the subagent's own trajectory");
        String note = "[delegated to a subagent]";
        return text.isEmpty() ? note : text + "\n" + note;
    }
}
