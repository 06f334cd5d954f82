package io.reagent.training.steps;

import io.reagent.clients.ApiKey;
import io.reagent.clients.Connections;
import io.reagent.clients.Remote;
import io.reagent.clients.judge.JudgeClient;
import io.reagent.training.engine.EngineAddress;
import io.reagent.training.engine.Patience;
import io.reagent.training.engine.TinkerClient;
import io.reagent.training.runs.Server;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Clients of policy and judge servers, one for each that the operator named or allowed. */
public final class Servers {
    private static final DataSize LARGEST_JUDGEMENT = DataSize.ofMegabytes(16);
    /** Silences that a request may wait for a connection. */
    private static final int QUEUE = 10;

    private final Keys keys;
    private final int connections;
    private final int judgements;
    private final Duration silence;
    private final Patience patience;
    private final Map<Server, TinkerClient> policies = new ConcurrentHashMap<>();
    private final Map<Server, JudgeClient> judges = new ConcurrentHashMap<>();

    /**
     * The keys the servers want, by the servers' names. A server without a name gets none.
     *
     * @param policies sent as {@code X-API-Key}
     * @param judges sent as bearer tokens
     */
    public record Keys(Map<String, String> policies, Map<String, String> judges) {
        public Keys {
            policies = Map.copyOf(policies);
            judges = Map.copyOf(judges);
        }

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

    public TinkerClient policy(Server server) {
        return policies.computeIfAbsent(
                server,
                unused -> new TinkerClient(new EngineAddress(
                        server.url(), key(keys.policies(), server), connections, silence, patience, server.named())));
    }

    public JudgeClient judge(Server server) {
        return judges.computeIfAbsent(
                server,
                unused -> new JudgeClient(
                        new Remote(
                                server.url(),
                                ApiKey.bearer(key(keys.judges(), server)),
                                Connections.of(judgements, silence.multipliedBy(QUEUE)),
                                silence,
                                LARGEST_JUDGEMENT),
                        server.named()));
    }

    private static @Nullable String key(Map<String, String> keys, Server server) {
        return server.name() == null ? null : keys.get(server.name());
    }
}
