package io.reagent.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * One service of the platform.
 *
 * @param name what people call it
 * @param application its Spring Boot class
 * @param host by which this machine reaches it
 */
record Service(String name, Class<?> application, String host, int port) {
    private static final Duration BETWEEN_PROBES = Duration.ofMillis(100);

    String url() {
        return "http://" + host + ":" + port;
    }

    /** Starts it with Spring options; the caller closes what this returns. */
    ConfigurableApplicationContext start(List<String> options) {
        List<String> all = new ArrayList<>(options);
        all.add("--server.port=" + port);
        return new SpringApplicationBuilder(application)
                .web(WebApplicationType.REACTIVE)
                .registerShutdownHook(false)
                .logStartupInfo(false)
                .run(all.toArray(String[]::new));
    }

    /**
     * Waits until it says that it can do its work, not only that it listens.
     *
     * @throws IllegalStateException with its last answer, when it does not in time
     */
    void awaitReady(Duration limit) throws InterruptedException {
        HttpRequest probe = HttpRequest.newBuilder(URI.create(url() + "/actuator/health/readiness"))
                .timeout(limit)
                .build();
        String answer;
        try (HttpClient client = HttpClient.newHttpClient()) {
            Instant deadline = Instant.now().plus(limit);
            do {
                HttpResponse<String> response = client.send(probe, HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() == 200) {
                    return;
                }
                answer = response.body();
                Thread.sleep(BETWEEN_PROBES);
            } while (Instant.now().isBefore(deadline));
        } catch (IOException e) {
            throw new IllegalStateException("the " + name + " at " + url() + " does not answer", e);
        }
        throw new IllegalStateException(
                "the " + name + " at " + url() + " is not ready after " + limit.toSeconds() + " s: " + answer);
    }
}
