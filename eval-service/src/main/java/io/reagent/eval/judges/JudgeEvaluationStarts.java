package io.reagent.eval.judges;

import io.reagent.eval.grading.KnownJudges;
import io.reagent.eval.jobs.JobRunner;
import io.reagent.eval.judges.sets.JudgeSet;
import io.reagent.eval.judges.sets.SetFiles;
import io.reagent.eval.judges.sets.SetReader;
import io.reagent.eval.judges.sets.StoredSets;
import io.reagent.eval.judges.sets.WorldSet;
import io.reagent.eval.labels.LabelStore;
import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Begins evaluations of judges: finds the judge, reads the set, and stores what is to be judged. */
public final class JudgeEvaluationStarts {
    private final KnownJudges judges;
    private final SetFiles files;
    private final StoredSets stored;
    private final JudgeEvaluationStore store;
    private final JobRunner runner;

    public JudgeEvaluationStarts(
            KnownJudges judges, SetFiles files, StoredSets stored, JudgeEvaluationStore store, JobRunner runner) {
        this.judges = judges;
        this.files = files;
        this.stored = stored;
        this.store = store;
        this.runner = runner;
    }

    /**
     * Fails with a {@link ProblemException} that says what cannot be evaluated and why.
     *
     * @param sent the set's own bytes, where the request brings them
     */
    public Mono<JudgeEvaluation> create(JudgeEvaluationSpec spec, byte @Nullable [] sent) {
        return judges.named(spec.judge(), "judge").map(spec::of).flatMap(named -> set(named, sent)
                .flatMap(set -> {
                    if (set.cases().isEmpty()) {
                        return Mono.error(empty(set));
                    }
                    return Mono.fromCallable(() -> JudgeItem.of(set.cases(), named.attacked(), named.seed()))
                            .subscribeOn(Schedulers.boundedElastic())
                            .flatMap(items -> store.create(named, set, items));
                })
                .doOnNext(created -> runner.look()));
    }

    private Mono<JudgeSet> set(JudgeEvaluationSpec spec, byte @Nullable [] sent) {
        return switch (spec.source()) {
            case SetSource.File file -> blocking(() -> files.read(file.path(), spec.subset(), spec.seed()));
            case SetSource.Named named -> blocking(() -> shipped(named.name(), spec));
            case SetSource.Sent lines -> blocking(() -> read(spec, sent == null ? new byte[0] : sent));
            case SetSource.Labels labels ->
                stored.labels(
                        new LabelStore.Filter(labels.split(), labels.annotator(), null, null),
                        spec.subset(),
                        spec.seed());
            case SetSource.Samples samples -> stored.evaluation(samples.evaluation(), spec.subset(), spec.seed());
        };
    }

    private static JudgeSet shipped(String name, JudgeEvaluationSpec spec) {
        if (!name.equals(WorldSet.NAME)) {
            throw Problem.of(
                            HttpStatus.UNPROCESSABLE_CONTENT,
                            "no-such-judge-set",
                            "source.set: there is no set '" + name + "'")
                    .field("source.set")
                    .remedy("There is " + WorldSet.NAME + "; send a set of your own as lines, or name its path.")
                    .asException();
        }
        return WorldSet.read(spec.subset(), spec.seed());
    }

    private static JudgeSet read(JudgeEvaluationSpec spec, byte[] sent) {
        try {
            return new SetReader("the body", spec.subset(), spec.seed())
                    .read(new ByteArrayInputStream(sent), Long.MAX_VALUE);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Mono<JudgeSet> blocking(Callable<JudgeSet> reading) {
        return Mono.fromCallable(reading).subscribeOn(Schedulers.boundedElastic());
    }

    private static ProblemException empty(JudgeSet set) {
        String leftOut = set.leftOut().isEmpty() ? "" : "; left out: " + set.leftOut();
        return Problem.of(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "empty-judge-set",
                        "source: the set has no labelled attempt" + leftOut)
                .field("source")
                .remedy("Name a set with labels, or another subset of it.")
                .asException();
    }
}
