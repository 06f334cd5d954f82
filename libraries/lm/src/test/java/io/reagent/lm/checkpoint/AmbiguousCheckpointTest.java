package io.reagent.lm.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reagent.lm.checkpoint.RopeScaling.Dynamic;
import io.reagent.lm.checkpoint.RopeScaling.Yarn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** What config.json says twice, elsewhere than usual or in part, as transformers 5.23 takes it, or refused by name. */
class AmbiguousCheckpointTest {
    private static final int CONTEXT = 256;

    @Test
    void the_base_inside_the_rope_parameters_counts_before_the_one_beside_them() {
        assertThat(rope("{'rope_theta': 1e4, 'rope_parameters': {'rope_type': 'default', 'rope_theta': 1e6}}")
                        .base())
                .isEqualTo(1e6);
        assertThat(rope("{'rope_theta': 1e5, 'rope_scaling': null}").base()).isEqualTo(1e5);
        assertThat(rope("{}").base()).isEqualTo(1e4);
    }

    @Test
    void rope_scaling_beside_other_rope_parameters_is_refused_by_both_names() {
        refused(
                "{'rope_parameters': {'rope_type': 'default', 'rope_theta': 1e6}, 'rope_scaling': {'rope_type': 'yarn',"
                        + " 'factor': 4.0, 'original_max_position_embeddings': 64}}",
                "rope_scaling",
                "rope_parameters");
    }

    @Test
    void the_original_context_beside_the_rope_parameters_counts_before_the_one_inside() {
        String inner = "'rope_type': 'yarn', 'factor': 4.0";
        assertThat(yarn("{'original_max_position_embeddings': 64, 'rope_parameters': {" + inner + "}}"))
                .isEqualTo(64);
        assertThat(yarn("{'original_max_position_embeddings': 64, 'rope_parameters': {" + inner
                        + ", 'original_max_position_embeddings': 32}}"))
                .isEqualTo(64);
        assertThat(yarn("{'rope_parameters': {" + inner + ", 'original_max_position_embeddings': 32}}"))
                .isEqualTo(32);
        assertThat(yarn("{'rope_parameters': {" + inner + "}}")).isEqualTo(CONTEXT);
    }

    @Test
    void dynamic_scaling_begins_behind_the_longest_sequence_that_is_taken() {
        assertThat(rope("{'rope_scaling': {'type': 'dynamic', 'factor': 2.0, 'original_max_position_embeddings': 64}}")
                        .scaling())
                .isEqualTo(new Dynamic(2, CONTEXT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'rope_type': 'linear' | rope_parameters.factor is missing",
                "'rope_type': 'dynamic' | rope_parameters.factor is missing",
                "'rope_type': 'yarn' | rope_parameters.factor is missing",
                "'rope_type': 'linear', 'factor': '2' | rope_parameters.factor must be a number",
                "'rope_type': 'linear', 'factor': 0 | rope_parameters.factor must be positive",
                "'rope_type': 'llama3', 'factor': 8, 'high_freq_factor': 4 | rope_parameters.low_freq_factor is missing",
                "'rope_type': 'llama3', 'factor': 8, 'low_freq_factor': 1 | rope_parameters.high_freq_factor is missing",
                "'rope_type': 'mrope' | rope type 'mrope'",
                "'partial_rotary_factor': 0.5 | partial_rotary_factor 0.5",
                "'full_attention': {'rope_type': 'default'} | rope_parameters.full_attention",
            })
    void rope_parameters_that_say_too_little_or_too_much_are_refused_by_name(String inner, String why) {
        refused("{'rope_parameters': {" + inner + "}}", why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'layer_types': ['full_attention', 'sliding_attention'] | layer_types",
                "'use_sliding_window': true | use_sliding_window",
                "'quantization_config': {'quant_method': 'bitsandbytes', 'load_in_4bit': true} | quantization_config",
            })
    void what_would_change_the_numbers_and_is_not_implemented_is_refused_by_name(String field, String why) {
        String config = "{'model_type': 'qwen3', 'vocab_size': 8, 'hidden_size': 8, 'num_hidden_layers': 2,"
                + " 'num_attention_heads': 2, 'intermediate_size': 8, 'max_position_embeddings': 64, " + field + "}";
        assertThatThrownBy(() -> ModelConfig.parse(JsonMapper.shared().readTree(config.replace('\'', '"'))))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(why);
    }

    private static int yarn(String config) {
        return ((Yarn) rope(config).scaling()).originalContext();
    }

    private static RopeParameters rope(String config) {
        return RopeParameters.read(JsonMapper.shared().readTree(config.replace('\'', '"')), CONTEXT);
    }

    private static void refused(String config, String... why) {
        assertThatThrownBy(() -> rope(config))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll(why);
    }
}
