package io.reagent.policy.openai;

import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.Problems;
import io.reagent.lm.constrain.GrammarException;
import io.reagent.lm.generate.ModelBusyException;
import io.reagent.lm.generate.ModelFailedException;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A failure in OpenAI's form: {@code {"error": {"message", "type", "param", "code"}}}. */
record OpenAiError(Problem problem) {
    private static final Logger log = LoggerFactory.getLogger(OpenAiError.class);

    /** Whatever a request died of; what is ours alone is logged, and its id is sent. */
    static OpenAiError of(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return new OpenAiError(
                switch (cause) {
                    case ModelBusyException busy ->
                        Problem.of(
                                        HttpStatus.TOO_MANY_REQUESTS,
                                        "rate-limit-exceeded",
                                        "As many requests are waiting for this model as it takes")
                                .remedy("Try again when those that wait are done, as Retry-After says.")
                                .retryAfter(busy.expected());
                    case ModelFailedException failed -> logged(failed, "The model failed");
                    case GrammarException impossible ->
                        Problem.of(
                                HttpStatus.BAD_REQUEST, "unsupported-schema", String.valueOf(impossible.getMessage()));
                    default -> {
                        Problem known = Problems.of(cause);
                        yield known == null ? logged(cause, "Something failed on our side") : known;
                    }
                });
    }

    private static Problem logged(Throwable cause, String detail) {
        Problem internal = Problem.internal();
        log.error("Error {}: {}", internal.errorId(), detail, cause);
        return Problem.of(HttpStatus.INTERNAL_SERVER_ERROR, "server-error", detail)
                .remedy("Look for " + internal.errorId() + " in the service's log.");
    }

    HttpStatus status() {
        return problem.status();
    }

    ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error")
                .put("message", message())
                .put("type", type())
                .put("param", problem.field())
                .put("code", code());
        return body;
    }

    private String message() {
        String detail = problem.detail();
        String sentence = detail.endsWith(".") ? detail : detail + ".";
        return problem.remedy() == null ? sentence : sentence + " " + problem.remedy();
    }

    private String type() {
        if (status() == HttpStatus.TOO_MANY_REQUESTS) {
            return "rate_limit_error";
        }
        return status().is5xxServerError() ? "server_error" : "invalid_request_error";
    }

    private String code() {
        return switch (problem.slug()) {
            case "missing-field" -> "missing_required_parameter";
            case "invalid-field" -> "invalid_type";
            case "unauthorized" -> "invalid_api_key";
            default -> problem.slug().replace('-', '_');
        };
    }
}
