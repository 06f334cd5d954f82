package io.reagent.training.benchmarks;

import io.reagent.clients.evaluations.EvaluationServiceException;
import io.reagent.clients.evaluations.EvaluationsClient;
import io.reagent.clients.evaluations.OfferedBenchmark;
import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.ProblemException;
import io.reagent.training.runs.RunSpec;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;

/** Looks, before a run is stored, whether eval-service has the benchmarks that it names. */
public final class BenchmarkOffers {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String FIELD = "options.benchmarks";

    private final @Nullable EvaluationsClient service;

    /** @param service null where none is configured */
    public BenchmarkOffers(@Nullable EvaluationsClient service) {
        this.service = service;
    }

    /**
     * The run with benchmarks in the place of suites.
     *
     * @throws ProblemException (in the result) 422 that names the benchmark at fault, 503 while nobody can be asked
     */
    public Mono<RunSpec> of(RunSpec spec) {
        List<String> names = spec.evaluating().benchmarks().names();
        if (names.isEmpty()) {
            return Mono.just(spec);
        }
        if (service == null) {
            return Mono.error(() -> Problem.of(
                            HttpStatus.UNPROCESSABLE_CONTENT,
                            "no-evaluation-service",
                            "This coordinator knows no eval-service that could evaluate on benchmarks")
                    .field(FIELD)
                    .remedy("Leave it out, or have the operator set reagent.training.evaluation.base-url"
                            + " (REAGENT_TRAINING_EVALUATION_BASE_URL).")
                    .asException());
        }
        return service.benchmarks()
                .onErrorMap(EvaluationServiceException.class, BenchmarkOffers::unasked)
                .map(offered -> spec.on(chosen(names, offered)));
    }

    private static List<String> chosen(List<String> names, List<OfferedBenchmark> offered) {
        Set<String> chosen = new LinkedHashSet<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            List<OfferedBenchmark> meant =
                    offered.stream().filter(one -> one.name().equals(name)).toList();
            if (meant.isEmpty()) {
                meant = offered.stream()
                        .filter(one -> one.suites().contains(name))
                        .toList();
            }
            if (meant.isEmpty()) {
                throw unknown(i, name, offered);
            }
            for (OfferedBenchmark one : meant) {
                if (one.problem() != null) {
                    throw unusable(i, one);
                }
                chosen.add(one.name());
            }
        }
        return List.copyOf(chosen);
    }

    private static ProblemException unknown(int place, String name, List<OfferedBenchmark> offered) {
        Set<String> suites = new TreeSet<>();
        offered.forEach(one -> suites.addAll(one.suites()));
        return Problem.of(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "unknown-name",
                        "eval-service has no benchmark or suite '" + name + "'")
                .field(FIELD + "[" + place + "]")
                .remedy("Benchmarks there: "
                        + String.join(
                                ", ",
                                offered.stream().map(OfferedBenchmark::name).toList())
                        + "; suites: " + String.join(", ", suites) + ".")
                .asException();
    }

    private static ProblemException unusable(int place, OfferedBenchmark benchmark) {
        return Problem.of(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "unusable-name",
                        "The benchmark " + benchmark.name() + " cannot be evaluated on: " + benchmark.problem())
                .field(FIELD + "[" + place + "]")
                .remedy("Import it at eval-service, or name the benchmarks one by one without it.")
                .asException();
    }

    private static ProblemException unasked(EvaluationServiceException failed) {
        return Problem.of(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "evaluation-service-away",
                        "Nobody says whether there are these benchmarks: " + failed.getMessage())
                .field(FIELD)
                .retryAfter(SOON)
                .remedy("Try again when eval-service runs, or start the run without benchmarks.")
                .asException();
    }
}
