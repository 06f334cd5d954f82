package io.reagent.core.judgement;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows a judge while it writes. Feed it the generated pieces as they come, cut anywhere; it tells reasoning from
 * critique as soon as a tag decides, and finishes with exactly what {@link JudgementParser#parse} says of the whole.
 * Where blocks are not nested in each other, the
 * deltas of a block add up to that block. Not thread-safe.
 */
public final class JudgementStream {
    private static final List<String> TAGS = List.of(
            JudgementParser.THINK,
            JudgementParser.THINK_END,
            JudgementParser.CRITIQUE,
            JudgementParser.CRITIQUE_END,
            JudgementParser.SCORE,
            JudgementParser.SCORE_END);

    private final StringBuilder all = new StringBuilder();
    private final StringBuilder pending = new StringBuilder();
    private final Emitter reasoning = new Emitter(JudgementDelta.Block.REASONING);
    private final Emitter critique = new Emitter(JudgementDelta.Block.CRITIQUE);
    private State state;
    private int position;
    private boolean reasoned;

    private enum State {
        /** Outside a block, or in a think block whose opening tag stood in the prompt: the next tag tells. */
        UNDECIDED,
        THINKING,
        CRITIQUE,
        DONE
    }

    /** For a prompt that does not open the think block. */
    public JudgementStream() {
        this(false);
    }

    /** @param thinkOpened whether the prompt ends inside a think block, so that reasoning can be shown at once */
    public JudgementStream(boolean thinkOpened) {
        state = thinkOpened ? State.THINKING : State.UNDECIDED;
    }

    /** Takes the next generated text and returns what it newly reveals. */
    public List<JudgementDelta> feed(String piece) {
        all.append(piece);
        List<JudgementDelta> deltas = new ArrayList<>();
        while (position < all.length() && state != State.DONE) {
            int bracket = all.indexOf("<", position);
            int textEnd = bracket < 0 ? all.length() : bracket;
            text(position, textEnd, deltas);
            position = textEnd;
            if (bracket >= 0) {
                String tag = tagAt(bracket);
                if (tag != null) {
                    position += tag.length();
                    tag(tag, deltas);
                } else if (mayBecomeTag(bracket)) {
                    break;
                } else {
                    text(bracket, bracket + 1, deltas);
                    position = bracket + 1;
                }
            }
        }
        return deltas;
    }

    /** The judgement of everything that was fed. */
    public Judgement finish(boolean truncated) {
        return JudgementParser.parse(all.toString(), truncated);
    }

    /** Everything that was fed. */
    public String generated() {
        return all.toString();
    }

    private void text(int from, int to, List<JudgementDelta> deltas) {
        switch (state) {
            case UNDECIDED -> pending.append(all, from, to);
            case THINKING -> reasoning.emit(all.substring(from, to), deltas);
            case CRITIQUE -> critique.emit(all.substring(from, to), deltas);
            case DONE -> {}
        }
    }

    private void tag(String tag, List<JudgementDelta> deltas) {
        switch (tag) {
            case JudgementParser.THINK, JudgementParser.THINK_END -> {
                if (state == State.CRITIQUE) {
                    critique.emit(tag, deltas);
                } else if (state != State.DONE) {
                    // text before the first opening tag is outside; before a closing one it was reasoning
                    if (reasoned || tag.equals(JudgementParser.THINK_END)) {
                        reasoning.emit(pending.toString(), deltas);
                    }
                    pending.setLength(0);
                    reasoned = true;
                    state = tag.equals(JudgementParser.THINK) ? State.THINKING : State.UNDECIDED;
                }
            }
            case JudgementParser.CRITIQUE -> {
                if (state == State.THINKING) {
                    reasoning.emit(tag, deltas);
                } else {
                    state = State.CRITIQUE;
                }
            }
            case JudgementParser.CRITIQUE_END -> {
                if (state == State.THINKING) {
                    reasoning.emit(tag, deltas);
                } else {
                    state = State.DONE;
                }
            }
            default -> {
                switch (state) {
                    case THINKING -> reasoning.emit(tag, deltas);
                    case CRITIQUE -> critique.emit(tag, deltas);
                    case UNDECIDED -> pending.append(tag);
                    case DONE -> {}
                }
            }
        }
    }

    private @Nullable String tagAt(int at) {
        for (String tag : TAGS) {
            if (all.length() - at >= tag.length()
                    && all.subSequence(at, at + tag.length()).equals(tag)) {
                return tag;
            }
        }
        return null;
    }

    private boolean mayBecomeTag(int at) {
        String rest = all.substring(at);
        return TAGS.stream().anyMatch(tag -> tag.startsWith(rest));
    }

    /** Leaves out white space at both ends of a block, as the parser does. */
    private static final class Emitter {
        private final JudgementDelta.Block block;
        private final StringBuilder space = new StringBuilder();
        private boolean started;

        Emitter(JudgementDelta.Block block) {
            this.block = block;
        }

        void emit(String text, List<JudgementDelta> deltas) {
            String trailing = text.substring(text.stripTrailing().length());
            String words = text.substring(0, text.length() - trailing.length());
            if (words.isEmpty()) {
                space.append(started ? trailing : "");
                return;
            }
            String shown = started ? space + words : words.stripLeading();
            deltas.add(new JudgementDelta(block, shown));
            started = true;
            space.setLength(0);
            space.append(trailing);
        }
    }
}
