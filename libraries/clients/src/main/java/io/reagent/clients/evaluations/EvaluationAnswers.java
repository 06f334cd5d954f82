package io.reagent.clients.evaluations;

import io.reagent.clients.Quotation;
import io.reagent.clients.evaluations.EvaluationServiceException.Kind;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what answers at eval-service's address. */
record EvaluationAnswers(URI url) {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String OWN = "urn:reagent:problem:";

    /** What an answer of any status says. */
    record Answer(int status, String body) {
        boolean successful() {
            return status < 300;
        }

        private JsonNode problem() {
            try {
                return JSON.readTree(body);
            } catch (JacksonException notJson) {
                return JSON.nullNode();
            }
        }

        /** Whether the name of an order is another evaluation's. */
        boolean nameTaken() {
            return status == 409 && problem().path("type").asString("").equals(OWN + "name-taken");
        }
    }

    /** @throws EvaluationServiceException when the answer is none to read */
    <T> T read(Answer answer, Function<JsonNode, T> reading) {
        if (!answer.successful()) {
            throw new EvaluationServiceException(kind(answer), said(answer), null);
        }
        try {
            return reading.apply(JSON.readTree(answer.body()));
        } catch (JacksonException | IllegalArgumentException garbled) {
            throw new EvaluationServiceException(
                    Kind.GARBLED, "what answers at " + url + " does not answer as eval-service does", garbled);
        }
    }

    /** @throws EvaluationServiceException when asking again may help, or somebody has to see to the service first */
    EvaluationStart.Refused refused(Answer answer) {
        if (kind(answer) != Kind.REFUSED) {
            throw new EvaluationServiceException(kind(answer), said(answer), null);
        }
        return new EvaluationStart.Refused(said(answer));
    }

    private static Kind kind(Answer answer) {
        return switch (answer.status()) {
            case 401, 403 -> Kind.TURNED_AWAY;
            case 408, 425, 429 -> Kind.AWAY;
            // a proxy without the service behind it may have it again
            case 404, 405 -> answer.problem().path("type").asString("").startsWith(OWN) ? Kind.REFUSED : Kind.AWAY;
            default -> answer.status() >= 500 ? Kind.AWAY : Kind.REFUSED;
        };
    }

    private String said(Answer answer) {
        JsonNode remedy = answer.problem().path("remedy");
        return "eval-service at " + url + " answered " + answer.status()
                + (answer.body().isBlank() ? "" : ": " + Quotation.detail(answer.body(), "detail"))
                + (remedy.isString() ? " " + Quotation.line(remedy.stringValue()) : "");
    }

    /** The error of a request without an answer; those that are clear already stay as they are. */
    EvaluationServiceException unanswered(Throwable error) {
        return error instanceof EvaluationServiceException known
                ? known
                : new EvaluationServiceException(
                        Kind.AWAY, "eval-service at " + url + " does not answer" + Quotation.cause(error, true), error);
    }

    static UUID id(JsonNode evaluation) {
        return UUID.fromString(evaluation.required("id").asString());
    }

    /** @param next where the next page begins, or null */
    record Evaluated(List<StoredEvaluation> items, @Nullable String next) {}

    static Evaluated page(JsonNode page) {
        return new Evaluated(
                page.required("items")
                        .valueStream()
                        .map(EvaluationAnswers::evaluation)
                        .toList(),
                page.path("next_cursor").stringValue(null));
    }

    private static StoredEvaluation evaluation(JsonNode view) {
        JsonNode spec = view.path("spec");
        JsonNode step = spec.path("origin").path("step");
        return new StoredEvaluation(
                id(view),
                view.path("name").stringValue(null),
                step.isNumber() ? (Integer) step.intValue() : null,
                spec.path("questions").path("benchmark").asString(""),
                spec.path("subject").path("policy").asString(""),
                spec.path("subject").path("strategy").asString(""),
                view.path("items").asInt(0),
                view.required("state").asString(),
                view.path("reason").stringValue(null));
    }

    static List<OfferedBenchmark> benchmarks(JsonNode list) {
        List<OfferedBenchmark> offered = new ArrayList<>();
        for (JsonNode benchmark : list.required("items")) {
            offered.add(new OfferedBenchmark(
                    benchmark.required("name").asString(),
                    benchmark
                            .path("suites")
                            .valueStream()
                            .map(JsonNode::asString)
                            .toList(),
                    benchmark.path("readable").asBoolean(true)
                            ? null
                            : benchmark.path("problem").path("detail").asString("it cannot be read")));
        }
        return offered;
    }

    static Map<UUID, PassAtOne> figures(JsonNode grid) {
        Map<UUID, PassAtOne> figures = new HashMap<>();
        for (JsonNode row : grid.required("rows")) {
            for (JsonNode cell : row.path("cells")) {
                JsonNode figure = cell.path("pass_at_1");
                figures.put(
                        UUID.fromString(cell.required("evaluation").asString()),
                        new PassAtOne(
                                number(figure.path("value")),
                                number(figure.path("low")),
                                number(figure.path("high")),
                                cell.path("questions").asInt(0)));
            }
        }
        return figures;
    }

    private static @Nullable Double number(JsonNode value) {
        return value.isNumber() ? (Double) value.doubleValue() : null;
    }
}
