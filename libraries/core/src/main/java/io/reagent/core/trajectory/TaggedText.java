package io.reagent.core.trajectory;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the tags that agents write in plain text: {@code <think>}, and the Qwen/Hermes convention of
 * {@code <tool_call>{json}</tool_call>} answered by {@code <tool_response>}. A block left open runs to the end of the
 * text; nothing here fails.
 */
final class TaggedText {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern THINK = Pattern.compile("<think>(.*?)(?:</think>|\\z)", Pattern.DOTALL);
    private static final Pattern BLOCK =
            Pattern.compile("<(think|tool_call|tool_response)>(.*?)(?:</\\1>|\\z)", Pattern.DOTALL);
    private static final Pattern RESPONSE =
            Pattern.compile("<tool_response>(.*?)(?:</tool_response>|\\z)", Pattern.DOTALL);
    private static final String THINK_END = "</think>";

    private TaggedText() {}

    /** What the agent wrote beside structured calls: only its thinking is marked off. */
    static void readSpoken(String text, Transcript into) {
        String rest = readLeadingThought(text, into);
        Matcher block = THINK.matcher(rest);
        int from = 0;
        while (block.find()) {
            into.say(rest.substring(from, block.start()).strip());
            into.think(block.group(1));
            from = block.end();
        }
        into.say(rest.substring(from).strip());
    }

    /**
     * What the agent wrote where calls are in the text too.
     *
     * @param withResponses whether {@code <tool_response>} blocks are results (a whole rollout in one text) or, as in a
     *     conversation whose results arrive in messages of their own, words the agent made up
     */
    static void readAgent(String text, boolean withResponses, Transcript into) {
        String rest = readLeadingThought(text, into);
        Matcher block = BLOCK.matcher(rest);
        int from = 0;
        int searchFrom = 0;
        while (block.find(searchFrom)) {
            searchFrom = block.end();
            if (block.group(1).equals("tool_response") && !withResponses) {
                continue;
            }
            into.say(rest.substring(from, block.start()).strip());
            from = block.end();
            switch (block.group(1)) {
                case "think" -> into.think(block.group(2));
                case "tool_call" -> readCall(block.group(2).strip(), into);
                default -> readResponse(block.group(2).strip(), into);
            }
        }
        into.say(rest.substring(from).strip());
    }

    /** A user message: tool responses in it are results, everything else is the user's. */
    static void readUser(String text, Transcript into) {
        if (!into.hasActed() || !text.contains("<tool_response>")) {
            into.user(text);
            return;
        }
        Matcher response = RESPONSE.matcher(text);
        StringBuilder own = new StringBuilder();
        int from = 0;
        while (response.find()) {
            own.append(text, from, response.start());
            readResponse(response.group(1).strip(), into);
            from = response.end();
        }
        into.user(own.append(text, from, text.length()).toString().strip());
    }

    /** A tool message's content without the tags some templates leave around it. */
    static String unwrapResponse(String text) {
        Matcher response = RESPONSE.matcher(text.strip());
        return response.matches() && !response.group(1).contains("<tool_response>")
                ? response.group(1).strip()
                : text;
    }

    // Many chat templates put the opening tag into the prompt, so generated text starts inside the block.
    private static String readLeadingThought(String text, Transcript into) {
        int end = text.indexOf(THINK_END);
        int start = text.indexOf("<think>");
        if (end < 0 || (start >= 0 && start < end)) {
            return text;
        }
        into.think(text.substring(0, end));
        return text.substring(end + THINK_END.length());
    }

    private static void readResponse(String text, Transcript into) {
        if (!into.resultInOrder(text)) {
            into.observe(Transcript.ENVIRONMENT, text);
        }
    }

    private static void readCall(String body, Transcript into) {
        try {
            JsonNode call = JSON.readTree(body);
            if (call.path("name").isString()) {
                JsonNode arguments = call.path("arguments");
                into.call(
                        null,
                        call.path("name").stringValue(),
                        arguments.isMissingNode() ? "{}" : new JsonAt(arguments, "").textOrJson());
                return;
            }
        } catch (JacksonException malformed) {
            // the judge should see the call as the agent wrote it: fall through
        }
        into.call(null, ToolCall.MALFORMED, body);
    }
}
