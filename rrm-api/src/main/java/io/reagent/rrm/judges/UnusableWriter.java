package io.reagent.rrm.judges;

import io.reagent.rrm.judges.JudgeUnavailableException.Kind;
import java.time.Duration;
import reactor.core.publisher.Flux;

/**
 * Stands for a model that is configured and could not be loaded: it writes nothing and says why.
 *
 * @param problem what is wrong, for callers
 */
public record UnusableWriter(String model, String problem) implements Writer {
    /** It takes somebody to mend it, and a start of the service. */
    private static final Duration RETRY = Duration.ofMinutes(1);

    @Override
    public String fingerprint() {
        return "";
    }

    @Override
    public Flux<Written> write(Prompt prompt, JudgeSampling sampling) {
        return Flux.error(() -> new JudgeUnavailableException(Kind.MISCONFIGURED, problem, RETRY, null));
    }

    @Override
    public int waiting() {
        return 0;
    }
}
