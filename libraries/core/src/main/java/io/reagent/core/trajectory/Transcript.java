package io.reagent.core.trajectory;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects what happened in a conversation, in order, and folds it into a trajectory.
 *
 * <p>The first user text is the question. What comes from outside later without having been called for (another user
 * turn, a system notice, an observation of an action that was no tool call) is kept as a call of {@link #USER},
 * {@link #SYSTEM} or {@link #ENVIRONMENT} with empty arguments, whose result is that text: the judge sees it where it
 * happened, and no text is lost.
 */
final class Transcript {
    static final String USER = "user";
    static final String SYSTEM = "system";
    static final String ENVIRONMENT = "environment";

    private final List<String> question = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private final OpenCalls openCalls = new OpenCalls();
    private final List<String> unseen = new ArrayList<>();
    private final boolean asked;
    private @Nullable Turn open;
    private int message;

    /** @param asked whether the caller knows the question, so that it need not be looked for once the agent acts */
    Transcript(boolean asked) {
        this.asked = asked;
    }

    /** A user turn: part of the question until the agent first acts, an observation afterwards. */
    void user(String text) {
        if (text.isBlank()) {
            return;
        }
        if (turns.isEmpty() || (question.isEmpty() && !asked)) {
            question.add(text);
        } else {
            observe(USER, text);
        }
    }

    /** A system message: instructions to the agent before it acts are no part of the trajectory. */
    void system(String text) {
        if (!turns.isEmpty() && !text.isBlank()) {
            observe(SYSTEM, text);
        }
    }

    /** Something the agent was shown without calling a tool for it. */
    void observe(String source, String text) {
        Turn last = turns.isEmpty() ? null : turns.getLast();
        if (last == null || !last.calls.isEmpty()) {
            last = new Turn();
            turns.add(last);
        }
        last.calls.add(new PendingCall(message, null, source, "", text));
        endTurn();
    }

    void think(String text) {
        if (!text.isBlank()) {
            speaking().thoughts.add(text.strip());
        }
    }

    void say(String text) {
        if (!text.isBlank()) {
            speaking().said.add(text);
        }
    }

    void call(@Nullable String id, String name, String arguments) {
        PendingCall call = new PendingCall(message, id == null || id.isEmpty() ? null : id, name, arguments, null);
        acting().calls.add(call);
        openCalls.add(call);
    }

    /** Ends the agent's current message: what it says next belongs to another step. */
    void endTurn() {
        open = null;
        message++;
    }

    /** Attaches a result to the next call of that id, or, where ids are not used, to the next one. */
    void result(@Nullable String id, String text, JsonAt at) {
        PendingCall call = id == null || id.isEmpty() || !openCalls.useIds() ? openCalls.next() : openCalls.next(id);
        if (call == null) {
            throw id == null || id.isEmpty()
                    ? at.error("is a tool result, but no tool call waits for one", "Send the call before its result.")
                    : at.error(
                            "refers to tool call \"" + id + "\", which does not exist before it or has its result",
                            "Give each result the id of an earlier call of the agent, once.");
        }
        call.result = text;
        endTurn();
    }

    /** Attaches a result to the next call without one; false when there is none. */
    boolean resultInOrder(String text) {
        PendingCall call = openCalls.next();
        if (call == null) {
            return false;
        }
        call.result = text;
        endTurn();
        return true;
    }

    boolean hasActed() {
        return !turns.isEmpty();
    }

    /** Something stands there that a judge of text cannot see. */
    void unseen(JsonAt at, String kind) {
        unseen.add(at.path() + ": " + kind);
    }

    /** Where something stands that a judge cannot see, and its kind. */
    List<String> unseen() {
        return unseen;
    }

    /** The question as the conversation has it, or null. */
    @Nullable String question() {
        return question.isEmpty() ? null : String.join("\n\n", question);
    }

    Trajectory finish(String asked) {
        List<Step> steps = new ArrayList<>();
        String answer = null;
        for (int i = 0; i < turns.size(); i++) {
            Turn turn = turns.get(i);
            if (i == turns.size() - 1 && turn.calls.isEmpty() && !turn.said.isEmpty()) {
                answer = String.join("\n\n", turn.said);
                turn.said.clear();
            }
            if (!turn.isEmpty()) {
                steps.add(turn.toStep());
            }
        }
        return new Trajectory(asked, steps, answer);
    }

    private Turn speaking() {
        if (open == null || !open.calls.isEmpty()) {
            open = new Turn();
            turns.add(open);
        }
        return open;
    }

    private Turn acting() {
        if (open == null) {
            open = new Turn();
            turns.add(open);
        }
        return open;
    }

    private static final class Turn {
        final List<String> thoughts = new ArrayList<>();
        final List<String> said = new ArrayList<>();
        final List<PendingCall> calls = new ArrayList<>();

        boolean isEmpty() {
            return thoughts.isEmpty() && said.isEmpty() && calls.isEmpty();
        }

        Step toStep() {
            List<String> words = new ArrayList<>(thoughts);
            words.addAll(said);
            return new Step(
                    words.isEmpty() ? null : String.join("\n\n", words),
                    calls.stream().map(PendingCall::toCall).toList());
        }
    }
}
