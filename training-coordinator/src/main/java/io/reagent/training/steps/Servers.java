package io.reagent.training.steps;

import io.reagent.training.engine.EngineAddress;
import io.reagent.training.engine.Patience;
import io.reagent.training.engine.TinkerClient;
import io.reagent.training.judging.JudgeClient;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Clients of policy and judge servers, one for each URL. */
public final class Servers {
    private final Keys keys;
    private final int connections;
    private final int judgements;
    private final Duration silence;
    private final Patience patience;
    private final Map<URI, TinkerClient> policies = new ConcurrentHashMap<>();
    private final Map<URI, JudgeClient> judges = new ConcurrentHashMap<>();

    /** The keys the servers want. */
    public record Keys(@Nullable String policy, @Nullable String judge) {
        /** Without them. */
        @Override
        public String toString() {
            return "keys";
        }
    }

    /**
     * @param connections to a policy server at the same time
     * @param judgements asked of a judge at the same time
     * @param silence the longest wait for an answer
     * @param patience with what policy servers have accepted
     */
    public Servers(Keys keys, int connections, int judgements, Duration silence, Patience patience) {
        this.keys = keys;
        this.connections = connections;
        this.judgements = judgements;
        this.silence = silence;
        this.patience = patience;
    }

    public TinkerClient policy(URI url) {
        return policies.computeIfAbsent(
                url, unused -> new TinkerClient(new EngineAddress(url, keys.policy(), connections, silence, patience)));
    }

    public JudgeClient judge(URI url) {
        return judges.computeIfAbsent(url, unused -> new JudgeClient(url, keys.judge(), judgements, silence));
    }
}
