package io.reagent.agents.models;

import java.util.Map;
import java.util.TreeMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Models on chat servers, as they were configured. */
public final class ChatServers implements ModelSource {
    private final Map<String, ChatServer> servers = new TreeMap<>();

    /** @param servers by the name that callers use */
    public ChatServers(Map<String, ChatServerProperties> servers) {
        servers.forEach((name, settings) -> this.servers.put(name, new ChatServer(name, settings)));
    }

    @Override
    public Flux<String> names() {
        return Flux.fromIterable(servers.keySet());
    }

    @Override
    public Mono<ModelWeights> find(String name) {
        return Mono.justOrEmpty(servers.get(name)).map(server -> new ModelWeights(name, server.weights(), false));
    }

    @Override
    public Mono<OpenModel> open(String name, TurnSampling sampling) {
        return Mono.justOrEmpty(servers.get(name))
                .map(server -> new OpenModel(
                        name, server.weights(), Integer.MAX_VALUE, new ChatServerModel(server, sampling), () -> {}));
    }

    @Override
    public String setting() {
        return "reagent.agents.models";
    }
}
