package io.reagent.policy.openai;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.reagent.lm.generate.Completion;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SignalType;

/** Measures requests, under the names of the OpenTelemetry conventions for generative AI. */
final class OpenAiMetrics {
    private final MeterRegistry registry;

    OpenAiMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * @param operation {@code chat} or {@code text_completion}
     * @param samples of each prompt, which counts once for all of them
     */
    Flux<Sampled> measure(String operation, String model, int samples, Flux<Sampled> sampled) {
        Tags tags = Tags.of("gen_ai.operation.name", operation, "gen_ai.request.model", model);
        return Flux.defer(() -> {
            long start = System.nanoTime();
            return sampled.doOnNext(event -> {
                        if (event instanceof Sampled.Ended ended) {
                            ended(tags, ended, ended.choice() % samples == 0);
                        }
                    })
                    .doFinally(signal -> registry.timer(
                                    "gen_ai.server.request.duration", tags.and("error.type", error(signal)))
                            .record(Duration.ofNanos(System.nanoTime() - start)));
        });
    }

    private void ended(Tags tags, Sampled.Ended ended, boolean countsPrompt) {
        Completion completion = ended.completion();
        int tokens = completion.tokens().size();
        Completion.Timings timings = completion.timings();
        registry.timer("gen_ai.server.time_to_first_token", tags).record(Duration.ofNanos(timings.firstToken()));
        if (tokens > 1) {
            registry.timer("gen_ai.server.time_per_output_token", tags)
                    .record(Duration.ofNanos((timings.total() - timings.firstToken()) / (tokens - 1)));
        }
        if (countsPrompt) {
            count(tags, "input", completion.promptTokens());
        }
        count(tags, "output", tokens);
    }

    private void count(Tags tags, String type, int tokens) {
        DistributionSummary.builder("gen_ai.client.token.usage")
                .baseUnit("token")
                .tags(tags)
                .tag("gen_ai.token.type", type)
                .register(registry)
                .record(tokens);
    }

    private static String error(SignalType signal) {
        return switch (signal) {
            case ON_COMPLETE -> "none";
            case CANCEL -> "cancelled";
            default -> "failed";
        };
    }
}
