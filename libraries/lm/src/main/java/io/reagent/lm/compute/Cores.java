package io.reagent.lm.compute;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import io.reagent.lm.checkpoint.ModelConfig;

/** Among how many cores PyTorch divides an operator; each thread that computes has a number of its own. */
final class Cores {
    /**
     * The widest model that is computed on one core. A row's product with such a matrix takes some microseconds; waking
     * another core for half of it, and waiting for it where something else runs there, takes longer.
     */
    private static final int WIDEST_ALONE = 256;

    private Cores() {}

    private static final class All {
        /** What PyTorch found on the machine or was told by OMP_NUM_THREADS. */
        private static final int COUNT = count();

        private static int count() {
            // loads the library
            Engine.getEngine("PyTorch");
            return JniUtils.getNumThreads();
        }
    }

    /** Whether a model is computed fastest on one core. */
    static boolean alone(ModelConfig config) {
        return config.hidden() <= WIDEST_ALONE;
    }

    /** The calling thread computes on one core from now on. */
    static void useOne() {
        use(1);
    }

    /** The calling thread divides what it computes among all cores. */
    static void useAll() {
        use(All.COUNT);
    }

    private static void use(int count) {
        int all = All.COUNT;
        // a thread takes the number set last in the process when it first asks, and must not do so after its own was
        // set
        JniUtils.getNumThreads();
        JniUtils.setNumThreads(Math.min(count, all));
    }
}
