package io.reagent.lm.generate;

import io.reagent.lm.decoder.Adapter;
import io.reagent.lm.decoder.Decoder;
import io.reagent.lm.decoder.KeyValueCache;
import io.reagent.lm.decoder.TokenBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The sequences generated together. Each step computes one token of every sequence that is decoding and, up to a budget,
 * the next part of prompts; sequences join and leave between steps. Owner thread only.
 */
final class Batch implements AutoCloseable {
    /** How long what a sequence left can be gone on from; pauses between the turns of an agent are shorter. */
    private static final Duration KEPT = Duration.ofMinutes(2);

    private final Engine.Limits limits;
    private final KeyValueCache cache;
    private final Slots slots;
    private final TokenSampler sampler;
    private final Speculation speculation;
    /** In the order they joined. */
    private final List<Sequence> running = new ArrayList<>();

    private long preempted;

    Batch(Decoder decoder, Engine.Limits limits) {
        this.limits = limits;
        this.cache = new KeyValueCache(decoder, limits.deterministic(), limits.deterministic() ? limits.batch() : 0);
        Slots.Limits room = new Slots.Limits(
                limits.batch(),
                limits.cachedTokens(),
                decoder.config().context(),
                limits.deterministic() ? limits.prefillTokens() : 1,
                limits.deterministic(),
                KEPT);
        this.slots = new Slots(cache, room, System::nanoTime);
        this.sampler = new TokenSampler(decoder);
        this.speculation = new Speculation(limits.drafts());
    }

    int size() {
        return running.size();
    }

    Slots slots() {
        return slots;
    }

    /** How often a sequence had to begin again for want of cache. */
    long preempted() {
        return preempted;
    }

    Speculation speculation() {
        return speculation;
    }

    boolean uses(Adapter adapter) {
        return running.stream().anyMatch(sequence -> sequence.adapter() == adapter);
    }

    /** Takes a sequence in; false when there is no room for it now. */
    boolean join(Sequence sequence) {
        if (running.size() >= limits.batch() || slots.take(sequence) == null) {
            return false;
        }
        running.add(sequence);
        return true;
    }

    /** Puts sequences out for want of cache, the last to join first; {@code out} has them join again. */
    void preempt(Consumer<Sequence> out) {
        for (int i = 0; i < running.size(); i++) {
            while (i < running.size() && !slots.grow(running.get(i))) {
                Sequence last = running.getLast();
                slots.release(last.slot());
                last.putBack();
                running.removeLast();
                out.accept(last);
                preempted++;
            }
        }
    }

    /** One forward call, and a next token for each sequence that is ready for it; returns how many that are. */
    int step() {
        retire();
        if (limits.deterministic()) {
            return stepApart();
        }
        Map<Sequence, Integer> counts = decoding();
        int decoding = counts.size();
        int budget = limits.prefillTokens();
        for (Sequence sequence : running) {
            if (sequence.pending() > 1 && budget > 0) {
                int count = Math.min(sequence.pending(), budget);
                counts.put(sequence, count);
                budget -= count;
            }
        }
        if (counts.isEmpty()) {
            return 0;
        }
        speculation.extend(counts, decoding);
        long began = System.nanoTime();
        int tokens = compute(counts);
        speculation.took(counts, System.nanoTime() - began);
        return tokens;
    }

    /**
     * Every call of a shape that does not depend on who else is there: prompts alone in fixed parts, then a token of every
     * other sequence. One that was put out gets its generated tokens back as it got them first, one by one.
     */
    private int stepApart() {
        Sequence reading = running.stream()
                .filter(sequence -> unread(sequence) > 1)
                .findFirst()
                .orElse(null);
        int tokens = 0;
        if (reading != null) {
            int part = limits.prefillTokens();
            tokens = compute(Map.of(reading, Math.min(unread(reading), part - reading.computed() % part)));
        }
        Map<Sequence, Integer> others = new LinkedHashMap<>();
        for (Sequence sequence : running) {
            if (unread(sequence) <= 1) {
                others.put(sequence, 1);
            }
        }
        return tokens + compute(others);
    }

