package io.reagent.policy.openai;

import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.ProblemException;
import io.reagent.text.TextTooLongException;
import org.springframework.http.HttpStatus;

/** Why a request is not served. A problem's slug becomes OpenAI's {@code code}, its field {@code param}. */
final class Refusals {
    static final String CONTEXT = "context-length-exceeded";
    static final String NO_MODEL = "model-not-found";

    private Refusals() {}

    /** A value that makes no sense here. */
    static ProblemException invalid(String param, String detail, String remedy) {
        return refused("invalid-value", param, detail, remedy);
    }

    /** Something OpenAI's protocol has and this service does not. */
    static ProblemException unsupported(String param, String detail, String remedy) {
        return refused("unsupported-parameter", param, detail, remedy);
    }

    /** A name that is no field; misspelt options are not left out silently. */
    static ProblemException unknown(String param) {
        return refused(
                "unknown-parameter",
                param,
                "'" + param + "' is not a field of this request",
                "Leave it out, or correct its spelling; docs/openai.md lists the fields.");
    }

    static ProblemException tooLong(String param, int promptTokens, long maxTokens, int context) {
        return refused(
                CONTEXT,
                param,
                "This model's maximum context length is " + context + " tokens, and " + (promptTokens + maxTokens)
                        + " were asked for (" + promptTokens + " in the prompt, " + maxTokens + " for the completion)",
                "Shorten the prompt or ask for fewer tokens.");
    }

    static ProblemException tooLong(String param, TextTooLongException tooLong, int context) {
        return refused(
                CONTEXT,
                param,
                "This model's maximum context length is " + context + " tokens, and the prompt has at least "
                        + tooLong.fewestTokens(),
                "Shorten the prompt.");
    }

    /** A saved policy whose base model is gone. */
    static ProblemException withoutBase(String name, String base) {
        return Problem.of(
                        HttpStatus.NOT_FOUND,
                        NO_MODEL,
                        "The model '" + name + "' stands on the base model '" + base + "', which is not served here")
                .field("model")
                .remedy("Serve that base model again, or ask one that GET /v1/models lists without 'unavailable'.")
                .asException();
    }

    static ProblemException noModel(String name) {
        return Problem.of(HttpStatus.NOT_FOUND, NO_MODEL, "The model '" + name + "' does not exist")
                .field("model")
                .remedy("GET /v1/models lists those there are.")
                .asException();
    }

    private static ProblemException refused(String slug, String param, String detail, String remedy) {
        return Problem.of(HttpStatus.BAD_REQUEST, slug, detail)
                .field(param)
                .remedy(remedy)
                .asException();
    }
}
