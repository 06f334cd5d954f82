package io.reagent.training.http;

import io.reagent.dialogue.UnfitTemplateException;
import io.reagent.kit.json.FieldReader;
import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.ProblemException;
import io.reagent.training.benchmarks.BenchmarkOffers;
import io.reagent.training.datasets.DatasetException;
import io.reagent.training.runs.RunSpec;
import io.reagent.training.runs.RunSpecReader;
import io.reagent.training.steps.RunContexts;
import io.reagent.training.store.CheckpointRecord;
import io.reagent.training.store.RunCheckpointStore;
import io.reagent.training.store.RunRecord;
import io.reagent.training.store.RunStore;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks what a run would need before it is stored, so that a broken file is the caller's to hear of. */
@Component
class RunStarts {
    private static final List<String> FORK_FIELDS = List.of("step", "name", "kind", "judge", "dataset", "options");

    private final RunStore runs;
    private final RunCheckpointStore checkpoints;
    private final RunSpecReader specs;
    private final RunContexts contexts;
    private final Offers offers;
    private final BenchmarkOffers benchmarks;
    private final TokenizerPlaces tokenizers;

    RunStarts(
            RunStore runs,
            RunCheckpointStore checkpoints,
            RunSpecReader specs,
            RunContexts contexts,
            Offers offers,
            BenchmarkOffers benchmarks,
            TokenizerPlaces tokenizers) {
        this.runs = runs;
        this.checkpoints = checkpoints;
        this.specs = specs;
        this.contexts = contexts;
        this.offers = offers;
        this.benchmarks = benchmarks;
        this.tokenizers = tokenizers;
    }

    Mono<RunRecord> create(FieldReader body) {
        RunSpec spec = specs.read(body);
        FieldReader policy = body.object("policy");
        boolean sent = policy != null && policy.text("tokenizer_directory") != null;
        return benchmarks.of(spec).flatMap(measured -> offers.of(measured)
                .publishOn(Schedulers.boundedElastic())
                .flatMap(offer -> start(tokenizers.placed(measured, sent, offer.tokenizer()), null, offer.notices())));
    }

    private Mono<RunRecord> start(RunSpec spec, @Nullable CheckpointRecord from, List<String> unseen) {
        return Mono.fromCallable(() -> check(spec))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(leftOut -> runs.create(
                        spec,
                        from,
                        Stream.concat(unseen.stream(), leftOut.stream()).toList()));
    }

    private List<String> check(RunSpec spec) {
        try {
            return contexts.check(spec);
        } catch (DatasetException broken) {
            throw Problem.of(HttpStatus.BAD_REQUEST, "unreadable-dataset", String.valueOf(broken.getMessage()))
                    .field("dataset")
                    .remedy("Correct the file, or name another. Paths are those of the coordinator's machine.")
                    .asException();
        } catch (UnfitTemplateException unfit) {
            throw Problem.of(HttpStatus.BAD_REQUEST, "unfit-chat-template", String.valueOf(unfit.getMessage()))
                    .field("policy.tokenizer_directory")
                    .remedy("Correct the chat template beside the tokenizer, or choose another base model.")
                    .asException();
        } catch (IllegalArgumentException missing) {
            throw Problem.of(HttpStatus.BAD_REQUEST, "no-tokenizer", String.valueOf(missing.getMessage()))
                    .field("policy.tokenizer_directory")
                    .remedy("Send the directory of the base model's tokenizer.json and tokenizer_config.json,"
                            + " on the coordinator's machine.")
                    .asException();
        }
    }

    Mono<RunRecord> fork(RunRecord run, FieldReader body) {
        body.allow(FORK_FIELDS);
        Long step = body.integer("step");
        ObjectNode merged = (ObjectNode) run.spec().deepCopy();
        ObjectNode sent = merged.deepCopy();
        for (String field : List.of("name", "kind", "judge", "dataset")) {
            JsonNode value = body.any(field);
            if (value != null) {
                merged.set(field, value);
                sent.set(field, body.sent().path(field));
            }
        }
        FieldReader options = body.object("options");
        if (options != null) {
            merged.withObject("options").setAll((ObjectNode) options.object());
        }
        RunSpec spec = specs.read(new FieldReader(merged, sent, ""));
        return checkpoints
                .ofRun(run.id())
                .filter(checkpoint -> checkpoint.deletedAt() == null && (step == null || checkpoint.step() == step))
                .takeLast(1)
                .singleOrEmpty()
                .switchIfEmpty(Mono.error(() -> missing(run, step)))
                .flatMap(checkpoint -> benchmarks.of(spec).flatMap(measured -> offers.of(measured)
                        .flatMap(offer -> start(measured, checkpoint, offer.notices()))));
    }

    private static ProblemException missing(RunRecord run, @Nullable Long step) {
        return Problem.of(
                        HttpStatus.CONFLICT,
                        "no-such-checkpoint",
                        "The run keeps no checkpoint" + (step == null ? "" : " after " + step + " steps"))
                .field("step")
                .remedy("GET /v1/training-runs/" + run.id()
                        + "/checkpoints lists them; those with deleted_at are gone.")
                .asException();
    }
}