    /** Tokens of its prompt that are not computed yet. */
    private static int unread(Sequence sequence) {
        return sequence.promptLength() - sequence.computed();
    }

    /** One token of each sequence whose prompt is computed. */
    private Map<Sequence, Integer> decoding() {
        Map<Sequence, Integer> counts = new LinkedHashMap<>();
        for (Sequence sequence : running) {
            if (sequence.pending() == 1) {
                counts.put(sequence, 1);
            }
        }
        return counts;
    }

    private int compute(Map<Sequence, Integer> counts) {
        if (counts.isEmpty()) {
            return 0;
        }
        TokenBatch batch = new TokenBatch();
        List<Pick> picks = new ArrayList<>();
        List<PromptScores> scores = new ArrayList<>();
        int row = 0;
        for (Map.Entry<Sequence, Integer> entry : counts.entrySet()) {
            Sequence sequence = entry.getKey();
            int count = entry.getValue();
            boolean scored = sequence.scoresPrompt();
            boolean ahead = count > sequence.pending();
            batch.add(
                    sequence.slot().bank(),
                    sequence.slot().index(),
                    sequence.next(count),
                    sequence.computed(),
                    scored || ahead,
                    sequence.adapter());
            if (scored) {
                scores.add(new PromptScores(sequence, row, count));
            }
            int rows = scored || ahead ? count : 1;
            if (ahead) {
                int tried = Math.min(count - 1, sequence.guesses().count());
                for (int i = 0; i <= tried; i++) {
                    picks.add(new Pick(sequence, row + i, i));
                }
            } else if (count == sequence.pending()) {
                picks.add(new Pick(sequence, row + rows - 1, 0));
            }
            row += rows;
        }
        try (KeyValueCache.Logits logits = cache.compute(batch)) {
            for (PromptScores asked : scores) {
                asked.tell(sampler, logits);
            }
            counts.forEach((sequence, count) -> {
                if (count < sequence.pending()) {
                    sequence.advance(count);
                }
            });
            return deliver(picks, sampler.choose(logits, picks, row));
        }
    }

    /** Gives each sequence its tokens up to the first that is not what was guessed; returns how many those are. */
    private int deliver(List<Pick> picks, List<TokenChoice> choices) {
        int tokens = 0;
        int first = 0;
        while (first < picks.size()) {
            Sequence sequence = picks.get(first).sequence();
            int end = first + 1;
            while (end < picks.size() && picks.get(end).sequence() == sequence) {
                end++;
            }
            tokens += take(sequence, choices.subList(first, end));
            first = end;
        }
        return tokens;
    }

    private int take(Sequence sequence, List<TokenChoice> choices) {
        int tried = choices.size() - 1;
        int taken = 0;
        int hits = 0;
        boolean goesOn = true;
        while (goesOn && taken == hits && taken <= tried) {
            TokenChoice choice = choices.get(taken++);
            if (taken <= tried && sequence.guessed() == choice.token()) {
                hits++;
            }
            goesOn = sequence.accept(choice.token(), choice.logprob(), choice.alternatives());
            speculation.learn(sequence);
        }
        speculation.told(sequence, tried, hits);
        if (!goesOn) {
            remove(sequence);
        }
        return taken;
    }

    private void retire() {
        for (Sequence sequence : List.copyOf(running)) {
            if (sequence.wantsCancel()) {
                remove(sequence);
            }
        }
    }

    private void remove(Sequence ended) {
        slots.release(ended.slot());
        running.remove(ended);
        ended.finish();
    }

    /** Fails every running sequence and forgets the cache: after an error nothing in it can be trusted. */
    void fail(Throwable cause) {
        List<Sequence> failed = List.copyOf(running);
        running.clear();
        failed.forEach(sequence -> sequence.fail(cause));
        slots.reset();
    }

    @Override
    public void close() {
        cache.close();
    }
}
