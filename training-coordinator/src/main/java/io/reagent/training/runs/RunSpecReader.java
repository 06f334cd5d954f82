package io.reagent.training.runs;

import io.reagent.kit.json.FieldReader;
import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.ProblemException;
import io.reagent.training.algorithms.Algorithm;
import io.reagent.training.datasets.DatasetSpec;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Reads {@code {"kind", "name"?, "target"?, "policy", "judge"?, "dataset", "options"?}}. What {@link RunSpecWriter}
 * wrote is read back unchanged.
 */
public final class RunSpecReader {
    /** As every route that samples has it. */
    private static final double HOTTEST = 2;

    private final RunDefaults defaults;

    public RunSpecReader(RunDefaults defaults) {
        this.defaults = defaults;
    }

    /** @throws ProblemException 400 that names the field at fault */
    public RunSpec read(FieldReader body) {
        return read(body, HOTTEST);
    }

    /**
     * A run's stored request. A run goes on as hot as it began; that its servers are still the operator's is asked anew.
     *
     * @throws ProblemException as {@link #read}
     */
    public RunSpec stored(FieldReader body) {
        return read(body, Double.MAX_VALUE);
    }

    private RunSpec read(FieldReader body, double hottest) {
        body.allow(List.of("kind", "name", "target", "policy", "judge", "dataset", "options"));
        Algorithm released = algorithm(body);
        Target target = "rrm".equals(body.text("target")) ? Target.RRM : policyTarget(body);
        if (target == Target.RRM && released.judged()) {
            throw contradiction(
                    "target",
                    "a judge is trained by " + named(" or ", algorithm -> !algorithm.judged()) + ", not by "
                            + released.wireName());
        }
        RunOptions options = RunOptions.of(body, hottest);
        Algorithm.Defaults defaults = released.defaults();
        RunSpec spec = new RunSpec(
                body.text("name"),
                released.with(options.algorithm()),
                policy(body, target),
                judge(body),
                DatasetReader.read(body),
                options.extent(defaults),
                options.learning(defaults),
                options.rollouts(defaults),
                options.guards(),
                options.evaluating());
        check(spec, options);
        return spec;
    }

    private static Algorithm algorithm(FieldReader body) {
        body.required("kind", "the kind of run");
        String text = body.text("kind");
        return Algorithm.all().stream()
                .filter(algorithm -> algorithm.wireName().equals(text))
                .findFirst()
                .orElseThrow(() -> invalid(
                        "kind",
                        "'" + text + "' is not a kind of run",
                        "Kinds are " + named(", ", algorithm -> true) + "."));
    }

    private static String named(String separator, Predicate<Algorithm> which) {
        return Algorithm.all().stream().filter(which).map(Algorithm::wireName).collect(Collectors.joining(separator));
    }

    private static Target policyTarget(FieldReader body) {
        String text = body.text("target");
        if (text != null && !text.equals(Target.POLICY.wireName())) {
            throw invalid("target", "'" + text + "' cannot be trained", "Targets are policy and rrm.");
        }
        return Target.POLICY;
    }

    private RunSpec.Policy policy(FieldReader body, Target target) {
        body.required("policy", "{\"base_model\": …}");
        FieldReader policy = Objects.requireNonNull(body.object("policy"))
                .allow(List.of("server", "url", "base_model", "lora_rank", "tokenizer_directory", "system"));
        policy.required("base_model", "the name of a base model on the policy's server");
        String model = Objects.requireNonNull(policy.text("base_model"));
        Path directory = path(policy, "tokenizer_directory");
        return new RunSpec.Policy(
                target,
                defaults.policies().choose(policy),
                model,
                OptionReader.of(policy, policy.path()).integer("lora_rank", 32, 0, 1024),
                directory == null ? below(defaults.models(), model) : directory,
                policy.words("system"));
    }

    /** The judge that a request, or a run's stored one, names. */
    public RunSpec.Judge judge(FieldReader body) {
        FieldReader judge = body.object("judge");
        if (judge != null) {
            judge.allow(List.of("server", "url", "name"));
        }
        return new RunSpec.Judge(defaults.judges().choose(judge), judge == null ? null : judge.text("name"));
    }

    private static void check(RunSpec spec, RunOptions options) {
        if (spec.algorithm().makesRollouts()) {
            if (spec.rollouts().groupSize() * spec.algorithm().stages().size() < 2) {
                throw contradiction(
                        "options.group_size", "a group of one has nothing to be compared with; use 2 or more");
            }
            if (spec.rollouts().temperature() == 0) {
                throw contradiction(
                        "options.temperature", "at temperature 0 all rollouts of a group are the same; use more");
            }
        } else if (options.has("lambda") || options.has("kl")) {
            throw contradiction(
                    "options",
                    spec.algorithm().wireName() + " has neither rewards nor a reference: leave lambda and kl out");
        }
        if (spec.policy().target() == Target.RRM
                && spec.dataset() instanceof DatasetSpec.File file
                && file.format() == DatasetSpec.Format.GSM8K) {
            throw contradiction("dataset", "a judge learns from trajectories with scores, gsm8k has none");
        }
        if (spec.policy().target() == Target.RRM
                && !spec.evaluating().benchmarks().names().isEmpty()) {
            throw contradiction(
                    "options.benchmarks",
                    "a judge answers no benchmarks: ./reagent evaluate judge holds one against labels");
        }
        if (spec.rollouts().turnTokens() > spec.rollouts().contextTokens()) {
            throw contradiction("options.turn_tokens", "a turn cannot be longer than context_tokens");
        }
        if (spec.learning().rate().warmup() > spec.extent().steps()) {
            throw contradiction("options.warmup_steps", "the run has fewer steps than that");
        }
    }

    private static Path below(Path models, String model) {
        try {
            return models.resolve(model);
        } catch (InvalidPathException unnameable) {
            throw invalid("policy.base_model", "policy.base_model cannot be the name of a directory", null);
        }
    }

    /** A path of a field, or null where it is absent. */
    static @Nullable Path path(FieldReader of, String field) {
        String text = of.text(field);
        try {
            return text == null ? null : Path.of(text);
        } catch (InvalidPathException malformed) {
            throw invalid(of.at(field), of.at(field) + " is no path", "Send the path of a file or directory.");
        }
    }

    static ProblemException contradiction(String field, String detail) {
        return Problem.of(HttpStatus.BAD_REQUEST, "contradictory-options", detail)
                .field(field)
                .remedy("Change " + field + " or what it contradicts.")
                .asException();
    }

    static ProblemException invalid(String field, String detail, @Nullable String remedy) {
        return Problem.of(HttpStatus.BAD_REQUEST, "invalid-field", detail)
                .field(field)
                .remedy(remedy)
                .asException();
    }
}
