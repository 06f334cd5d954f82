package io.reagent.lm.decoder;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.reagent.lm.decoder.Backpropagation.Targets;
import java.util.ArrayList;
import java.util.List;

/** Everything below the head, of one micro-batch, forward and backward. */
abstract sealed class Trunk {
    final Differentiable program;
    final PtNDManager scope;
    final Targets targets;
    final Loss loss;
    final RopeTables.Tables rope;

    private Trunk(Differentiable program, PtNDManager scope, Targets targets, Loss loss) {
        this.program = program;
        this.scope = scope;
        this.targets = targets;
        this.loss = loss;
        this.rope = program.decoder().rope(targets.rows().longest());
    }

    /** What the head reads at the N selected positions [N, D]. */
    abstract PtNDArray states();

    /** Adds the parameters' gradients, given that of {@link #states}. */
    abstract void backward(PtNDArray gradient);

    final PtNDArray tokens() {
        return program.decoder().tokens(scope, targets.rows());
    }

    final PtNDArray plan() {
        return program.decoder().vector(scope, targets.rows().plan());
    }

    final PtNDArray select() {
        return program.decoder().vector(scope, targets.select());
    }

    final PtNDArray shape(int layer) {
        return program.shape(scope, loss, layer);
    }

    /** Keeps what backward needs of every layer. */
    static final class Kept extends Trunk {
        private final PtNDArray states;

        Kept(Differentiable program, PtNDManager scope, Targets targets, Loss loss) {
            super(program, scope, targets, loss);
            this.states = (PtNDArray)
                    program.call(scope, "states", tokens(), plan(), select(), rope.cos(), rope.sin(), shape(0))
                            .getFirst();
        }

        @Override
        PtNDArray states() {
            return states;
        }

        @Override
        void backward(PtNDArray gradient) {
            if (program.trainsLayers()) {
                JniUtils.backward(states, gradient, false, false);
            }
        }
    }

    /** Keeps the input of each layer alone and computes the layer again for backward: a third more work. */
    static final class Recomputed extends Trunk {
        private final List<PtNDArray> inputs = new ArrayList<>();
        private final PtNDArray states;

        Recomputed(Differentiable program, PtNDManager scope, Targets targets, Loss loss) {
            super(program, scope, targets, loss);
            boolean gradients = JniUtils.isGradMode();
            JniUtils.setGradMode(false);
            try {
                PtNDArray x = embed(scope);
                for (int l = 0; l < program.decoder().config().layers(); l++) {
                    inputs.add(x);
                    x = layer(scope, x, l);
                }
                inputs.add(x);
                states = chosen(scope, x);
            } finally {
                JniUtils.setGradMode(gradients);
            }
        }

        @Override
        PtNDArray states() {
            return states;
        }

        @Override
        void backward(PtNDArray gradient) {
            if (!program.trainsLayers()) {
                return;
            }
            PtNDArray above = step(inputs.removeLast(), gradient, this::chosen);
            while (!inputs.isEmpty()) {
                int layer = inputs.size() - 1;
                above = step(inputs.removeLast(), above, (inner, x) -> layer(inner, x, layer));
            }
            if (program.trainsEmbedding()) {
                JniUtils.backward(embed(scope), above, false, false);
            }
        }

        /** A part of the trunk. */
        private interface Stage {
            PtNDArray compute(PtNDManager inner, PtNDArray x);
        }

        /** Computes a stage again with its graph; from the gradient of its output, that of its input. */
        private PtNDArray step(PtNDArray input, PtNDArray gradient, Stage stage) {
            input.setRequiresGradient(true);
            try (PtNDManager inner = (PtNDManager) scope.newSubManager()) {
                JniUtils.backward(stage.compute(inner, input), gradient, false, false);
            }
            gradient.close();
            PtNDArray below = input.getGradient();
            input.close();
            return below;
        }

        private PtNDArray embed(PtNDManager inner) {
            return (PtNDArray) program.call(inner, "embed", tokens(), shape(0)).getFirst();
        }

        private PtNDArray layer(PtNDManager inner, PtNDArray x, int l) {
            return (PtNDArray) program.call(inner, "one_layer", x, tokens(), plan(), rope.cos(), rope.sin(), shape(l))
                    .getFirst();
        }

        private PtNDArray chosen(PtNDManager inner, PtNDArray x) {
            return (PtNDArray)
                    program.call(inner, "chosen_rows", x, select(), shape(0)).getFirst();
        }
    }
}
