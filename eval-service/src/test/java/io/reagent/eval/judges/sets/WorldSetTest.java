package io.reagent.eval.judges.sets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WorldSetTest {
    private static final JudgeSet ALL = WorldSet.read(Subset.ALL, 0);

    @Test
    void everyTaskHasASoundAttemptAndFlawedOnesOfEveryType() {
        Map<String, List<LabelledAttempt>> tasks = ALL.cases().stream()
                .collect(Collectors.groupingBy(one -> one.attempt().task()));

        assertThat(tasks).hasSize(200);
        assertThat(tasks.values()).allSatisfy(attempts -> {
            assertThat(attempts).hasSizeBetween(3, 4);
            assertThat(attempts.stream().filter(one -> one.source().equals("sound")))
                    .hasSize(1);
        });
        assertThat(ALL.cases().stream().map(LabelledAttempt::source).distinct()).hasSize(13);
        assertThat(ALL.cases().stream().map(LabelledAttempt::id)).doesNotHaveDuplicates();
    }

    @Test
    void labelsSayWhatTheOracleDid() {
        assertThat(ALL.cases()).allSatisfy(one -> {
            boolean sound = one.source().equals("sound");
            assertThat(one.score().equals(1.0)).isEqualTo(sound);
            assertThat(one.firstError().equals(-1)).isEqualTo(sound);
            assertThat(one.steps().contains(false)).isNotEqualTo(sound);
            assertThat(one.steps()).hasSize(one.attempt().trajectory().steps().size() + 1);
            assertThat(one.reference()).isNotBlank();
            assertThat(sound && !one.verdict()).isFalse();
        });
        assertThat(ALL.cases().stream().filter(one -> !one.verdict())).hasSizeBetween(200, 400);
    }

    @Test
    void itIsTheSameEachTimeAndCanBeCut() {
        assertThat(WorldSet.read(Subset.ALL, 1).checksum()).isEqualTo(ALL.checksum());
        assertThat(WorldSet.read(Subset.ALL, 1).cases()).isEqualTo(ALL.cases());
        JudgeSet some = WorldSet.read(new Subset("held_out", null, 40), 3);
        assertThat(some.cases()).hasSizeBetween(37, 40);
        assertThat(some.leftOut()).containsKey("not drawn");
        assertThat(WorldSet.read(new Subset("train", null, null), 3).cases()).isEmpty();
        assertThat(WorldSet.read(new Subset(null, "misread result", null), 3).cases())
                .allMatch(one -> one.source().equals("misread result"))
                .isNotEmpty();
    }
}
