package io.reagent.rrm.judges;

import io.reagent.core.judgement.Fence;
import io.reagent.core.judgement.JudgePrompt;
import io.reagent.core.judgement.JudgePromptTemplate;
import io.reagent.core.judgement.Rendering;
import io.reagent.core.judgement.TrajectoryRendering;
import io.reagent.core.trajectory.ContentHash;
import io.reagent.core.trajectory.Trajectory;

/** From a trajectory to what a judge is shown: rendered, fenced, and put into the judge's template. */
public final class PromptMaker {
    private final JudgePromptTemplate template;
    private final byte[] secret;

    /**
     * @param secret makes fences unguessable; the same for all replicas, so that all show a judge the same prompt
     */
    public PromptMaker(JudgePromptTemplate template, byte[] secret) {
        this.template = template;
        this.secret = secret.clone();
    }

    Rendering render(Trajectory trajectory) {
        return TrajectoryRendering.render(trajectory, fence(trajectory));
    }

    /** A rendering of at most so many characters, where leaving out parts of results and thoughts can achieve it. */
    Rendering render(Trajectory trajectory, int characters) {
        return TrajectoryRendering.render(trajectory, fence(trajectory), characters, String::length);
    }

    Prompt fill(Rendering rendering) {
        JudgePrompt prompt = template.fill(rendering);
        return new Prompt(prompt.system(), prompt.user());
    }

    private Fence fence(Trajectory trajectory) {
        return Fence.of(secret, ContentHash.of(trajectory));
    }
}
