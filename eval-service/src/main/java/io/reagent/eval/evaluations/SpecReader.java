package io.reagent.eval.evaluations;

import io.reagent.eval.benchmarks.Benchmark;
import io.reagent.eval.evaluations.EvaluationSpec.Budget;
import io.reagent.eval.evaluations.EvaluationSpec.Origin;
import io.reagent.eval.evaluations.EvaluationSpec.Questions;
import io.reagent.eval.evaluations.EvaluationSpec.Setting;
import io.reagent.eval.evaluations.EvaluationSpec.Subject;
import io.reagent.eval.grading.Grading;
import io.reagent.grading.Graders;
import io.reagent.kit.json.FieldReader;
import io.reagent.kit.paging.PathId;
import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;

/** Reads what {@code POST /v1/evaluations} asks for; what is left out is the benchmark's default. */
public final class SpecReader {
    /** Of the request; a suite's name may stand for the benchmark's. */
    public static final List<String> FIELDS = List.of(
            "name",
            "benchmark",
            "suite",
            "policy",
            "strategy",
            "judge",
            "grader",
            "samples",
            "sampling",
            "limits",
            "subset",
            "seed",
            "budget",
            "concurrency",
            "prompt",
            "tools",
            "dialect",
            "run");

    private static final int MOST_SAMPLES = 1_000;
    private static final int MOST_AT_ONCE = 1_024;
    private static final int LONGEST_NAME = 200;

    private final Set<String> llmGraders;

    /** @param llmGraders names under reagent.eval.graders */
    public SpecReader(Set<String> llmGraders) {
        this.llmGraders = Set.copyOf(llmGraders);
    }

    /** @param body has been checked for {@link #FIELDS} */
    public EvaluationSpec read(FieldReader body, Benchmark benchmark) {
        return new EvaluationSpec(
                name(body),
                subject(body),
                questions(body, benchmark),
                setting(body, benchmark),
                grading(body, benchmark),
                budget(body),
                body.integer("concurrency", 16, 1, MOST_AT_ONCE),
                origin(body),
                null);
    }

    /**
     * An evaluation that was made elsewhere.
     *
     * @param body may have {@code policy}, {@code name} and {@code grader}
     * @param model as its file names it, or null
     * @param samples most attempts at a question
     * @param format of its file
     */
    public EvaluationSpec imported(
            FieldReader body, Benchmark benchmark, @Nullable String model, int samples, String format) {
        String policy = body.text("policy") == null ? model : body.text("policy");
        if (policy == null || policy.isBlank()) {
            throw unfit("policy", "is missing, and the file names no model", "Name who made the attempts in policy.");
        }
        return new EvaluationSpec(
                name(body),
                new Subject(policy, "plain", null),
                new Questions(benchmark.name(), null, List.of(), List.of(), List.of(), samples, 0),
                null,
                grading(body, benchmark),
                Budget.NONE,
                1,
                null,
                new EvaluationSpec.Imported(format));
    }

    private static @Nullable String name(FieldReader body) {
        String name = body.text("name");
        if (name != null && (name.isBlank() || name.length() > LONGEST_NAME)) {
            throw invalid("name", "must have 1 to " + LONGEST_NAME + " characters", "Shorten it, or leave it out.");
        }
        return name == null ? null : name.strip();
    }

    private static Subject subject(FieldReader body) {
        String policy = body.required("policy", "the name of a model that agent runs know")
                        .isString()
                ? body.text("policy")
                : null;
        if (policy == null || policy.isBlank()) {
            throw invalid("policy", "must be the name of a model", "GET /v1/agents/models of policy-api lists them.");
        }
        String strategy = body.text("strategy");
        if (strategy != null && !strategy.equals("plain") && !strategy.equals("reagent-c")) {
            throw invalid("strategy", "'" + strategy + "' is none", "Name plain or reagent-c.");
        }
        return new Subject(policy, strategy == null ? "plain" : strategy, body.text("judge"));
    }

