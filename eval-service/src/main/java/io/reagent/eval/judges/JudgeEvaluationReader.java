package io.reagent.eval.judges;

import io.reagent.eval.judges.sets.Subset;
import io.reagent.kit.json.FieldReader;
import io.reagent.kit.paging.PathId;
import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.ProblemException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.util.MultiValueMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads {@code {"judge"?, "name"?, "source": {"path"} | {"set"} | {"labels": {"split"?, "annotator"?}} | {"evaluation"}, "subset"?:
 * {"split"?, "source"?, "items"?}, "repeats"?, "attacks"?: true | false | {"items"}, "threshold"?, "concurrency"?, "seed"?,
 * "resamples"?, "temperature"?}}; or the same as parameters of a request whose body is the set.
 */
public final class JudgeEvaluationReader {
    private static final List<String> OPTIONS = List.of(
            "judge",
            "name",
            "subset",
            "repeats",
            "attacks",
            "threshold",
            "concurrency",
            "seed",
            "resamples",
            "temperature");
    private static final Set<String> NUMBERS =
            Set.of("repeats", "threshold", "concurrency", "seed", "resamples", "temperature");
    private static final int ATTACKED = 100;
    private static final int MOST_REPEATS = 100;
    private static final int MOST_RESAMPLES = 100_000;
    private static final int MOST_AT_ONCE = 1024;

    private JudgeEvaluationReader() {}

    /** @throws ProblemException 400 that names the field at fault */
    public static JudgeEvaluationSpec read(FieldReader body) {
        body.allow(Stream.concat(Stream.of("source"), OPTIONS.stream()).toList());
        return spec(body, source(body));
    }

    /**
     * Parameters of a request: those of an object in an object have a point, such as {@code subset.split}.
     *
     * @throws ProblemException 400 that names the parameter at fault
     */
    public static JudgeEvaluationSpec read(MultiValueMap<String, String> query) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        query.forEach((name, values) -> {
            int point = name.indexOf('.');
            String last = name.substring(point + 1);
            ObjectNode object = point < 0 ? body : body.withObjectProperty(name.substring(0, point));
            object.set(last, value(point < 0 ? last : name, values.getFirst()));
        });
        FieldReader fields = new FieldReader(body, "");
        fields.allow(OPTIONS);
        return spec(fields, new SetSource.Sent());
    }

    private static JsonNode value(String name, String text) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (name.equals("attacks") && (text.equals("true") || text.equals("false"))) {
            return json.booleanNode(text.equals("true"));
        }
        if (NUMBERS.contains(name) || name.endsWith(".items")) {
            if (text.matches("-?\\d{1,18}")) {
                return json.numberNode(Long.parseLong(text));
            }
            if (text.matches("-?\\d{1,18}\\.\\d{1,18}")) {
                return json.numberNode(Double.parseDouble(text));
            }
        }
        return json.stringNode(text);
    }

    private static JudgeEvaluationSpec spec(FieldReader body, SetSource source) {
        return new JudgeEvaluationSpec(
                blankIsNull(body.text("name")),
                blankIsNull(body.text("judge")),
                source,
                subset(body),
                body.integer("repeats", 1, 1, MOST_REPEATS),
                attacked(body),
                body.number("threshold", 0.5, 0, 1),
                body.integer("concurrency", 8, 1, MOST_AT_ONCE),
                Objects.requireNonNullElse(body.integer("seed"), 0L),
                body.integer("resamples", 1000, 100, MOST_RESAMPLES),
                body.any("temperature") == null ? null : (Double) body.number("temperature", 0, 0, 2));
    }

    private static SetSource source(FieldReader body) {
        body.required(
                "source",
                "{\"set\": \"world\"}, {\"path\": …}, {\"labels\": {\"split\": …}} or {\"evaluation\": id}, or lines as"
                        + " application/x-ndjson,");
        FieldReader source =
                Objects.requireNonNull(body.object("source")).allow(List.of("set", "path", "labels", "evaluation"));
        if (source.object().size() != 1) {
            throw invalid(source, "source", "names " + source.object().size() + " places", "Name one.");
        }
        String path = source.text("path");
        if (path != null) {
            return new SetSource.File(path);
        }
        String set = source.text("set");
        if (set != null) {
            return new SetSource.Named(set);
        }
        String evaluation = source.text("evaluation");
        if (evaluation != null) {
            return new SetSource.Samples(PathId.of(evaluation, source.at("evaluation"), "evaluation of a policy"));
        }
        FieldReader labels = source.object("labels");
        if (labels == null) {
            throw invalid(source, "source", "names no place", "Name set, path, labels or evaluation.");
        }
        labels.allow(List.of("split", "annotator"));
        return new SetSource.Labels(labels.text("split"), labels.text("annotator"));
    }

    private static Subset subset(FieldReader body) {
        FieldReader subset = body.object("subset");
        if (subset == null) {
            return Subset.ALL;
        }
        subset.allow(List.of("split", "source", "items"));
        Integer items = subset.any("items") == null ? null : (Integer) subset.integer("items", 1, 1, Integer.MAX_VALUE);
        return new Subset(subset.text("split"), subset.text("source"), items);
    }

    private static int attacked(FieldReader body) {
        JsonNode attacks = body.any("attacks");
        if (attacks == null || attacks.isBoolean()) {
            return attacks != null && attacks.booleanValue() ? ATTACKED : 0;
        }
        if (!attacks.isObject()) {
            throw invalid(
                    body,
                    "attacks",
                    "must be true, false or {\"items\": …}",
                    "Say how many attempts are to be attacked.");
        }
        FieldReader asked = Objects.requireNonNull(body.object("attacks")).allow(List.of("items"));
        return asked.integer("items", ATTACKED, 1, Integer.MAX_VALUE);
    }

    private static @Nullable String blankIsNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private static ProblemException invalid(FieldReader body, String field, String problem, String remedy) {
        String path = field.equals("source") ? "source" : body.at(field);
        return Problem.of(HttpStatus.BAD_REQUEST, "invalid-field", path + " " + problem)
                .field(path)
                .remedy(remedy)
                .asException();
    }
}
