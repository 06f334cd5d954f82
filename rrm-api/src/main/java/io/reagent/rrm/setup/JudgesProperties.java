package io.reagent.rrm.setup;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who judges.
 *
 * @param judges by name, beside {@code rrm-tiny}, the checkpoint in {@code models/rrm-tiny}; that one is left out, too, where
 *     its directory is not there and another judges
 * @param defaultJudge who judges when a caller names nobody; unset it is the one judge beside {@code rrm-tiny}, or
 *     {@code rrm-tiny} where there is no other
 * @param fenceSecret makes the marks around a trajectory unguessable; give all replicas the same. Unset, each process
 *     draws its own
 */
@ConfigurationProperties("reagent")
public record JudgesProperties(
        @DefaultValue Map<String, JudgeProperties> judges,
        @Nullable String defaultJudge,
        @Nullable String fenceSecret) {
    /** Configured in rrm-api.properties, below everything a user sets. */
    private static final String SHIPPED = "rrm-tiny";

    public JudgesProperties {
        judges = judging(judges);
        defaultJudge = defaultJudge == null ? standard(judges.keySet()) : defaultJudge;
    }

    private static Map<String, JudgeProperties> judging(Map<String, JudgeProperties> named) {
        Map<String, JudgeProperties> judging = new TreeMap<>(named);
        judging.values().removeIf(judge -> !judge.enabled());
        JudgeProperties shipped = judging.get(SHIPPED);
        Path checkpoint = shipped == null ? null : shipped.model().directory();
        if (checkpoint != null && judging.size() > 1 && Files.notExists(checkpoint)) {
            judging.remove(SHIPPED);
        }
        return Collections.unmodifiableMap(judging);
    }

    private static @Nullable String standard(Collection<String> names) {
        List<String> own = names.stream().filter(name -> !name.equals(SHIPPED)).toList();
        return switch (own.size()) {
            case 0 -> names.isEmpty() ? null : SHIPPED;
            case 1 -> own.getFirst();
            default -> null;
        };
    }
}
