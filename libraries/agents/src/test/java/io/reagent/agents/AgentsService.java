package io.reagent.agents;

import io.reagent.agents.models.ModelSource;
import io.reagent.agents.models.ModelWeights;
import io.reagent.agents.models.OpenModel;
import io.reagent.agents.models.TurnSampling;
import io.reagent.core.agent.ModelTurn;
import io.reagent.core.agent.Speech;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A service of agents alone, which brings a model of its own with little room. */
@SpringBootApplication
public class AgentsService {
    /** False while the service's own model cannot be loaded. */
    public static final AtomicBoolean LOADS = new AtomicBoolean(true);

    private static final int CONTEXT = 1024;
    private static final ModelTurn SAYS_LITTLE =
            new ModelTurn("Little.", new Speech(null, "Little.", List.of()), ModelTurn.FinishReason.STOP, 1, 1, null);

    @Bean
    ModelSource small() {
        return new ModelSource() {
            @Override
            public Flux<String> names() {
                return Flux.just("small");
            }

            @Override
            public Mono<ModelWeights> find(String name) {
                return name.equals("small") ? Mono.just(new ModelWeights(name, "nothing", false)) : Mono.empty();
            }

            @Override
            public Mono<OpenModel> open(String name, TurnSampling sampling) {
                if (name.equals("small") && !LOADS.get()) {
                    return Mono.error(new IllegalStateException("its file is gone"));
                }
                return name.equals("small")
                        ? Mono.just(new OpenModel(
                                name,
                                "nothing",
                                CONTEXT,
                                request -> CompletableFuture.completedFuture(SAYS_LITTLE),
                                () -> {}))
                        : Mono.empty();
            }

            @Override
            public String setting() {
                return "nowhere";
            }
        };
    }
}
