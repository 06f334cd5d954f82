package io.reagent.eval.imports;

import io.reagent.eval.benchmarks.BenchmarkException;
import io.reagent.eval.benchmarks.Benchmarks;
import io.reagent.eval.benchmarks.ItemSet;
import io.reagent.eval.evaluations.Evaluation;
import io.reagent.eval.evaluations.EvaluationSpec;
import io.reagent.eval.evaluations.ImportStore;
import io.reagent.eval.evaluations.ImportedAttempt;
import io.reagent.eval.evaluations.Lock;
import io.reagent.eval.evaluations.SpecReader;
import io.reagent.eval.jobs.JobRunner;
import io.reagent.kit.json.FieldReader;
import io.reagent.kit.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Takes files of attempts that were made elsewhere. A file is kept while it is read, twice: what cannot be taken whole is
 * refused before anything is stored.
 */
public final class Imports {
    private static final int ROWS_AT_ONCE = 64;

    private final Benchmarks benchmarks;
    private final SpecReader specs;
    private final ImportStore store;
    private final JobRunner runner;
    private final long largest;
    private final String platform;

    /**
     * @param largest bytes of a file
     * @param platform its version
     */
    public Imports(
            Benchmarks benchmarks,
            SpecReader specs,
            ImportStore store,
            JobRunner runner,
            long largest,
            String platform) {
        this.benchmarks = benchmarks;
        this.specs = specs;
        this.store = store;
        this.runner = runner;
        this.largest = largest;
        this.platform = platform;
    }

    private record Plan(EvaluationSpec spec, Lock lock, Survey survey, ImportStore.Ending ending) {}

    /**
     * Stores an evaluation.
     *
     * @param options {@code benchmark}, {@code grader}, {@code policy}, {@code name}
     */
    public Mono<Evaluation> take(ImportFormat format, FieldReader options, Flux<DataBuffer> body) {
        return Mono.usingWhen(
                Mono.fromCallable(() -> Files.createTempFile("reagent-import", ".json"))
                        .subscribeOn(Schedulers.boundedElastic()),
                file -> write(file, body)
                        .then(Mono.fromCallable(() -> plan(format, options, file))
                                .subscribeOn(Schedulers.boundedElastic()))
                        .flatMap(plan -> store.store(
                                plan.spec(),
                                plan.lock(),
                                plan.survey().items(),
                                plan.survey().asked(),
                                plan.ending(),
                                attempts(format, file, plan.survey().places())))
                        .doOnSuccess(stored -> runner.look()),
                file -> Mono.fromCallable(() -> Files.deleteIfExists(file)).subscribeOn(Schedulers.boundedElastic()));
    }

    private Mono<Void> write(Path file, Flux<DataBuffer> body) {
        return DataBufferUtils.write(DataBufferUtils.takeUntilByteCount(body, largest + 1), file)
                .then(Mono.fromCallable(() -> {
                            if (Files.size(file) > largest) {
                                throw Problem.of(
                                                HttpStatus.CONTENT_TOO_LARGE,
                                                "body-too-large",
                                                "The file is larger than " + (largest >> 20) + " MiB")
                                        .remedy("Send its rollouts or categories one by one.")
                                        .asException();
                            }
                            return file;
                        })
                        .subscribeOn(Schedulers.boundedElastic()))
                .then();
    }

    private Plan plan(ImportFormat format, FieldReader options, Path file) throws IOException {
        options.required("benchmark", "the name of the benchmark that was attempted");
        ItemSet set = set(String.valueOf(options.text("benchmark")));
        Survey survey = new Survey(set);
        String model;
        String scorer;
        try (ForeignFile attempts = format.open(file)) {
            for (ForeignAttempt attempt = attempts.next(); attempt != null; attempt = attempts.next()) {
                survey.add(attempt);
            }
            model = attempts.model();
            scorer = attempts.scorer();
        }
        survey.check();
        EvaluationSpec spec = specs.imported(
                options, set.benchmark(), model, survey.samples(), format.name().toLowerCase(Locale.ROOT));
        return new Plan(
                spec,
                Lock.imported(spec, set.checksum(), survey.items(), platform),
                survey,
                new ImportStore.Ending(survey.lacking(), survey.scored() ? scorer : null));
    }

    private ItemSet set(String name) {
        try {
            return benchmarks.read(name);
        } catch (BenchmarkException unusable) {
            throw SpecReader.unfit(
                    "benchmark",
                    "cannot be used: " + unusable.getMessage(),
                    "GET /v1/benchmarks lists those there are, and where their files come from.");
        }
    }

    private static Flux<List<ImportedAttempt>> attempts(ImportFormat format, Path file, SamplePlaces places) {
        return Flux.<ForeignAttempt, ForeignFile>generate(
                        () -> format.open(file),
                        (attempts, sink) -> {
                            ForeignAttempt next = attempts.next();
                            if (next == null) {
                                sink.complete();
                            } else {
                                sink.next(next);
                            }
                            return attempts;
                        },
                        Imports::close)
                .map(places::place)
                .buffer(ROWS_AT_ONCE)
                .subscribeOn(Schedulers.boundedElastic());
    }

    private static void close(@Nullable ForeignFile file) {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
