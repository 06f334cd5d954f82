package io.reagent.lm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reagent.lm.Fixture;
import io.reagent.lm.checkpoint.ModelConfig;
import io.reagent.lm.decoder.Loss;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ExampleTest {
    private static final int[] IDS = {1, 2, 3};
    private static final float[] ONES = {1, 1, 1};

    @Test
    void a_text_predicts_each_token_from_those_before_it() {
        Example example =
                new Example(new int[] {5, 6, 7}, new float[] {0, 0, 1}, new float[] {0, -1, -2}, new float[] {0, 3, 4});
        assertThat(example.inputs()).containsExactly(5, 6);
        assertThat(example.targets()).containsExactly(6, 7);
        assertThat(example.weights()).containsExactly(0, 1);
        assertThat(example.logprobs()).containsExactly(-1, -2);
        assertThat(example.advantages()).containsExactly(3, 4);
        assertThat(example.weighted(0.5).weight()).isEqualTo(0.5);
    }

    @Test
    void what_is_wrong_is_named_by_field_and_index() {
        refused("targets", () -> new Example(IDS, new int[] {1}, ONES), "1 values for 3 inputs");
        refused("weights", () -> new Example(IDS, IDS, new float[2]), "2 values for 3 inputs");
        refused("logprobs", () -> new Example(IDS, IDS, ONES, new float[2], ONES), "2 values for 3 inputs");
        refused("advantages", () -> new Example(IDS, IDS, ONES, ONES, new float[0]), "0 values for 3 inputs");
        refused("inputs", () -> new Example(new int[0], new int[0], new float[0]), "at least one");
        refused("tokens", () -> new Example(new int[] {1}, new float[] {0}), "at least two");
        refused("weights[0]", () -> new Example(IDS, ONES), "nothing");
        refused("weights[1]", () -> new Example(IDS, IDS, with(Float.POSITIVE_INFINITY)), "finite");
        refused("logprobs[1]", () -> new Example(IDS, IDS, ONES, with(Float.NEGATIVE_INFINITY), ONES), "finite");
        refused("advantages[1]", () -> new Example(IDS, IDS, ONES, ONES, with(Float.NaN)), "finite");
    }

    @Test
    void what_a_model_or_loss_cannot_take_is_named_by_example_field_and_index() {
        ModelConfig config = ModelConfig.read(Fixture.named("qwen3").directory());
        Loss learn = new Loss.CrossEntropy();
        refused(
                "examples[4].inputs[2]",
                () -> new Example(new int[] {1, 2, 320}, IDS, ONES).check(4, config, learn),
                "from 0 to 319");
        refused(
                "examples[0].targets[0]",
                () -> new Example(IDS, new int[] {-1, 2, 3}, ONES).check(0, config, learn),
                "from 0 to 319");
        refused("examples[1].logprobs", () -> new Example(IDS, IDS, ONES).check(1, config, Loss.Ppo.DEFAULT), "ppo");
        int[] long161 = new int[161];
        refused(
                "examples[0].inputs",
                () -> new Example(long161, long161, new float[161]).check(0, config, learn),
                "context is 160");
    }

    @Test
    void clip_bounds_enclose_one() {
        assertThatThrownBy(() -> new Loss.Ppo(1.1, 1.2)).hasMessageContaining("clip_low_threshold");
        assertThatThrownBy(() -> new Loss.Ppo(Double.NaN, 1.2)).hasMessageContaining("clip_low_threshold");
        assertThatThrownBy(() -> new Loss.Cispo(0, 0.9)).hasMessageContaining("clip_high_threshold");
    }

    private static float[] with(float value) {
        return new float[] {0, value, 0};
    }

    private static void refused(String field, ThrowingCallable make, String why) {
        assertThatThrownBy(make)
                .isInstanceOfSatisfying(
                        BadExampleException.class, e -> assertThat(e.field()).isEqualTo(field))
                .hasMessageContaining(why);
    }
}
