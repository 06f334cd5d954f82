package io.reagent.recipes;

import ai.djl.Device;
import io.reagent.lm.checkpoint.ElementType;
import io.reagent.lm.text.Tokenizer;
import io.reagent.lm.text.TokenizerConfig;
import io.reagent.lm.train.Example;
import io.reagent.lm.train.StepResult;
import io.reagent.lm.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Trains the small judge from scratch on trajectories of the made-up world, and resumes where it stopped.
 *
 * <pre>TrainJudge DIRECTORY [name=value]…   see {@link TrainingPlan} for names and defaults</pre>
 *
 * Writes {@code DIRECTORY/start} (configuration and tokenizer), {@code DIRECTORY/last} (weights and optimizer, every few
 * minutes) and in the end {@code DIRECTORY/final} (weights alone, bfloat16).
 */
public final class TrainJudge {
    private TrainJudge() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        TrainingPlan plan = TrainingPlan.parse(List.of(arguments).subList(1, arguments.length));
        Path start = directory.resolve("start");
        Path last = directory.resolve("last");
        if (!Files.exists(start)) {
            prepare(start, plan);
        }
        boolean resumed = Files.exists(last);
        try (Tokenizer tokenizer = Tokenizer.load(start);
                Trainer trainer = resumed
                        ? Trainer.load(last, Device.cpu(), plan.optimizer(), plan.microBatch(), plan.products())
                        : Trainer.fromScratch(
                                start,
                                Device.cpu(),
                                plan.seed(),
                                plan.optimizer(),
                                plan.microBatch(),
                                plan.products())) {
            print(plan + ", " + trainer.parameterCount() + " parameters, from step " + trainer.steps());
            train(trainer, new JudgeTokens(tokenizer), plan, start, last);
            trainer.saveWeights(start, directory.resolve("final"), ElementType.BF16);
        }
    }

    private static void train(Trainer trainer, JudgeTokens tokens, TrainingPlan plan, Path start, Path last) {
        long began = System.nanoTime();
        long saved = began;
        long firstStep = trainer.steps();
        long computed = 0;
        double smooth = 0;
        while (trainer.steps() < plan.totalSteps()) {
            long step = trainer.steps();
            StepResult result = trainer.step(examples(tokens, plan, step), plan.learningRate(step));
            computed += result.tokens();
            smooth = step == firstStep ? result.loss() : 0.95 * smooth + 0.05 * result.loss();
            long now = System.nanoTime();
            if (trainer.steps() % plan.report() == 0) {
                double seconds = (now - began) / 1e9;
                double remaining = seconds / (trainer.steps() - firstStep) * (plan.totalSteps() - trainer.steps());
                print(String.format(
                        Locale.ROOT,
                        "step %d loss %.4f (%.4f) norm %.2f lr %.5f, %.0f tokens/s, %.1f min, %.1f min left",
                        trainer.steps(),
                        smooth,
                        result.loss(),
                        result.gradientNorm(),
                        plan.learningRate(step),
                        computed / seconds,
                        seconds / 60,
                        remaining / 60));
            }
            if (now - saved > plan.saveEvery().toNanos() || trainer.steps() == plan.totalSteps()) {
                trainer.save(start, last);
                saved = System.nanoTime();
            }
        }
    }

    /** The examples of one step, their weights scaled so that the step's loss is a mean over target tokens. */
    private static List<Example> examples(JudgeTokens tokens, TrainingPlan plan, long step) {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < plan.batch(); i++) {
            JudgeData.Shown shown =
                    JudgeData.training(plan.firstExample() + step * plan.batch() + i, plan.refines(step));
            Example example = tokens.example(
                    shown.trajectory(),
                    shown.labelled(),
                    "training" + (step + i) % 997,
                    plan.promptWeight(step),
                    plan.evidenceWeight());
            if (example.length() < plan.longest()) {
                examples.add(example);
            }
        }
        double total = examples.stream().mapToDouble(Example::weight).sum();
        return examples.stream().map(example -> example.weighted(1 / total)).toList();
    }

    private static void prepare(Path start, TrainingPlan plan) throws IOException {
        int vocabulary = JudgeVocabulary.learn(plan.vocabulary()).size();
        Files.createDirectories(start);
        JudgeVocabulary.learn(plan.vocabulary())
                .save(start, TokenizerConfig.of(JudgeTokens.END, "<|endoftext|>", JudgeTokens.CHAT_TEMPLATE));
        Files.writeString(start.resolve("judge.txt"), JudgeText.TEMPLATE);
        try (Tokenizer tokenizer = Tokenizer.load(start)) {
            write(start.resolve("config.json"), plan.configuration(vocabulary, tokenizer));
            write(
                    start.resolve("generation_config.json"),
                    Map.of(
                            "do_sample", false,
                            "eos_token_id", java.util.Objects.requireNonNull(tokenizer.id(JudgeTokens.END)),
                            "pad_token_id", java.util.Objects.requireNonNull(tokenizer.id("<|endoftext|>"))));
        }
    }

    private static void write(Path file, Map<String, Object> content) throws IOException {
        Files.write(file, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(content));
    }

    private static void print(String line) {
        System.out.println(LocalTime.now().withNano(0) + " " + line);
    }
}
