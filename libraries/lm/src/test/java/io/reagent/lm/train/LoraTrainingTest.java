package io.reagent.lm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.reagent.lm.Fixture;
import io.reagent.lm.Tensors;
import io.reagent.lm.checkpoint.CheckpointException;
import io.reagent.lm.checkpoint.ElementType;
import io.reagent.lm.checkpoint.LoraConfig;
import io.reagent.lm.checkpoint.LoraTarget;
import io.reagent.lm.checkpoint.Safetensors;
import io.reagent.lm.checkpoint.SafetensorsWriter;
import io.reagent.lm.decoder.Adapter;
import io.reagent.lm.decoder.Backpropagation.Limits;
import io.reagent.lm.decoder.Backpropagation.MatrixProducts;
import io.reagent.lm.decoder.Decoder;
import io.reagent.lm.decoder.Loss;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LoraTrainingTest {
    private static final Set<LoraTarget> EVERY = EnumSet.allOf(LoraTarget.class);
    private static final LoraConfig CONFIG = new LoraConfig(4, 8, EVERY);
    private static final AdamW ADAMW = new AdamW(0.9, 0.95, 1e-8, 0, false, 1);
    private static final Trainer.Settings SETTINGS = new Trainer.Settings(ADAMW, 60);
    private static final Loss LEARN = new Loss.CrossEntropy();

    private final Fixture fixture = Fixture.named("qwen2");
    private final Decoder base = Decoder.load(fixture.directory(), Device.cpu(), true);
    private final List<Example> examples = examples();

    @TempDir
    private Path temporary;

    @AfterEach
    void close() {
        base.close();
    }

    @Test
    void gradients_of_an_adapter_are_the_slopes_that_finite_differences_find() {
        for (Set<LoraTarget> targets :
                List.of(EVERY, EnumSet.of(LoraTarget.K_PROJ, LoraTarget.GATE_PROJ), EnumSet.of(LoraTarget.LM_HEAD))) {
            try (Trainer trainer = Trainer.lora(base, new LoraConfig(3, 6, targets), 1, SETTINGS)) {
                LossTest.randomise(trainer);
                trainer.forwardBackward(examples, LEARN);
                double error = FiniteDifferences.relativeError(
                        trainer.trained().parameters(),
                        trainer.backpropagation().gradients(),
                        () -> LossTest.precise(trainer.forward(examples, LEARN)));
                assertThat(error).as("%s", targets).isLessThan(FiniteDifferences.TOLERANCE);
            }
        }
    }

    @Test
    void a_new_adapter_computes_the_loss_of_its_base_and_learns_without_touching_it() {
        String before = base.weights().fingerprint();
        double loss;
        try (Trainer whole = Trainer.load(fixture.directory(), Device.cpu(), SETTINGS)) {
            loss = whole.forward(examples, LEARN).loss();
        }
        try (Trainer trainer = Trainer.lora(base, CONFIG, 1, SETTINGS)) {
            assertThat(trainer.forward(examples, LEARN).loss()).isEqualTo(loss);
            for (int i = 0; i < 30; i++) {
                trainer.step(examples, 1e-2);
            }
            assertThat(trainer.forward(examples, LEARN).loss()).isLessThan(loss / 2);
        }
        assertThat(base.weights().fingerprint()).isEqualTo(before);
    }

    @Test
    void adapters_over_one_base_train_side_by_side_as_each_would_alone() {
        try (Trainer one = Trainer.lora(base, CONFIG, 1, SETTINGS);
                Trainer two = Trainer.lora(base, CONFIG, 1, SETTINGS);
                Trainer other = Trainer.lora(base, new LoraConfig(2, 4, EVERY), 2, SETTINGS)) {
            one.step(examples, 1e-2);
            other.step(examples.subList(0, 2), 1e-2);
            one.step(examples, 1e-2);
            other.step(examples.subList(0, 2), 1e-2);
            two.step(examples, 1e-2);
            two.step(examples, 1e-2);
            assertThat(two.forward(examples, LEARN).loss())
                    .isEqualTo(one.forward(examples, LEARN).loss());
        }
    }

    @Test
    void layers_computed_again_for_their_backward_give_the_same_step() {
        Trainer.Settings sparing = new Trainer.Settings(ADAMW, 60, MatrixProducts.FLOAT32, new Limits(1 << 25, 1));
        try (Trainer kept = Trainer.lora(base, CONFIG, 1, SETTINGS);
                Trainer recomputed = Trainer.lora(base, CONFIG, 1, sparing)) {
            LossTest.randomise(kept);
            LossTest.randomise(recomputed);
            assertThat(recomputed.step(examples, 1e-3)).isEqualTo(kept.step(examples, 1e-3));
        }
    }

    @Test
    void a_saved_adapter_has_pefts_names_and_configuration() throws Exception {
        Path saved = saved(new LoraConfig(4, 8, EnumSet.of(LoraTarget.Q_PROJ, LoraTarget.LM_HEAD)));
        assertThat(new TreeSet<>(Safetensors.openFile(saved.resolve(Adapter.FILE))
                        .entries()
                        .keySet()))
                .containsExactly(
                        "base_model.model.lm_head.lora_A.weight",
                        "base_model.model.lm_head.lora_B.weight",
                        "base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight",
                        "base_model.model.model.layers.0.self_attn.q_proj.lora_B.weight",
                        "base_model.model.model.layers.1.self_attn.q_proj.lora_A.weight",
                        "base_model.model.model.layers.1.self_attn.q_proj.lora_B.weight");
        JsonNode config =
                JsonMapper.shared().readTree(saved.resolve(LoraConfig.FILE).toFile());
        assertThat(config.path("peft_type").asString()).isEqualTo("LORA");
        assertThat(config.path("r").asInt()).isEqualTo(4);
        assertThat(config.path("lora_alpha").asDouble()).isEqualTo(8);
        assertThat(config.path("base_model_name_or_path").asString())
                .isEqualTo(fixture.directory().toString());
    }

    @Test
    void what_keeps_an_adapter_from_being_loaded_is_named() throws Exception {
        Path saved = saved(CONFIG);
        try (Decoder other = Decoder.initialise(base.config(), Device.cpu(), 5)) {
            assertThatThrownBy(() -> Adapter.load(other, saved))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("another base");
        }
        refused(saved, config("\"q_proj\"", "\"x_proj\""), "'x_proj'");
        refused(saved, config("\"r\" : 4", "\"r\" : 5"), "lora_A.weight: expected shape [5, 48], found [4, 48]");
        refused(saved, config("\"r\" : 4", "\"rank\" : 4"), "r must be at least 1");
        refused(saved, config("\"LORA\"", "\"IA3\""), "peft_type 'IA3'");
        refused(
                saved,
                config("\"bias\" : \"none\"", "\"bias\" : \"all\""),
                "bias is not supported; expected none, found \"all\"");
        refused(saved, config("\"r\" :", "\"use_dora\" : true, \"r\" :"), "use_dora");
        refused(saved, config("\"r\" :", "\"rank_pattern\" : {\"q_proj\": 2}, \"r\" :"), "rank_pattern");
        for (String field : List.of(
                "\"alora_invocation_tokens\" : [5, 6]",
                "\"init_lora_weights\" : \"pissa\"",
                "\"init_lora_weights\" : \"olora\"",
                "\"init_lora_weights\" : \"loftq\"",
                "\"task_type\" : \"SEQ_CLS\"",
                "\"trainable_token_indices\" : [1]",
                "\"target_parameters\" : [\"mlp.gate_proj.weight\"]",
                "\"layer_replication\" : [[0, 2], [1, 2]]",
                "\"layers_to_transform\" : 0",
                "\"layers_pattern\" : \"layers\"",
                "\"exclude_modules\" : \"q_proj\"",
                "\"alpha_pattern\" : {\"q_proj\": 2}",
                "\"modules_to_save\" : [\"embed_tokens\"]",
                "\"megatron_config\" : {\"a\": 1}",
                "\"use_qalora\" : true",
                "\"use_bdlora\" : {\"nblocks\": 2}",
                "\"arrow_config\" : {\"top_k\": 1}",
                "\"kasa_config\" : {\"beta\": 1}",
                "\"lora_bias\" : true",
                "\"ensure_weight_tying\" : true",
                "\"of_a_later_version\" : 1")) {
            refused(saved, last(field), field.substring(1, field.indexOf('"', 1)));
        }
        refused(saved, config("\"lm_head\"", "\"o_proj\""), "tensors this architecture does not have");
        refused(
                saved,
                directory -> {
                    Safetensors file = Safetensors.openFile(directory.resolve(Adapter.FILE));
                    List<SafetensorsWriter.Tensor> kept = new ArrayList<>();
                    file.entries().forEach((name, entry) -> {
                        if (!name.contains("layers.1.mlp.down_proj.lora_B")) {
                            kept.add(Tensors.of(name, file, entry));
                        }
                    });
                    SafetensorsWriter.write(directory.resolve(Adapter.FILE), kept);
                },
                "layers.1.mlp.down_proj.lora_B.weight is missing");
    }

    /** Leaves an adapter in target/saved-adapters with our logits beside it, for PEFT to be compared with. */
    @Test
    void an_adapter_of_another_writer_loads_and_a_saved_one_is_left_for_peft_to_read() throws Exception {
        Path saved = Path.of(System.getProperty("parity.adapters", "target/saved-adapters"), "qwen2");
        List<float[]> logits = new ArrayList<>();
        List<long[]> prompts = new ArrayList<>();
        try (Trainer trainer = Trainer.lora(base, CONFIG, 1, SETTINGS);
                Decoder copy = Decoder.load(fixture.directory(), Device.cpu(), false)) {
            LossTest.randomise(trainer);
            trainer.saveWeights(fixture.directory(), saved, ElementType.F32);
            Files.writeString(
                    saved.resolve(LoraConfig.FILE),
                    Files.readString(saved.resolve(LoraConfig.FILE))
                            .replace(
                                    "\"r\" :",
                                    "\"rank_pattern\" : {}, \"modules_to_save\" : null, \"use_dora\" : false,"
                                            + " \"eva_config\" : {\"rho\": 2.0}, \"loftq_config\" : {}, \"r\" :"));
            try (Adapter adapter = Adapter.load(base, saved)) {
                adapter.mergeInto(copy);
            }
            for (JsonNode prompt : fixture.expected().path("prompts")) {
                long[] ids = Fixture.longs(prompt.path("ids"));
                prompts.add(ids);
                try (PtNDManager scope = (PtNDManager) copy.manager().newSubManager();
                        PtNDArray last = copy.logits(scope, new long[][] {ids}, new long[] {ids.length - 1})) {
                    logits.add(last.toFloatArray());
                }
            }
            LossResult loss = trainer.forward(List.of(whole(prompts.getFirst())), LEARN);
            assertThat((double) last(loss)).isCloseTo(logprob(copy, prompts.getFirst()), within(1e-4));
        }
        Map<String, Object> ours = Map.of("prompts", prompts, "last_logits", logits);
        Files.write(saved.resolve("ours.json"), JsonMapper.shared().writeValueAsBytes(ours));
    }

    private static float last(LossResult loss) {
        float[] logprobs = loss.examples().getFirst().logprobs();
        return logprobs[logprobs.length - 1];
    }

    private static double logprob(Decoder copy, long[] ids) {
        long[] before = Arrays.copyOf(ids, ids.length - 1);
        try (PtNDManager scope = (PtNDManager) copy.manager().newSubManager();
                PtNDArray logits = copy.logits(scope, new long[][] {before}, new long[] {before.length - 1})) {
            float[] values = logits.toFloatArray();
            double total = 0;
            for (float value : values) {
                total += Math.exp(value);
            }
            return values[(int) ids[ids.length - 1]] - Math.log(total);
        }
    }

    private static Example whole(long[] ids) {
        float[] weights = new float[ids.length];
        Arrays.fill(weights, 1, weights.length, 1);
        return new Example(Arrays.stream(ids).mapToInt(Math::toIntExact).toArray(), weights);
    }

    private Path saved(LoraConfig config) {
        Path saved = temporary.resolve("saved" + config.targets().size());
        try (Trainer trainer = Trainer.lora(base, config, 1, SETTINGS)) {
            trainer.saveWeights(fixture.directory(), saved, ElementType.F32);
        }
        return saved;
    }

    /** PEFT saves head and embedding, too, where the head is a target, and loads them over the base's. */
    @Test
    void tensors_of_the_base_are_taken_where_they_are_the_bases_and_refused_where_they_are_not() throws Exception {
        Path saved = temporary.resolve("with-base");
        try (Trainer trainer = Trainer.lora(base, CONFIG, 1, SETTINGS)) {
            trainer.saveWeights(fixture.directory(), saved, ElementType.F32);
        }
        Safetensors model = Safetensors.open(fixture.directory());
        for (String name : List.of("lm_head.weight", "model.embed_tokens.weight")) {
            SafetensorsWriter.Tensor tensor = Tensors.of(
                    "base_model.model." + name, model, model.entries().get(name));
            with(saved, tensor, false).to(saved);
            Adapter.load(base, saved).close();
            refused(saved, with(saved, tensor, true), tensor.name() + " is not the base model's");
        }
    }

    /** The adapter with one more tensor, or with that tensor changed. */
    private static Damage with(Path saved, SafetensorsWriter.Tensor tensor, boolean changed) {
        return directory -> {
            Safetensors file = Safetensors.openFile(saved.resolve(Adapter.FILE));
            List<SafetensorsWriter.Tensor> all = new ArrayList<>();
            file.entries().forEach((name, entry) -> {
                if (!name.equals(tensor.name())) {
                    all.add(Tensors.of(name, file, entry));
                }
            });
            ByteBuffer bytes = Tensors.bytes(tensor);
            bytes.put(bytes.limit() - 1, (byte) (bytes.get(bytes.limit() - 1) ^ (changed ? 1 : 0)));
            all.add(Tensors.of(tensor.name(), tensor.type(), tensor.shape(), bytes));
            SafetensorsWriter.write(directory.resolve(Adapter.FILE), all, file.metadata());
        };
    }

    private interface Damage {
        void to(Path directory) throws IOException;
    }

    private static Damage config(String from, String to) {
        return directory -> {
            Path file = directory.resolve(LoraConfig.FILE);
            String text = Files.readString(file);
            assertThat(text).contains(from);
            Files.writeString(file, text.replace(from, to));
        };
    }

    /** With one more field, which counts where it is there already. */
    private static Damage last(String field) {
        return config("\n}", ",\n  " + field + "\n}");
    }

    private void refused(Path saved, Damage damage, String why) throws IOException {
        Path damaged = Files.createTempDirectory(temporary, "damaged");
        for (String file : List.of(LoraConfig.FILE, Adapter.FILE)) {
            Files.copy(saved.resolve(file), damaged.resolve(file));
        }
        damage.to(damaged);
        assertThatThrownBy(() -> Adapter.load(base, damaged))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(why);
    }

    private static List<Example> examples() {
        SplittableRandom random = new SplittableRandom(5);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int[] tokens = random.ints(6 + random.nextInt(15), 0, 300).toArray();
            float[] weights = new float[tokens.length];
            Arrays.fill(weights, 1, weights.length, 0.1f);
            examples.add(new Example(tokens, weights));
        }
        return examples;
    }
}
