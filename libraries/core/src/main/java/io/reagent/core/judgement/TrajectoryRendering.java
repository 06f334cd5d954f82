package io.reagent.core.judgement;

import io.reagent.core.trajectory.Step;
import io.reagent.core.trajectory.ToolCall;
import io.reagent.core.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Writes a trajectory the way judges are trained to read it:
 *
 * <pre>
 * Question: who was …
 *
 * Agent Trajectory 9f2c1a07
 * [1] I should look that up.
 * &lt;call> search {"query": "…"}
 * &lt;result> …
 * [2] Now I know.
 * [answer] …
 * End 9f2c1a07
 * </pre>
 *
 * <p>A step without a thought is {@code [n]} alone, a call without a result has no result line, a missing or blank
 * answer is {@code [no answer]}. Texts lose white space at both ends and may span lines. Everything that comes from the
 * trajectory goes through {@link UntrustedText}, so no line of it reads as one of these.
 */
public final class TrajectoryRendering {
    /** What a shortened text keeps at least, in characters, half from each end. */
    static final int KEPT_AT_LEAST = 160;

    static final String HEAD = "Question: ";

    /** A cut shorter than this would not pay for its mark. */
    private static final int SHORTEST_CUT = 64;

    private TrajectoryRendering() {}

    /** The whole trajectory; its cost is its length in characters. */
    public static Rendering render(Trajectory trajectory, Fence fence) {
        return render(trajectory, fence, Integer.MAX_VALUE, String::length);
    }

    /**
     * A trajectory within a budget. The longest results are shortened first, all to the same length, from their middle,
     * with a mark that says how much is gone; then, if that is not enough, the longest thoughts. Question, calls and
     * answer stay whole, so the cost may still exceed the budget.
     *
     * @param budget the most {@code cost} may say of the rendered text
     * @param cost the price of a text, such as its number of tokens; should not fall when the text grows
     */
    public static Rendering render(Trajectory trajectory, Fence fence, int budget, ToIntFunction<String> cost) {
        Draft draft = Draft.of(trajectory, fence);
        Rendering whole = draft.render(Integer.MAX_VALUE, Integer.MAX_VALUE, cost);
        if (whole.cost() <= budget) {
            return whole;
        }
        Rendering best =
                longestWithin(draft.longest(Kind.RESULT), budget, kept -> draft.render(kept, Integer.MAX_VALUE, cost));
        if (best.cost() <= budget) {
            return best;
        }
        return longestWithin(draft.longest(Kind.THOUGHT), budget, kept -> draft.render(KEPT_AT_LEAST, kept, cost));
    }

    // The greatest length, to one part in 64, whose rendering is within budget; the shortest one if none is. Doubling
    // from
    // below keeps every text that is priced near the budget, however long the trajectory is.
    private static Rendering longestWithin(int longest, int budget, IntFunction<Rendering> render) {
        Rendering best = render.apply(KEPT_AT_LEAST);
        if (best.cost() > budget) {
            return best;
        }
        int low = KEPT_AT_LEAST;
        int high = Math.max(low, longest);
        int tried = Math.min(2 * low, high);
        while (high - low > Math.max(1, low / 64)) {
            Rendering rendering = render.apply(tried);
            if (rendering.cost() <= budget) {
                best = rendering;
                low = tried;
            } else {
                high = tried;
            }
            tried = (int) Math.min(2L * low, low + (high - low) / 2L);
        }
        return best;
    }

    private enum Kind {
        FIXED,
        THOUGHT,
        RESULT
    }

    private record Line(Kind kind, String head, String text) {}

    /** The lines of a rendering, neutralised once, so that trying lengths costs only copying. */
    private record Draft(String question, Fence fence, List<Line> lines) {

        static Draft of(Trajectory trajectory, Fence fence) {
            List<Line> lines = new ArrayList<>();
            int number = 1;
            for (Step step : trajectory.steps()) {
                lines.add(new Line(Kind.THOUGHT, "[" + number++ + "]", safe(step.thought(), fence)));
                for (ToolCall call : step.calls()) {
                    String name = UntrustedText.name(call.name(), fence);
                    lines.add(new Line(Kind.FIXED, "<call> " + name, safe(call.arguments(), fence)));
                    if (call.result() != null) {
                        lines.add(new Line(Kind.RESULT, "<result>", safe(call.result(), fence)));
                    }
                }
            }
            String answer = safe(trajectory.answer(), fence);
            lines.add(new Line(Kind.FIXED, answer.isEmpty() ? "[no answer]" : "[answer]", answer));
            return new Draft(safe(trajectory.question(), fence), fence, lines);
        }

        int longest(Kind kind) {
            return lines.stream()
                    .filter(line -> line.kind == kind)
                    .mapToInt(line -> line.text.length())
                    .max()
                    .orElse(0);
        }

        Rendering render(int resultLength, int thoughtLength, ToIntFunction<String> cost) {
            StringBuilder text = new StringBuilder(HEAD).append(question);
            text.append("\n\nAgent Trajectory ").append(fence).append('\n');
            int cut = 0;
            for (Line line : lines) {
                int most =
                        switch (line.kind) {
                            case FIXED -> Integer.MAX_VALUE;
                            case THOUGHT -> thoughtLength;
                            case RESULT -> resultLength;
                        };
                text.append(line.head).append(line.text.isEmpty() ? "" : " ");
                cut += appendShortened(text, line.text, most);
                text.append('\n');
            }
            String rendered = text.append("End ").append(fence).toString();
            return new Rendering(rendered, question, fence, cut, cost.applyAsInt(rendered));
        }

        private static String safe(@Nullable String text, Fence fence) {
            return text == null ? "" : UntrustedText.neutralise(text, fence);
        }
    }

    /** Appends a text of at most about {@code most} characters and returns how many were left out. */
    private static int appendShortened(StringBuilder to, String text, int most) {
        if (text.length() - SHORTEST_CUT < most) {
            to.append(text);
            return 0;
        }
        int headEnd = (most + 1) / 2;
        int tailStart = text.length() - most / 2;
        if (Character.isLowSurrogate(text.charAt(headEnd))) {
            headEnd--;
        }
        if (Character.isLowSurrogate(text.charAt(tailStart))) {
            tailStart++;
        }
        int cut = tailStart - headEnd;
        to.append(text, 0, headEnd).append(" … [").append(cut).append(" characters left out] … ");
        to.append(text, tailStart, text.length());
        return cut;
    }
}
