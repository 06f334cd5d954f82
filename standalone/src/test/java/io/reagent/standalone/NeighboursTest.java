package io.reagent.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class NeighboursTest {
    private static List<String> neighbours(Map<String, Object> settings, String... keys) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", settings));
        return new Neighbours("http://localhost:1", "http://localhost:2", "http://localhost:3")
                .options(environment, List.of(keys));
    }

    @Test
    void theServicesGetThePlatformsFirstKeyForEachOther() {
        assertThat(neighbours(Map.of(), "k1", "k2"))
                .containsExactly(
                        "--reagent.agents.judge-url=http://localhost:1",
                        "--reagent.agents.judge-api-key=k1",
                        "--reagent.eval.judge-url=http://localhost:1",
                        "--reagent.eval.judge-api-key=k1",
                        "--reagent.eval.policy-url=http://localhost:2",
                        "--reagent.eval.policy-api-key=k1",
                        "--reagent.training.evaluation.base-url=http://localhost:3",
                        "--reagent.training.evaluation.api-key=k1",
                        "--reagent.training.judge-url=http://localhost:1",
                        "--reagent.training.judge-api-key=k1",
                        "--reagent.training.policy-url=http://localhost:2",
                        "--reagent.training.policy-api-key=k1");
        assertThat(neighbours(Map.of())).noneMatch(option -> option.contains("key"));
    }

    @Test
    void thePlatformsKeyGoesToNoServerOfTheUsers() {
        List<String> options = neighbours(
                Map.of(
                        "reagent.training.policy-url",
                        "https://elsewhere",
                        "reagent.agents.judge-api-key",
                        "own",
                        "reagent.eval.policy-url",
                        "https://elsewhere",
                        "reagent.training.evaluation.base-url",
                        "https://elsewhere"),
                "k1");

        assertThat(options)
                .containsExactly(
                        "--reagent.agents.judge-url=http://localhost:1",
                        "--reagent.eval.judge-url=http://localhost:1",
                        "--reagent.eval.judge-api-key=k1",
                        "--reagent.training.judge-url=http://localhost:1",
                        "--reagent.training.judge-api-key=k1");
    }
}
