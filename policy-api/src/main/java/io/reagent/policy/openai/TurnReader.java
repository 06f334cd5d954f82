package io.reagent.policy.openai;

import io.reagent.core.agent.ToolRequest;
import io.reagent.dialogue.CallConvention;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a turn apart while it is written: thoughts in {@code <think>}, what is said, and calls. A thought begins a turn or
 * follows a block; elsewhere its tag is text. Pieces may be cut anywhere: the deltas of all pieces, joined, are the same
 * however they are cut. White space beside a block is dropped, and an empty line put where a thought or words go on after
 * one; all other text is passed on as it is, a call that cannot be read included.
 */
final class TurnReader {
    static final String THINK = "<think>";
    static final String THOUGHT = "</think>";

    private enum State {
        THINKING,
        SAYING,
        CALLING
    }

    /**
     * Where the text stands between blocks.
     *
     * @param space white space that is passed on only if something other than a block follows
     * @param said whether something was said since the turn or the last block began
     * @param afterBlock whether a block came before, after which text begins without white space
     */
    private record Place(String space, boolean said, boolean afterBlock) {}

    private final @Nullable CallConvention calls;
    private final StringBuilder pending = new StringBuilder();
    private final StringBuilder line = new StringBuilder();
    private final List<Delta> out = new ArrayList<>();
    private State state;
    private Place place;
    private Place beforeBlock;
    /** Up to here a call's end was looked for in vain. */
    private int searched;

    private boolean cut;
    private boolean thought;
    private boolean spoken;

    /**
     * @param thinking whether the prompt ended within a thought
     * @param calls how calls are written; null to leave them in the text
     * @param begun what of the turn stands in the prompt, which what is read goes on with
     */
    TurnReader(boolean thinking, @Nullable CallConvention calls, String begun) {
        this.calls = calls;
        state = thinking ? State.THINKING : State.SAYING;
        int afterThought = begun.indexOf(THOUGHT) < 0 ? 0 : begun.lastIndexOf(THOUGHT) + THOUGHT.length();
        String saidBefore = begun.substring(afterThought);
        boolean said = !saidBefore.isBlank();
        line.append(saidBefore, saidBefore.lastIndexOf('\n') + 1, saidBefore.length());
        place = new Place("", said, !said && (thinking || afterThought > 0));
        beforeBlock = place;
    }

    /** Of a turn that begins with what is read. */
    TurnReader(boolean thinking, @Nullable CallConvention calls) {
        this(thinking, calls, "");
    }

    List<Delta> feed(String text) {
        pending.append(text);
        return read(false);
    }

    /**
     * What was held back, when no more text comes.
     *
     * @param cut whether the text was to go on: a call at its end is one only if its arguments are complete
     */
    List<Delta> end(boolean cut) {
        this.cut = cut;
        List<Delta> last = new ArrayList<>(read(true));
        if (state == State.SAYING && !place.space.isEmpty() && (place.said || !place.afterBlock)) {
            last.add(new Delta.Content(place.space));
        }
        return last;
    }

    private List<Delta> read(boolean last) {
        out.clear();
        boolean goesOn = true;
        while (goesOn) {
            goesOn = switch (state) {
                case THINKING -> think(last);
                case SAYING -> say(last);
                case CALLING -> call(last);
            };
        }
        return List.copyOf(out);
    }

    private boolean think(boolean last) {
        int end = pending.indexOf(THOUGHT);
        pass(take(end >= 0 ? end : settled(THOUGHT, last)), true);
        if (end < 0) {
            return false;
        }
        take(THOUGHT.length());
        begin(State.SAYING);
        return true;
    }

    private boolean say(boolean last) {
        int think = place.said ? -1 : pending.indexOf(THINK);
        int call = calls == null ? -1 : pending.indexOf(calls.open());
        if (think < 0 && call < 0) {
            int plain = place.said ? pending.length() : settled(THINK, last);
            pass(take(calls == null ? plain : Math.min(plain, settled(calls.open(), last))), false);
            return false;
        }
        boolean isCall = call >= 0 && (think < 0 || call < think);
        pass(take(isCall ? call : think), false);
        String open = take(isCall && calls != null ? calls.open().length() : THINK.length());
        boolean begins = isCall && calls != null ? calls.beginsAfter(line.toString(), place.said) : !place.said;
        if (begins) {
            begin(isCall ? State.CALLING : State.THINKING);
        } else {
            pass(open, false);
        }
        return true;
    }

    private boolean call(boolean last) {
        CallConvention convention = calls;
        if (convention == null) {
            throw new IllegalStateException("a call began without a convention");
        }
        String close = convention.close();
        int end = close.isEmpty() ? -1 : pending.indexOf(close, Math.max(0, searched - close.length()));
        searched = pending.length();
        if (end < 0 && !last) {
            return false;
        }
        String body = take(end < 0 ? pending.length() : end);
        String closed = end < 0 ? "" : take(close.length());
        List<ToolRequest> read = convention.read(body, end < 0 && cut);
        if (read.isEmpty()) {
            state = State.SAYING;
            place = beforeBlock;
            pass(convention.open() + body + closed, false);
        } else {
            read.forEach(
                    call -> out.add(new Delta.Call(call.name(), call.arguments().isBlank() ? "{}" : call.arguments())));
            begin(State.SAYING);
        }
        return end >= 0;
    }

    private void begin(State next) {
        beforeBlock = place;
        state = next;
        place = new Place("", false, true);
        line.setLength(0);
        searched = 0;
    }

    /** How much of what is pending cannot be the beginning of a mark. */
    private int settled(String mark, boolean last) {
        int at = last ? pending.length() : Math.max(0, pending.length() - mark.length() + 1);
        while (at < pending.length() && !mark.startsWith(pending.substring(at))) {
            at++;
        }
        return at;
    }

    private String take(int length) {
        String taken = pending.substring(0, length);
        pending.delete(0, length);
        return taken;
    }

    /** Passes text on, without white space at the beginning of a block, and with that at its end held back. */
    private void pass(String text, boolean reasoning) {
        if (text.isEmpty()) {
            return;
        }
        line.delete(0, text.indexOf('\n') < 0 ? 0 : line.length());
        line.append(text, text.lastIndexOf('\n') + 1, text.length());
        String all = place.space + text;
        String rest = place.afterBlock && !place.said ? all.stripLeading() : all;
        int end = rest.stripTrailing().length();
        boolean blockMayFollow = reasoning || calls != null || !place.said && end == 0;
        int passed = blockMayFollow ? end : rest.length();
        if (passed > 0) {
            boolean again = place.afterBlock && !place.said && (reasoning ? thought : spoken);
            String part = (again ? "\n\n" : "") + rest.substring(0, passed);
            out.add(reasoning ? new Delta.Reasoning(part) : new Delta.Content(part));
            thought |= reasoning;
            spoken |= !reasoning;
        }
        place = new Place(rest.substring(passed), place.said || end > 0, place.afterBlock);
    }
}
