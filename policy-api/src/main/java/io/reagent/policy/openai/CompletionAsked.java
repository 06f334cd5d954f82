package io.reagent.policy.openai;

import io.reagent.lm.generate.GenerationRequest;
import io.reagent.policy.hosting.Sampler;
import java.util.List;

/** A request to go on with something. */
sealed interface CompletionAsked permits ChatRequest, CompletionRequest {
    String model();

    SamplingOptions options();

    /** How much text is to be tokenised, roughly. */
    long characters();

    /** Whether a grammar has to be compiled, which may take seconds. */
    boolean constrained();

    /** What it is called in metrics. */
    String operation();

    /** @throws io.reagent.kit.problem.ProblemException 400 naming the field that does not fit the model */
    Turn of(Sampler sampler);

    /** The request as its model is asked. */
    interface Turn {
        /** One for each choice. */
        List<GenerationRequest> requests(Sampler sampler, String caller);

        AnswerWriter writer();
    }
}
