package io.reagent.eval.exports;

import io.reagent.eval.evaluations.Evaluation;
import io.reagent.eval.evaluations.ScoringStore.Scoring;
import io.reagent.eval.results.EvaluationResults;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Writes evaluations as files, a few samples at a time. */
public final class Exports {
    private static final double CONFIDENCE = 0.95;
    private static final int LONGEST_NAME = 60;

    private final ExportRows rows;
    private final EvaluationResults results;

    public Exports(ExportRows rows, EvaluationResults results) {
        this.rows = rows;
        this.results = results;
    }

    /** A file: its name, and its content in pieces. */
    public record File(String name, ExportFormat format, Flux<byte[]> content) {}

    /**
     * @param scoring by its number; a 404 when there is none
     * @param rollout only this sample of each question, from 1; null: all
     */
    public Mono<File> file(Evaluation evaluation, ExportFormat format, int scoring, @Nullable Integer rollout) {
        return results.scoring(evaluation.id(), scoring)
                .map(found -> new File(
                        name(evaluation, format, rollout), format, content(evaluation, format, found, rollout)));
    }

    private Flux<byte[]> content(
            Evaluation evaluation, ExportFormat format, Scoring scoring, @Nullable Integer rollout) {
        Integer sample = rollout == null ? null : (Integer) (rollout - 1);
        return writer(evaluation, format, scoring)
                .flatMapMany(writer -> Flux.concat(
                        Mono.fromSupplier(writer::head),
                        rows.of(evaluation.id(), scoring.id(), sample).map(writer::sample),
                        Mono.fromSupplier(writer::tail)))
                .filter(text -> !text.isEmpty())
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    private Mono<SampleWriter> writer(Evaluation evaluation, ExportFormat format, Scoring scoring) {
        return switch (format) {
            case RELEASE -> Mono.fromSupplier(ReleaseLines::new);
            case ATIF -> Mono.fromSupplier(() -> new AtifLines(evaluation));
            case CSV -> Mono.fromSupplier(() -> new SampleTable(evaluation));
            case INSPECT ->
                results.of(evaluation, scoring.number(), CONFIDENCE)
                        .zipWith(rows.items(evaluation.id()).collectList())
                        .map(both -> new InspectLog(
                                new InspectHeader(evaluation, scoring, both.getT1(), both.getT2()).json(),
                                evaluation.spec().subject().policy(),
                                scoring.grading().grader()));
        };
    }

    /** Of one rollout as the release names it, or what it is of. */
    private static String name(Evaluation evaluation, ExportFormat format, @Nullable Integer rollout) {
        if (rollout != null && format == ExportFormat.RELEASE) {
            return "iter" + rollout + ".jsonl";
        }
        String of = evaluation.spec().questions().benchmark() + "-"
                + evaluation.spec().subject().policy();
        String plain = of.replaceAll("[^A-Za-z0-9._-]+", "_");
        return plain.substring(0, Math.min(LONGEST_NAME, plain.length())) + "-" + evaluation.id() + "."
                + (format == ExportFormat.CSV ? "" : format.name().toLowerCase(Locale.ROOT) + ".")
                + (rollout == null ? "" : rollout + ".") + format.ending();
    }
}
