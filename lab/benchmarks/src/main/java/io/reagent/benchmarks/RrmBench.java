package io.reagent.benchmarks;

import io.reagent.core.trajectory.Trajectory;
import io.reagent.core.trajectory.TrajectoryWriter;
import io.reagent.world.Oracle;
import io.reagent.world.Split;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code ./reagent bench rrm}: a running judge under load, from this machine: a batch of fresh trajectories with the heap
 * it took, then the same trajectories again, answered from the cache.
 */
public final class RrmBench {
    private static final PrintStream OUT = System.out;
    private static final int CONNECTIONS = 16;
    private static final Duration LOAD = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI judge;

    private RrmBench(URI judge) {
        this.judge = judge;
    }

    /** @param arguments the judge's base URL, and how many trajectories */
    public static void main(String[] arguments) throws Exception {
        URI judge = URI.create(arguments.length > 0 ? arguments[0] : "http://localhost:8081");
        int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000;
        RrmBench bench = new RrmBench(judge);
        // fresh ones at every run: nothing is in the cache
        long seed = System.currentTimeMillis();
        List<ObjectNode> requests = LongStream.range(seed, seed + count)
                .mapToObj(i -> request(Oracle.draw(i, Split.HELD_OUT).trajectory()))
                .toList();
        bench.batch(requests);
        bench.cached(requests.subList(0, Math.min(200, count)).stream()
                .map(ObjectNode::toString)
                .toList());
    }

    private static ObjectNode request(Trajectory trajectory) {
        ObjectNode request = JsonMapper.shared().createObjectNode();
        request.set("trajectory", TrajectoryWriter.toJson(trajectory));
        return request;
    }

    private void batch(List<ObjectNode> requests) throws Exception {
        String body = requests.stream().map(ObjectNode::toString).collect(Collectors.joining("\n", "", "\n"));
        HttpRequest post = HttpRequest.newBuilder(judge.resolve("/v1/judgements/batch"))
                .header("Content-Type", "application/x-ndjson")
                .timeout(Duration.ofMinutes(9))
                .POST(BodyPublishers.ofString(body))
                .build();
        AtomicLong peak = new AtomicLong();
        Thread sampler = Thread.ofVirtual().start(() -> sampleHeap(peak));
        long start = System.nanoTime();
        HttpResponse<Stream<String>> response = client.send(post, BodyHandlers.ofLines());
        List<JsonNode> lines;
        try (Stream<String> answered = response.body()) {
            lines = answered.map(JsonMapper.shared()::readTree).toList();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        sampler.interrupt();
        OUT.printf(
                "batch of %d trajectories: %.1f s, %.1f a second; outcomes %s; most heap in use %d MB%n",
                requests.size(), seconds, requests.size() / seconds, outcomes(lines), peak.get() >> 20);
    }

    private static Object outcomes(List<JsonNode> lines) {
        return lines.stream()
                .map(line -> line.at("/judgement/outcome")
                        .asString(line.at("/error/type").asString("?")))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private void sampleHeap(AtomicLong peak) {
        try {
            while (true) {
                peak.accumulateAndGet(heapInUse(), Math::max);
                Thread.sleep(250);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            OUT.println("the judge's metrics cannot be read: " + e.getMessage());
        }
    }

    private long heapInUse() throws IOException, InterruptedException {
        HttpRequest get =
                HttpRequest.newBuilder(judge.resolve("/actuator/prometheus")).build();
        return client.send(get, BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith("jvm_memory_used_bytes") && line.contains("area=\"heap\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private void cached(List<String> bodies) throws InterruptedException {
        AtomicLong answered = new AtomicLong();
        AtomicLong refused = new AtomicLong();
        load(bodies, Duration.ofSeconds(3), new AtomicLong(), new AtomicLong());
        long start = System.nanoTime();
        load(bodies, LOAD, answered, refused);
        double seconds = (System.nanoTime() - start) / 1e9;
        OUT.printf(
                "cached judgements: %.0f requests a second over %d connections, client on the same machine; %d not from"
                        + " the cache%n",
                answered.get() / seconds, CONNECTIONS, refused.get());
    }

    private void load(List<String> bodies, Duration duration, AtomicLong answered, AtomicLong refused)
            throws InterruptedException {
        long end = System.nanoTime() + duration.toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, CONNECTIONS)
                    .forEach(c -> threads.submit(() -> {
                        for (int i = c; System.nanoTime() < end; i++) {
                            (fromCache(bodies.get(i % bodies.size())) ? answered : refused).incrementAndGet();
                        }
                        return null;
                    }));
        }
    }

    private boolean fromCache(String body) throws IOException, InterruptedException {
        HttpRequest post = HttpRequest.newBuilder(judge.resolve("/v1/judgements"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = client.send(post, BodyHandlers.ofString());
        return response.statusCode() == 200 && response.body().contains("\"cached\":true");
    }
}
