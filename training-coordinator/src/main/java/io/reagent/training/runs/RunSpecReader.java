package io.reagent.training.runs;

import io.reagent.core.rl.LearningRate;
import io.reagent.kit.json.FieldReader;
import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.ProblemException;
import io.reagent.training.datasets.DatasetSpec;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Reads {@code {"kind", "name"?, "target"?, "policy", "judge"?, "dataset", "options"?}}. Defaults are the released
 * settings of the method. What {@link RunSpecWriter} wrote is read back unchanged.
 */
public final class RunSpecReader {
    private static final List<String> OPTIONS = List.of(
            "steps",
            "tasks_per_step",
            "group_size",
            "lambda",
            "critique",
            "pooled",
            "clip_low",
            "clip_high",
            "temperature",
            "learning_rate",
            "schedule",
            "warmup_steps",
            "kl",
            "epochs",
            "mini_batch",
            "batch_tokens",
            "grad_clip",
            "weight_decay",
            "min_group_variance",
            "max_staleness",
            "seed",
            "leakage_filter",
            "max_judge_failure_share",
            "max_empty_steps",
            "evaluate_every",
            "evaluation_tasks",
            "evaluation_temperature",
            "keep_checkpoints",
            "turns",
            "calls",
            "context_tokens",
            "turn_tokens",
            "answer_tokens",
            "attempt_tokens");

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
        Kind kind = kind(body);
        Target target = "rrm".equals(body.text("target")) ? Target.RRM : policyTarget(body);
        if (target == Target.RRM && kind.judged()) {
            throw contradiction("target", "a judge is trained by sft or grpo, not by " + kind.wireName());
        }
        FieldReader sent = body.object("options");
        if (sent != null) {
            sent.allow(OPTIONS);
        }
        OptionReader options = OptionReader.of(sent, "options");
        RunSpec spec = new RunSpec(
                kind,
                target,
                body.text("name"),
                policy(body),
                judge(body),
                DatasetReader.read(body),
                options.integer("steps", 100, 1, 1_000_000),
                options.integer("tasks_per_step", kind.refined() ? 32 : 64, 1, 4096),
                learning(options, kind),
                sampling(options, kind, hottest),
                guards(options),
                evaluating(options, hottest),
                options.seed("seed", 0),
                options.integer("keep_checkpoints", 2, 1, 1_000_000));
        check(spec, options);
        return spec;
    }

    private static Kind kind(FieldReader body) {
        body.required("kind", "the kind of run");
        String text = body.text("kind");
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.wireName().equals(text))
                .findFirst()
                .orElseThrow(() -> invalid(
                        "kind",
                        "'" + text + "' is not a kind of run",
                        "Kinds are "
                                + Arrays.stream(Kind.values())
                                        .map(Kind::wireName)
                                        .collect(Collectors.joining(", ")) + "."));
    }

    private static Target policyTarget(FieldReader body) {
        String text = body.text("target");
        if (text != null && !text.equals(Target.POLICY.wireName())) {
            throw invalid("target", "'" + text + "' cannot be trained", "Targets are policy and rrm.");
        }
        return Target.POLICY;
    }

    private RunSpec.Policy policy(FieldReader body) {
        body.required("policy", "{\"base_model\": …}");
        FieldReader policy = Objects.requireNonNull(body.object("policy"))
                .allow(List.of("server", "url", "base_model", "lora_rank", "tokenizer_directory", "system"));
        policy.required("base_model", "the name of a base model on the policy's server");
        String model = Objects.requireNonNull(policy.text("base_model"));
        Path directory = path(policy, "tokenizer_directory");
        return new RunSpec.Policy(
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

    private static Learning learning(OptionReader options, Kind kind) {
        double rate =
                switch (kind) {
                    case SFT -> 1e-5;
                    case GRPO, REAGENT_R -> 5e-7;
                    case REAGENT_U -> 5e-6;
                };
        return new Learning(
                new LearningRate(
                        options.number("learning_rate", rate, Double.MIN_NORMAL, 10),
                        options.choice("schedule", LearningRate.Schedule.class, LearningRate.Schedule.CONSTANT),
                        options.integer("warmup_steps", 0, 0, 1_000_000)),
                options.number("clip_low", 0.2, 0, 1),
                options.number("clip_high", kind.refined() ? 0.34 : 0.28, 0, 1000),
                options.number("kl", 0, 0, 1000),
                options.integer("epochs", 1, 1, 100),
                options.integer("mini_batch", 16, 1, 4096),
                options.integer("batch_tokens", 65_536, 1, 1 << 24),
                options.number("grad_clip", 1, Double.MIN_NORMAL, 1e9),
                options.number("weight_decay", 0, 0, 1));
    }

    private static Sampling sampling(OptionReader options, Kind kind, double hottest) {
        return new Sampling(
                options.integer("group_size", kind == Kind.SFT ? 1 : 8, 1, 1024),
                options.number("temperature", 0.7, 0, hottest),
                options.integer("turns", 13, 1, 1000),
                options.integer("calls", 30, 0, 1000),
                options.integer("context_tokens", 24_477, 16, 1 << 24),
                options.integer("turn_tokens", 4096, 1, 1 << 24),
                options.integer("answer_tokens", 2048, 1, 1 << 24),
                options.integer("attempt_tokens", 8000, 16, 1 << 24),
                options.integer("max_staleness", 0, 0, 1));
    }

    private static Guards guards(OptionReader options) {
        return new Guards(
                options.number("lambda", 0.3, 0, 1000),
                options.truth("critique", true),
                options.truth("pooled", true),
                options.number("min_group_variance", 0, 0, 1e6),
                options.truth("leakage_filter", false),
                options.number("max_judge_failure_share", 0.5, 0, 1),
                options.integer("max_empty_steps", 10, 1, 1_000_000));
    }

    private static Evaluating evaluating(OptionReader options, double hottest) {
        return new Evaluating(
                options.integer("evaluate_every", 0, 0, 1_000_000),
                options.integer("evaluation_tasks", 64, 1, 100_000),
                options.number("evaluation_temperature", 0, 0, hottest));
    }

    private static void check(RunSpec spec, OptionReader options) {
        if (spec.kind() != Kind.SFT) {
            int pooled = spec.sampling().groupSize() * (spec.kind().refined() ? 2 : 1);
            if (pooled < 2) {
                throw contradiction(
                        "options.group_size", "a group of one has nothing to be compared with; use 2 or more");
            }
            if (spec.sampling().temperature() == 0) {
                throw contradiction(
                        "options.temperature", "at temperature 0 all rollouts of a group are the same; use more");
            }
        } else if (options.fields().any("lambda") != null || options.fields().any("kl") != null) {
            throw contradiction("options", "sft has neither rewards nor a reference: leave lambda and kl out");
        }
        if (spec.target() == Target.RRM
                && spec.dataset() instanceof DatasetSpec.File file
                && file.format() == DatasetSpec.Format.GSM8K) {
            throw contradiction("dataset", "a judge learns from trajectories with scores, gsm8k has none");
        }
        if (spec.sampling().turnTokens() > spec.sampling().contextTokens()) {
            throw contradiction("options.turn_tokens", "a turn cannot be longer than context_tokens");
        }
        if (spec.learning().rate().warmup() > spec.steps()) {
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
