package io.reagent.training.runs;

/** How a run learns. */
public enum Kind {
    /** Imitates given answers. */
    SFT("sft", false, false),
    /** GRPO on the outcome alone. */
    GRPO("grpo", false, false),
    /** GRPO on outcome and score. */
    REAGENT_R("reagent-r", true, false),
    /** The same over first attempts and attempts refined by a critique, pooled. */
    REAGENT_U("reagent-u", true, true);

    private final String wireName;
    private final boolean judged;
    private final boolean refined;

    Kind(String wireName, boolean judged, boolean refined) {
        this.wireName = wireName;
        this.judged = judged;
        this.refined = refined;
    }

    public String wireName() {
        return wireName;
    }

    /** Whether rollouts are judged. */
    public boolean judged() {
        return judged;
    }

    /** Whether an option of a request makes a difference to such runs. */
    public boolean uses(String option) {
        return switch (option) {
            case "lambda", "max_judge_failure_share" -> judged;
            case "critique", "pooled", "leakage_filter", "attempt_tokens" -> refined;
            default -> true;
        };
    }

    /** Whether there is a second stage of rollouts that were shown a critique. */
    public boolean refined() {
        return refined;
    }
}
