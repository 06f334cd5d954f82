package io.reagent.lm.generate;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.reagent.lm.Fixture;
import io.reagent.lm.decoder.Decoder;
import io.reagent.lm.decoder.KeyValueCache;
import io.reagent.text.Tokenizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who has which place, and how much memory that takes; that the numbers stay right is {@link SchedulingTest}'s. */
class SlotsTest {
    private static final Duration KEEP = Duration.ofMinutes(1);

    private final Decoder decoder = Decoder.load(Fixture.named("qwen3").directory(), Device.cpu(), false);
    private final Tokenizer tokenizer = Tokenizer.load(Fixture.named("qwen3").directory());
    private final KeyValueCache cache = new KeyValueCache(decoder, false, 0);
    private final AtomicLong clock = new AtomicLong();
    private final SplittableRandom random = new SplittableRandom(1);

    @AfterEach
    void close() {
        cache.close();
        decoder.close();
        tokenizer.close();
    }

    private Slots slots(int most, long positions) {
        return new Slots(cache, new Slots.Limits(most, positions, 4096, 1, false, KEEP), clock::get);
    }

    private Sequence sequence(int length) {
        return new Sequence(
                GenerationRequest.of(random.ints(length, 0, 300).toArray(), 2000)
                        .drawn(SamplingParameters.GREEDY, 0),
                token -> {},
                tokenizer.streamDecoder(true),
                1 << 20);
    }

    private Sequence running(Slots slots, int length) {
        Sequence sequence = sequence(length);
        assertThat(slots.take(sequence)).isNotNull();
        sequence.advance(sequence.pending() - 1);
        return sequence;
    }

    @Test
    void slotsComeInLengthsHalfAsLongAgain() {
        assertThat(List.of(1, 64, 65, 129, 200, 300, 400, 700, 3000).stream()
                        .map(positions -> Slots.lengthFor(positions, 1 << 20)))
                .containsExactly(64, 64, 128, 192, 256, 384, 512, 768, 3072);
        assertThat(Slots.lengthFor(3000, 3008)).isEqualTo(3008);
    }

    @Test
    void aLongSequenceTakesNoMoreThanItsOwnPlace() {
        Slots slots = slots(16, 1 << 16);
        List<Sequence> few = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            few.add(running(slots, 40));
        }
        long before = slots.allocated();
        assertThat(before).isEqualTo(4 * 64);
        Sequence longest = running(slots, 3000);
        assertThat(slots.allocated()).isEqualTo(before + 3072);
        slots.release(longest.slot());
        few.forEach(one -> slots.release(one.slot()));
        for (int i = 0; i < 12; i++) {
            few.add(running(slots, 40));
        }
        assertThat(slots.allocated()).isLessThanOrEqualTo(16 * 64 + 3072);
    }

    @Test
    void whatIsNotUsedForAWhileIsGivenBackAndWhatIsUsedStays() {
        Slots slots = slots(16, 1 << 16);
        Sequence busy = running(slots, 100);
        Sequence ended = running(slots, 3000);
        slots.release(ended.slot());
        slots.trim();
        assertThat(slots.allocated()).isEqualTo(3072 + 128);
        clock.addAndGet(KEEP.toNanos() + 1);
        slots.trim();
        assertThat(slots.allocated()).isEqualTo(128);
        slots.release(busy.slot());
        clock.addAndGet(KEEP.toNanos() + 1);
        slots.trim();
        assertThat(slots.allocated()).isZero();
    }

    @Test
    void whereOnlyPromptsAreReusedGeneratedTokensAreNotTakenFromAnothersPrompt() {
        Slots slots = new Slots(cache, new Slots.Limits(4, 1 << 14, 4096, 16, true, KEEP), clock::get);
        Sequence first = running(slots, 20);
        first.advance(1);
        for (int i = 0; i < 60; i++) {
            first.accept(random.nextInt(300), -1, List.of());
        }
        slots.release(first.slot());
        first.putBack();
        int[] further = Arrays.copyOf(first.ids(), first.length() + 1);
        Sequence second = new Sequence(
                GenerationRequest.of(further, 10).drawn(SamplingParameters.GREEDY, 0),
                token -> {},
                tokenizer.streamDecoder(true),
                1 << 20);
        assertThat(slots.take(second)).isNotNull();
        assertThat(second.computed()).isEqualTo(16);
        second.advance(second.pending() - 1);
        assertThat(slots.take(first)).isNotNull();
        assertThat(first.computed()).isEqualTo(16);
    }

    @Test
    void theBudgetHoldsWhateverComesAndGoes() {
        long budget = 1_600;
        int most = 6;
        Slots slots = slots(most, budget);
        List<Sequence> running = new ArrayList<>();
        int refused = 0;
        int grown = 0;
        for (int i = 0; i < 600; i++) {
            int what = random.nextInt(3);
            if (what == 0 && running.size() < most) {
                Sequence sequence = sequence(1 + random.nextInt(1 << random.nextInt(11)));
                if (slots.take(sequence) == null) {
                    refused++;
                } else {
                    sequence.advance(sequence.pending() - 1);
                    running.add(sequence);
                }
            } else if (what == 1 && !running.isEmpty()) {
                slots.release(running.remove(random.nextInt(running.size())).slot());
            } else if (!running.isEmpty()) {
                Sequence one = running.get(random.nextInt(running.size()));
                boolean room = true;
                for (int t = 0; t < 70 && room; t++) {
                    room = slots.grow(one);
                    if (room) {
                        one.accept(1, 0, List.of());
                        grown++;
                        room = slots.grow(one);
                    }
                }
                if (!room) {
                    slots.release(one.slot());
                    running.remove(one);
                }
            }
            assertThat(slots.allocated()).isLessThanOrEqualTo(budget);
            assertThat(running)
                    .allMatch(one -> one.slot().owner() == one
                            && one.slot().index() < one.slot().bank().slots());
            assertThat(running.stream().map(one -> one.slot()).distinct()).hasSameSizeAs(running);
        }
        assertThat(refused).isPositive();
        assertThat(grown).isGreaterThan(1_000);
        running.forEach(one -> slots.release(one.slot()));
        assertThat(slots.take(sequence(1_590))).isNotNull();
    }
}
