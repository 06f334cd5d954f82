package io.reagent.recipes;

import io.reagent.core.judgement.Judgement;
import io.reagent.core.judgement.JudgementParser;
import io.reagent.core.trajectory.Trajectory;
import io.reagent.lm.generate.Completion;
import io.reagent.lm.generate.FinishReason;
import io.reagent.lm.generate.GenerationRequest;
import io.reagent.lm.generate.LanguageModel;
import io.reagent.lm.generate.SamplingParameters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Judges many trajectories with one model, greedily. */
final class JudgeRun {
    private static final int MOST_TOKENS = 600;

    private final LanguageModel model;
    private final JudgeTokens tokens;

    JudgeRun(LanguageModel model) {
        this.model = model;
        this.tokens = new JudgeTokens(model.tokenizer());
    }

    /** What the model wrote, and as it was understood. */
    record Judged(String text, Judgement judgement) {
        /** The score, or NaN where there is none. */
        double score() {
            return judgement instanceof Judgement.Scored scored ? scored.score() : Double.NaN;
        }

        List<NamedFlaw> flaws() {
            return judgement instanceof Judgement.Scored scored ? NamedFlaw.in(scored.critique()) : List.of();
        }
    }

    /** Judgements in the order of the trajectories; {@code secret} makes the fences. */
    List<Judged> judge(List<Trajectory> trajectories, String secret) {
        List<int[]> prompts = trajectories.stream()
                .map(trajectory -> tokens.prompt(trajectory, secret))
                .toList();
        // neighbours of like length waste the least of a batch
        List<Integer> order = IntStream.range(0, prompts.size())
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> prompts.get(i).length))
                .toList();
        List<CompletableFuture<Completion>> completions = new ArrayList<>();
        order.forEach(i -> completions.add(
                model.generate(request(prompts.get(i)), token -> {}).completion()));
        Judged[] judged = new Judged[prompts.size()];
        for (int n = 0; n < judged.length; n++) {
            Completion completion = completions.get(n).join();
            boolean truncated = completion.finishReason() != FinishReason.STOP;
            judged[order.get(n)] = new Judged(completion.text(), JudgementParser.parse(completion.text(), truncated));
        }
        return List.of(judged);
    }

    private GenerationRequest request(int[] prompt) {
        return GenerationRequest.of(prompt, MOST_TOKENS)
                .drawn(SamplingParameters.GREEDY, 0)
                .endingAt(model.endTokens(), List.of());
    }
}