    private static Questions questions(FieldReader body, Benchmark benchmark) {
        Long seed = body.integer("seed");
        if (seed != null && (seed < 0 || seed > Integer.MAX_VALUE)) {
            throw invalid("seed", "must be from 0 to 2147483647", "Send another, or leave it out to have one drawn.");
        }
        FieldReader subset = body.object("subset");
        return new Questions(
                benchmark.name(),
                subset == null
                                || subset.allow(List.of("limit", "ids", "categories", "levels"))
                                                .any("limit")
                                        == null
                        ? null
                        : (Integer) subset.integer("limit", 1, 1, Integer.MAX_VALUE),
                names(subset, "ids"),
                names(subset, "categories"),
                names(subset, "levels"),
                body.integer("samples", benchmark.samples(), 1, MOST_SAMPLES),
                seed == null ? ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE) : seed);
    }

    private static Setting setting(FieldReader body, Benchmark benchmark) {
        FieldReader sampling = body.object("sampling");
        FieldReader limits = body.object("limits");
        Double temperature = sampling == null
                ? null
                : sampling.allow(List.of("temperature", "top_p", "max_tokens")).number("temperature");
        Double topP = sampling == null ? null : sampling.number("top_p");
        if (temperature != null && !(temperature >= 0 && temperature <= 2)) {
            throw invalid("sampling.temperature", "must be from 0 to 2", "0 takes the likeliest token each time.");
        }
        if (topP != null && !(topP > 0 && topP <= 1)) {
            throw invalid("sampling.top_p", "must be above 0 and at most 1", "1 leaves nothing out.");
        }
        if (limits != null) {
            limits.allow(List.of("turns", "calls", "context_tokens", "wall"));
        }
        Duration wall = limits == null ? null : limits.duration("wall");
        if (wall != null && !wall.isPositive()) {
            throw invalid("limits.wall", "must be longer than nothing", "Send it such as \"10m\".");
        }
        String prompt = body.text("prompt");
        List<String> tools = body.any("tools") == null ? benchmark.tools() : names(body, "tools");
        return new Setting(
                prompt == null ? benchmark.prompt() : prompt,
                tools,
                body.text("dialect"),
                temperature == null ? benchmark.temperature() : temperature,
                topP == null ? benchmark.topP() : topP,
                positive(sampling, "max_tokens"),
                limits == null ? benchmark.turns() : limits.integer("turns", benchmark.turns(), 1, Integer.MAX_VALUE),
                positive(limits, "calls"),
                positive(limits, "context_tokens"),
                wall);
    }

    /** Who is to grade, as a request says; a name alone stands for the object with only that. */
    public Grading grading(FieldReader body, @Nullable Benchmark benchmark) {
        JsonNode given = body.any("grader");
        if (given == null) {
            if (benchmark == null) {
                body.required("grader", "the name of a grader");
            }
            return known(new Grading(benchmark == null ? "" : benchmark.grader(), null, null), "grader");
        }
        if (given.isString()) {
            return known(new Grading(given.stringValue(), null, null), "grader");
        }
        FieldReader fields = body.object("grader");
        if (fields == null) {
            throw new IllegalStateException("a grader is there");
        }
        fields.allow(List.of("name", "threshold", "server"));
        fields.required("name", "the name of a grader");
        Double threshold = fields.number("threshold");
        if (threshold != null && !(threshold > 0 && threshold <= 1)) {
            throw invalid("grader.threshold", "must be above 0 and at most 1", "The published code takes 0.3 of F1.");
        }
        String name = fields.text("name");
        return known(new Grading(name == null ? "" : name, threshold, fields.text("server")), "grader.name");
    }

    private static Set<String> names() {
        Set<String> names = new TreeSet<>(Graders.names());
        names.add(Grading.LLM);
        names.add(Grading.JUDGE);
        return names;
    }

    /** Graders that can be named here, in alphabetical order: {@code llm} only where it has a server. */
    public List<String> graders() {
        return names().stream()
                .filter(name -> !name.equals(Grading.LLM) || !llmGraders.isEmpty())
                .toList();
    }

    /** Servers of the grader {@code llm}, in alphabetical order. */
    public List<String> graderServers() {
        return llmGraders.stream().sorted().toList();
    }

    private Grading known(Grading grading, String field) {
        if (grading.grader().equals(Grading.LLM)) {
            return new Grading(grading.grader(), null, server(grading));
        }
        if (grading.grader().equals(Grading.JUDGE)) {
            return grading;
        }
        if (!Graders.names().contains(grading.grader())) {
            throw unfit(
                    field, "'" + grading.grader() + "' is no grader", "There are " + String.join(", ", names()) + ".");
        }
        if (grading.server() != null) {
            throw invalid("grader.server", "is for llm and judge", "Leave it out.");
        }
        return grading;
    }

    private String server(Grading grading) {
        if (llmGraders.isEmpty()) {
            throw unfit(
                    "grader",
                    "llm has no server",
                    "Configure one: reagent.eval.graders.NAME.base-url and .model, or name another grader.");
        }
        if (grading.server() == null && llmGraders.size() == 1) {
            return llmGraders.iterator().next();
        }
        if (grading.server() == null || !llmGraders.contains(grading.server())) {
            throw unfit(
                    "grader.server",
                    grading.server() == null ? "is missing" : "'" + grading.server() + "' is none",
                    "There are " + String.join(", ", new TreeSet<>(llmGraders)) + ".");
        }
        return grading.server();
    }

    /** What may be spent, as a request says. */
    public static Budget budget(FieldReader body) {
        FieldReader budget = body.object("budget");
        if (budget == null) {
            return Budget.NONE;
        }
        budget.allow(List.of("tokens", "time", "cost"));
        Long tokens = budget.integer("tokens");
        Duration time = budget.duration("time");
        Double cost = budget.number("cost");
        if (tokens != null && tokens < 1) {
            throw invalid("budget.tokens", "must be at least 1", "Leave it out for no bound.");
        }
        if (time != null && !time.isPositive()) {
            throw invalid("budget.time", "must be longer than nothing", "Send it such as \"2h\".");
        }
        if (cost != null && !(cost > 0 && cost < Double.POSITIVE_INFINITY)) {
            throw invalid("budget.cost", "must be above 0", "Leave it out for no bound.");
        }
        return new Budget(tokens, time, cost);
    }

    private static @Nullable Origin origin(FieldReader body) {
        FieldReader run = body.object("run");
        if (run == null) {
            return null;
        }
        run.allow(List.of("id", "step"));
        run.required("id", "the id of a training run");
        String id = run.text("id");
        return new Origin(
                PathId.of(id == null ? "" : id, "run.id", "training run"),
                run.integer("step", 0, 0, Integer.MAX_VALUE));
    }

    /** Samples of an evaluation that is extended. */
    public static int samples(FieldReader body, int now) {
        body.required("samples", "how many attempts each question is to have in all");
        int samples = body.integer("samples", now, 1, MOST_SAMPLES);
        if (samples <= now) {
            throw unfit(
                    "samples", "must be more than the " + now + " there are", "It counts all attempts of a question.");
        }
        return samples;
    }

    private static @Nullable Integer positive(@Nullable FieldReader body, String field) {
        return body == null || body.any(field) == null ? null : (Integer) body.integer(field, 1, 1, Integer.MAX_VALUE);
    }

    private static List<String> names(@Nullable FieldReader body, String field) {
        JsonNode value = body == null ? null : body.any(field);
        if (body == null || value == null) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        for (JsonNode name : value) {
            if (name.isString()) {
                names.add(name.stringValue());
            }
        }
        if (!value.isArray() || names.size() != value.size()) {
            throw invalid(body.at(field), "must be an array of names", "Send an array of strings, or leave it out.");
        }
        return names;
    }

    /** A 400: what the request says is wrong, whatever there is here. */
    static ProblemException invalid(String field, String problem, String remedy) {
        return Problem.of(HttpStatus.BAD_REQUEST, "invalid-field", field + " " + problem)
                .field(field)
                .remedy(remedy)
                .asException();
    }

    /** A 422: what the request says is well said, but cannot be with what there is here. */
    public static ProblemException unfit(String field, String problem, String remedy) {
        return Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "invalid-evaluation", field + " " + problem)
                .field(field)
                .remedy(remedy)
                .asException();
    }
}
