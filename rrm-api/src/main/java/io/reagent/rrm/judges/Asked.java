package io.reagent.rrm.judges;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a judge is asked. The samples of a request share it, so that its tokens are found once for all. */
public final class Asked {
    private final String system;
    private final String user;
    private int @Nullable [] tokens;

    /**
     * @param system the rubric
     * @param user the question and the fenced trajectory
     */
    public Asked(String system, String user) {
        this.system = system;
        this.user = user;
    }

    public String system() {
        return system;
    }

    public String user() {
        return user;
    }

    /**
     * Its token ids, not to be changed: found by the first who needs them, while others wait. What the finding throws is
     * not kept.
     */
    public synchronized int[] tokens(Supplier<int[]> finding) {
        if (tokens == null) {
            tokens = finding.get();
        }
        return tokens;
    }
}
