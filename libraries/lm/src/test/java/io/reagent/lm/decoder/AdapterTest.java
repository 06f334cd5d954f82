package io.reagent.lm.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.pytorch.engine.PtNDArray;
import io.reagent.lm.Fixture;
import io.reagent.lm.checkpoint.LoraConfig;
import io.reagent.lm.checkpoint.LoraTarget;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdapterTest {
    private static final Set<LoraTarget> EVERY = EnumSet.allOf(LoraTarget.class);
    private static final int[] PROMPT = {141, 153, 226, 285, 10, 7};

    private final Decoder base = Decoder.load(Fixture.named("qwen2").directory(), Device.cpu(), false);
    private final KeyValueCache cache = new KeyValueCache(base, false, 0);

    @AfterEach
    void close() {
        cache.close();
        base.close();
    }

    @Test
    void a_new_adapter_changes_nothing() {
        try (Adapter adapter = Adapter.initialise(base, new LoraConfig(4, 8, EVERY), 1)) {
            assertThat(last(adapter)).isEqualTo(last(null));
        }
    }

    @Test
    void an_adapter_merged_into_a_copy_gives_the_logits_it_gives_apart() {
        for (Set<LoraTarget> targets : List.of(EVERY, EnumSet.of(LoraTarget.V_PROJ, LoraTarget.UP_PROJ))) {
            try (Adapter adapter = random(new LoraConfig(4, 8, targets), 2);
                    Decoder copy = Decoder.load(Fixture.named("qwen2").directory(), Device.cpu(), false);
                    KeyValueCache other = new KeyValueCache(copy, false, 0)) {
                float[] before = last(null);
                float[] apart = last(adapter);
                adapter.mergeInto(copy);
                assertThat(distance(apart, before)).isGreaterThan(0.1);
                assertThat(distance(apart, last(other, null))).isLessThan(1e-5 * size(apart));
            }
        }
    }

    @Test
    void adapters_of_different_ranks_and_targets_in_one_batch_give_each_row_what_it_gets_alone() {
        LoraConfig small = new LoraConfig(2, 2, EnumSet.of(LoraTarget.Q_PROJ, LoraTarget.DOWN_PROJ));
        try (Adapter one = random(new LoraConfig(4, 8, EVERY), 3);
                Adapter two = random(small, 4)) {
            List<float[]> alone = List.of(last(one), last(null), last(two), last(one));
            KeyValueCache.Bank bank = cache.add(KeyValueCache.BLOCK);
            cache.resize(bank, 4);
            TokenBatch prefill = new TokenBatch();
            prefill.add(bank, 0, PROMPT, 0, false, one);
            prefill.add(bank, 1, PROMPT, 0, false, null);
            prefill.add(bank, 2, java.util.Arrays.copyOf(PROMPT, PROMPT.length - 1), 0, false, two);
            prefill.add(bank, 3, PROMPT, 0, true, one);
            float[] first = values(prefill);
            TokenBatch decode = new TokenBatch();
            decode.add(bank, 2, new int[] {PROMPT[PROMPT.length - 1]}, PROMPT.length - 1, false, two);
            float[] second = values(decode);
            int v = base.config().vocabulary();
            assertThat(distance(row(first, 0, v), alone.get(0))).isLessThan(1e-5 * size(alone.get(0)));
            assertThat(distance(row(first, 1, v), alone.get(1))).isLessThan(1e-5 * size(alone.get(1)));
            assertThat(distance(second, alone.get(2))).isLessThan(1e-5 * size(alone.get(2)));
            assertThat(distance(row(first, 3 + PROMPT.length - 1, v), alone.get(3)))
                    .isLessThan(1e-5 * size(alone.get(3)));
            assertThat(distance(alone.get(0), alone.get(2))).isGreaterThan(0.1);
        }
    }

    @Test
    void a_tied_head_is_not_merged() {
        try (Decoder tied = Decoder.load(Fixture.named("qwen3").directory(), Device.cpu(), false);
                Adapter adapter = Adapter.initialise(tied, new LoraConfig(1, 1, EVERY), 1)) {
            assertThatThrownBy(() -> adapter.mergeInto(tied))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("tied");
        }
    }

    @Test
    void what_is_trained_are_the_two_factors_of_every_target() {
        try (Adapter adapter = Adapter.initialise(base, new LoraConfig(3, 3, EVERY), 1)) {
            // of each layer q, k, v, o, gate, up, down: rank times (in + out)
            long layer = 3 * ((48 + 48) + 2 * (48 + 24) + (48 + 48) + 2 * (48 + 80) + (80 + 48));
            assertThat(adapter.count()).isEqualTo(2 * layer + 3 * (48 + 320));
        }
    }

    private Adapter random(LoraConfig config, long seed) {
        Adapter adapter = Adapter.initialise(base, config, seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (PtNDArray parameter : adapter.parameters()) {
            float[] values = parameter.toFloatArray();
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (0.1 * random.nextGaussian());
            }
            parameter.set(values);
        }
        return adapter;
    }

    private float[] last(@Nullable Adapter adapter) {
        return last(cache, adapter);
    }

    private static float[] last(KeyValueCache cache, @Nullable Adapter adapter) {
        KeyValueCache.Bank bank = cache.add(KeyValueCache.BLOCK);
        cache.resize(bank, 1);
        TokenBatch batch = new TokenBatch();
        batch.add(bank, 0, PROMPT, 0, false, adapter);
        try (KeyValueCache.Logits logits = cache.compute(batch)) {
            return logits.array().toFloatArray();
        }
    }

    private float[] values(TokenBatch batch) {
        try (KeyValueCache.Logits logits = cache.compute(batch)) {
            return logits.array().toFloatArray();
        }
    }

    private static float[] row(float[] values, int row, int width) {
        return java.util.Arrays.copyOfRange(values, row * width, (row + 1) * width);
    }

    private static double distance(float[] a, float[] b) {
        assertThat(a).hasSameSizeAs(b);
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }

    private static double size(float[] values) {
        return distance(values, new float[values.length]);
    }
}
