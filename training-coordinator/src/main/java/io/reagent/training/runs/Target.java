package io.reagent.training.runs;

/** What is trained. */
public enum Target {
    POLICY("policy"),
    /** The judge itself. */
    RRM("rrm");

    private final String wireName;

    Target(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
