package io.reagent.core.trajectory;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a trajectory from a model's raw text, as trainers send it: thoughts in {@code <think>}, calls in
 * {@code <tool_call>}, results in {@code <tool_response>}, optionally with ChatML turn markers between turns. Any text
 * is accepted: what carries no structure is a thought where something follows it, and the answer where nothing does.
 */
public final class TrajectoryText {
    /** Stands for the question where a caller has none. */
    public static final String NO_QUESTION = "(no question given)";

    private static final Pattern TURN = Pattern.compile("<\\|im_start\\|>[ \\t]*(\\w+)\\n?");
    private static final Pattern TURN_END = Pattern.compile("<\\|im_end\\|>|<\\|endoftext\\|>");

    private TrajectoryText() {}

    /**
     * @param question what the agent was asked; {@link #NO_QUESTION} is used when it is blank
     * @param text what the model generated, with whatever tools and users answered in between
     * @return a trajectory, without steps and answer when the text is blank
     */
    public static Trajectory parse(String question, String text) {
        Transcript transcript = new Transcript(true);
        String stored = StorableText.of(text);
        Matcher turn = TURN.matcher(stored);
        String role = "assistant";
        int from = 0;
        while (turn.find()) {
            readTurn(role, stored.substring(from, turn.start()), transcript);
            role = turn.group(1);
            from = turn.end();
        }
        readTurn(role, stored.substring(from), transcript);
        return transcript.finish(question.isBlank() ? NO_QUESTION : StorableText.of(question));
    }

    /** The question in a prompt: its first user turn where it has ChatML markers, else all of it. */
    public static String question(String prompt) {
        Matcher turn = TURN.matcher(prompt);
        while (turn.find()) {
            if (turn.group(1).equals("user")) {
                String rest = prompt.substring(turn.end());
                Matcher end = TURN_END.matcher(rest);
                return (end.find() ? rest.substring(0, end.start()) : rest).strip();
            }
        }
        return prompt.strip();
    }

    private static void readTurn(String role, String marked, Transcript transcript) {
        String text = TURN_END.matcher(marked).replaceAll("").strip();
        if (text.isBlank()) {
            return;
        }
        switch (role) {
            case "assistant" -> TaggedText.readAgent(text, true, transcript);
            case "tool" -> {
                if (!transcript.resultInOrder(TaggedText.unwrapResponse(text))) {
                    transcript.observe(Transcript.ENVIRONMENT, text);
                }
            }
            case "system" -> transcript.system(text);
            default -> {
                if (transcript.hasActed()) {
                    TaggedText.readUser(text, transcript);
                }
            }
        }
        transcript.endTurn();
    }
}
