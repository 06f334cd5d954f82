package io.reagent.policy.hosting;

import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.ProblemException;
import io.reagent.lm.checkpoint.CheckpointException;
import io.reagent.text.TokenizerException;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import org.springframework.http.HttpStatus;

/** Why weights cannot be used, for whoever asks for them. */
final class Unusable {
    private Unusable() {}

    /** What is wrong with a checkpoint is told; other failures stay what they are. */
    static Throwable told(Throwable error, Path directory) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof CheckpointException || cause instanceof TokenizerException
                ? saved(String.valueOf(cause.getMessage()), directory, cause)
                : cause;
    }

    private static ProblemException saved(String why, Path directory, Throwable cause) {
        String detail = "The saved policy cannot be loaded: " + why.replace(directory.toString(), "its directory");
        return new ProblemException(
                Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "policy-unusable", detail)
                        .field("model")
                        .remedy("Save it in a form that is supported; docs/policy.md tells which adapters are."),
                cause);
    }

    /** A base model that is configured and could not be loaded. */
    static ProblemException base(String name, String why) {
        return Problem.of(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "model-unavailable",
                        "Base model '" + name + "' is not available: " + why)
                .field("base_model")
                .remedy("Mend its directory or its settings under reagent.policy.base-models." + name
                        + ", and start the service again.")
                .asException();
    }
}
