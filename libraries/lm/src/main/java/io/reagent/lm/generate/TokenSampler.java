package io.reagent.lm.generate;

import io.reagent.lm.decoder.Decoder;
import io.reagent.lm.decoder.KeyValueCache;
import io.reagent.lm.decoder.LogitSampling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Chooses the next token of each row on the device; rows that choose alike go together. */
final class TokenSampler {
    private final LogitSampling sampling;
    private final int vocabulary;

    TokenSampler(Decoder decoder) {
        this.sampling = new LogitSampling(decoder);
        this.vocabulary = decoder.config().vocabulary();
    }

    /** Ways to choose, each one native call for all its rows. */
    private enum Way {
        GREEDY,
        DRAW,
        FILTERED;

        static Way of(SamplingParameters parameters) {
            if (parameters.greedy()) {
                return GREEDY;
            }
            return parameters.filtered() ? FILTERED : DRAW;
        }
    }

    /**
     * A token for each pick, in their order.
     *
     * @param all how many rows of logits there are
     */
    List<TokenChoice> choose(KeyValueCache.Logits logits, List<Pick> picks, int all) {
        TokenChoice[] choices = new TokenChoice[picks.size()];
        for (Way way : Way.values()) {
            int[] chosen = IntStream.range(0, choices.length)
                    .filter(i -> Way.of(picks.get(i).sequence().request().sampling()) == way)
                    .toArray();
            if (chosen.length > 0) {
                int[] at = Arrays.stream(chosen).map(i -> picks.get(i).row()).toArray();
                boolean every = logits.array().getShape().get(0) == at.length
                        && all == at.length
                        && IntStream.range(0, at.length).allMatch(i -> at[i] == i);
                chooseRows(logits, picks, way, chosen, every ? null : at, choices);
            }
        }
        return Arrays.asList(choices);
    }

    /** Logprobs of given tokens from {@code firstRow} on, with the {@code top} likeliest beside them. */
    List<PromptToken> score(KeyValueCache.Logits logits, int firstRow, int[] targets, int top) {
        int[] rows = IntStream.range(firstRow, firstRow + targets.length).toArray();
        int wanted = Math.min(top, vocabulary);
        List<PromptToken> scored = new ArrayList<>();
        try (LogitSampling.Rows selected = sampling.rows(logits, rows)) {
            float[] logprobs =
                    selected.score(Arrays.stream(targets).asLongStream().toArray());
            float[] likely = wanted == 0 ? new float[0] : selected.top(wanted);
            for (int i = 0; i < targets.length; i++) {
                scored.add(new PromptToken(
                        targets[i], logprobs[i], alternatives(likely, targets.length, wanted, i, wanted)));
            }
        }
        return scored;
    }

    private void chooseRows(
            KeyValueCache.Logits logits,
            List<Pick> picks,
            Way way,
            int[] rows,
            int @Nullable [] at,
            TokenChoice[] choices) {
        List<Pick> chosen = Arrays.stream(rows).mapToObj(picks::get).toList();
        int top = chosen.stream()
                .mapToInt(pick -> pick.sequence().request().logprobs().top())
                .max()
                .orElse(0);
        try (LogitSampling.Rows selected = sampling.rows(logits, at)) {
            float[] picked = pick(selected, chosen, way);
            float[] likely = top == 0 ? new float[0] : selected.top(Math.min(top, vocabulary));
            for (int i = 0; i < rows.length; i++) {
                int wanted =
                        Math.min(chosen.get(i).sequence().request().logprobs().top(), vocabulary);
                choices[rows[i]] = new TokenChoice(
                        (int) picked[i],
                        picked[rows.length + i],
                        alternatives(likely, rows.length, Math.min(top, vocabulary), i, wanted));
            }
        }
    }

    /** Chooses among the tokens that are allowed; logprobs stay those of the whole vocabulary. */
    private float[] pick(LogitSampling.Rows rows, List<Pick> chosen, Way way) {
        if (chosen.stream().allMatch(pick -> pick.sequence().free())) {
            return pickAny(rows, chosen, way);
        }
        try (LogitSampling.Rows masked = rows.masked(allowed(chosen))) {
            float[] picked = pickAny(masked, chosen, way);
            long[] tokens = IntStream.range(0, chosen.size())
                    .mapToLong(i -> (long) picked[i])
                    .toArray();
            System.arraycopy(rows.score(tokens), 0, picked, tokens.length, tokens.length);
            return picked;
        }
    }

    private float[] pickAny(LogitSampling.Rows rows, List<Pick> chosen, Way way) {
        return switch (way) {
            case GREEDY -> rows.greedy();
            case DRAW -> rows.draw(temperatures(chosen), draws(chosen));
            case FILTERED ->
                rows.filtered(temperatures(chosen), topK(chosen), topP(chosen), minP(chosen), draws(chosen));
        };
    }

    private long[][] allowed(List<Pick> picks) {
        return picks.stream().map(pick -> pick.sequence().allowed(vocabulary)).toArray(long[][]::new);
    }

    /** {@code likely} is [2, rows, top]: tokens, then logprobs. */
    private static List<GeneratedToken.Alternative> alternatives(
            float[] likely, int rows, int top, int row, int wanted) {
        List<GeneratedToken.Alternative> alternatives = new ArrayList<>(wanted);
        for (int n = 0; n < wanted; n++) {
            int at = row * top + n;
            alternatives.add(new GeneratedToken.Alternative((int) likely[at], likely[rows * top + at]));
        }
        return alternatives;
    }

    private static double[] temperatures(List<Pick> picks) {
        return each(picks, SamplingParameters::temperature);
    }

    private static double[] draws(List<Pick> picks) {
        return picks.stream()
                .mapToDouble(pick -> pick.sequence().draw(pick.ahead()))
                .toArray();
    }

    private long[] topK(List<Pick> picks) {
        return picks.stream()
                .mapToLong(pick -> pick.sequence().request().sampling().topK())
                .map(k -> k == 0 ? vocabulary : k)
                .toArray();
    }

    private static double[] topP(List<Pick> picks) {
        return each(picks, SamplingParameters::topP);
    }

    private static double[] minP(List<Pick> picks) {
        return each(picks, SamplingParameters::minP);
    }

    private static double[] each(List<Pick> picks, ToDoubleFunction<SamplingParameters> parameter) {
        return picks.stream()
                .map(pick -> pick.sequence().request().sampling())
                .mapToDouble(parameter)
                .toArray();
    }
}
