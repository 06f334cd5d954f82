package io.reagent.training.algorithms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AlgorithmTest {
    private static Stream<Class<?>> leaves(Class<?> of) {
        Class<?>[] permitted = of.getPermittedSubclasses();
        return permitted == null ? Stream.of(of) : Arrays.stream(permitted).flatMap(AlgorithmTest::leaves);
    }

    @Test
    void whatIsPermittedIsListed() {
        List<Class<?>> listed =
                Algorithm.all().stream().<Class<?>>map(Object::getClass).toList();

        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(leaves(Algorithm.class).toList());
        assertThat(Algorithm.all())
                .extracting(Algorithm::wireName)
                .containsExactly("sft", "grpo", "reagent-r", "reagent-u");
    }

    @Test
    void optionsMakeADifferenceWhereTheyAreRead() {
        for (String option : List.of("lambda", "max_judge_failure_share")) {
            assertThat(Algorithm.all().stream().filter(algorithm -> algorithm.uses(option)))
                    .extracting(Algorithm::wireName)
                    .containsExactly("reagent-r", "reagent-u");
        }
        for (String option : List.of("critique", "pooled", "leakage_filter", "attempt_tokens")) {
            assertThat(Algorithm.all().stream().filter(algorithm -> algorithm.uses(option)))
                    .extracting(Algorithm::wireName)
                    .containsExactly("reagent-u");
        }
        assertThat(Algorithm.all()).allMatch(algorithm -> algorithm.uses("learning_rate"));
    }

    @Test
    void otherOptionsMakeTheSameAlgorithm() {
        AlgorithmOptions chosen = new AlgorithmOptions(0.5, false, false, 0.1, true);

        for (Algorithm algorithm : Algorithm.all()) {
            Algorithm other = algorithm.with(chosen);
            assertThat(other).hasSameClassAs(algorithm);
            assertThat(other.wireName()).isEqualTo(algorithm.wireName());
            if (other instanceof PolicyGradient gradient) {
                assertThat(gradient.options()).isEqualTo(chosen);
            }
        }
    }
}
