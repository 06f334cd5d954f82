package io.reagent.core.judgement;

/**
 * A trajectory as the judge reads it.
 *
 * @param text the whole rendering, question to closing fence
 * @param question the question alone, neutralised
 * @param fence the marker around the trajectory
 * @param cutCharacters characters of thoughts and results that were left out to meet the budget
 * @param cost of {@code text}, in the caller's unit; above the budget when even the shortest rendering is
 */
public record Rendering(String text, String question, Fence fence, int cutCharacters, int cost) {
    /** The text from the opening fence on. */
    public String withoutQuestion() {
        return text.substring(TrajectoryRendering.HEAD.length() + question.length())
                .stripLeading();
    }
}
