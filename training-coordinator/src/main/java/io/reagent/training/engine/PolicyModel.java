package io.reagent.training.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Weights in training on a server, in a session of their own. Requests carry increasing numbers, by which the server
 * orders them. Used by one step at a time; after any failure it is of no more use, since nobody knows which requests took
 * effect.
 */
public final class PolicyModel {
    /** Servers forget sessions they have not heard of for a while. */
    public static final Duration BETWEEN_HEARTBEATS = Duration.ofSeconds(10);

    private final TinkerClient client;
    private final String session;
    private final String id;
    private final AtomicLong lastSequence = new AtomicLong();

    private PolicyModel(TinkerClient client, String session, String id) {
        this.client = client;
        this.session = session;
        this.id = id;
    }

    /**
     * New weights over a base model.
     *
     * @param loraRank of the adapter; 0 trains all weights
     * @param seed of the adapter's first weights
     */
    public static Mono<PolicyModel> create(
            TinkerClient client, String baseModel, int loraRank, long seed, Map<String, String> metadata) {
        return client.createSession(metadata).flatMap(session -> client.submit(
                        "create_model",
                        new Wire.CreateModel(
                                session, 0, baseModel, new Wire.LoraConfig(loraRank, seed, true, true, false)))
                .flatMap(submitted -> client.result("create_model", submitted)
                        .map(result -> new PolicyModel(client, session, modelId(submitted, result)))
                        .onErrorResume(
                                error -> abandoned(client, session, submitted).then(Mono.error(error)))));
    }

    /** A model whose making failed, or was not waited for, may be there all the same. */
    private static Mono<Void> abandoned(TinkerClient client, String session, JsonNode submitted) {
        return submitted.has("model_id")
                ? new PolicyModel(client, session, TinkerClient.text(submitted, "model_id")).unload()
                : Mono.empty();
    }

    private static String modelId(JsonNode submitted, JsonNode result) {
        return TinkerClient.text(submitted.has("model_id") ? submitted : result, "model_id");
    }

    public String id() {
        return id;
    }

    /** Goes on from saved weights and, with them, the optimizer; only before anything else. */
    public Mono<Void> load(String path) {
        return client.call("load_weights", new Wire.Load(id, path, true, next()))
                .then();
    }

    /** Adds the gradients of several batches, in this order; results come in the same order. */
    public Flux<LossOutput> forwardBackward(List<List<Datum>> batches, LossFunction loss) {
        return Flux.fromIterable(batches)
                .concatMap(batch -> client.submit("forward_backward", request(batch, loss)))
                .concatMap(submitted -> client.result("forward_backward", submitted))
                .map(LossOutput::read);
    }

    private Wire.ForwardBackward request(List<Datum> batch, LossFunction loss) {
        List<Wire.Datum> data =
                batch.stream().map(example -> (Wire.Datum) Datum.datum(example)).toList();
        return new Wire.ForwardBackward(id, new Wire.LossInput(data, loss.wireName(), loss.configuration()), next());
    }

    /** Moves the weights; gives whatever the server measures. */
    public Mono<LossOutput> optimStep(AdamParams params) {
        return Mono.defer(() -> client.call("optim_step", new Wire.OptimStep(id, params, next())))
                .map(LossOutput::read);
    }

    /** Saves weights and optimizer under a name; gives the path to load them from. */
    public Mono<String> save(String name) {
        return Mono.defer(() -> client.call("save_weights", new Wire.Save(id, name, next())))
                .map(result -> TinkerClient.text(result, "path"));
    }

    /** Saves weights to sample from; gives their path. */
    public Mono<String> saveForSampling(String name) {
        return Mono.defer(() -> client.call("save_weights_for_sampler", new Wire.Save(id, name, next())))
                .map(result -> TinkerClient.text(result, "path"));
    }

    /** Keeps the session alive while subscribed; never ends, and hides what goes wrong: the next request will tell. */
    public Mono<Void> keepAlive() {
        return Flux.interval(BETWEEN_HEARTBEATS)
                .onBackpressureDrop()
                .concatMap(tick -> heartbeat())
                .then(Mono.never());
    }

    /** Says that the session is still wanted; hides what goes wrong. */
    public Mono<Void> heartbeat() {
        return client.heartbeat(session).timeout(BETWEEN_HEARTBEATS).onErrorComplete();
    }

    /** Frees the weights; hides what goes wrong. */
    public Mono<Void> unload() {
        return client.call("unload_model", new Wire.Model(id)).then().onErrorComplete();
    }

    private long next() {
        return lastSequence.incrementAndGet();
    }
}
