package io.reagent.eval.http;

import io.reagent.clients.judge.JudgeException;
import io.reagent.eval.benchmarks.BenchmarkException;
import io.reagent.eval.benchmarks.Benchmarks;
import io.reagent.eval.benchmarks.ItemSet;
import io.reagent.eval.checks.BenchmarkCheck;
import io.reagent.eval.checks.CheckReport;
import io.reagent.eval.evaluations.SpecReader;
import io.reagent.eval.grading.Grading;
import io.reagent.eval.jobs.AwayException;
import io.reagent.eval.jobs.StopJobException;
import io.reagent.kit.json.FieldReader;
import io.reagent.kit.json.JsonBody;
import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Whether a benchmark and its grader are fit to be evaluated on. */
@Tag(name = "Benchmarks")
@RestController
class BenchmarkChecksController {
    private static final Duration LATER = Duration.ofSeconds(5);
    private static final byte[] NOTHING = {'{', '}'};
    /** Of a grader that is asked over HTTP, and perhaps paid for. */
    private static final int STANDARD_OF_SERVERS = 50;

    private final Benchmarks benchmarks;
    private final SpecReader specs;
    private final BenchmarkCheck checks;

    BenchmarkChecksController(Benchmarks benchmarks, SpecReader specs, BenchmarkCheck checks) {
        this.benchmarks = benchmarks;
        this.specs = specs;
        this.checks = checks;
    }

    private record Asked(
            ItemSet set, Grading grading, @Nullable Integer limit) {}

    @Operation(
            operationId = "checkBenchmark",
            summary = "Prove a benchmark and its grader by agents that know what they do",
            description = "{\"grader\"?, \"limit\"?}: gold gives every reference in turn and has to be right each time,"
                    + " nothing gives no answer and must never be right, shuffled gives another question's reference and may be"
                    + " right at most one time in fifty. All questions are asked, or limit of them; of a grader that is asked"
                    + " over HTTP 50 where no limit is sent.")
    @PostMapping("/v1/benchmarks/{name}/check")
    public Mono<CheckReport> check(@PathVariable String name, @RequestBody(required = false) Mono<byte[]> body) {
        return body.defaultIfEmpty(NOTHING)
                .map(JsonBody::read)
                .flatMap(sent -> Mono.fromCallable(() -> asked(name, sent)).subscribeOn(Schedulers.boundedElastic()))
                .flatMap(asked -> checks.check(asked.set(), asked.grading(), asked.limit()))
                .onErrorMap(BenchmarkChecksController::meaning);
    }

    private Asked asked(String name, FieldReader body) {
        body.allow(List.of("grader", "limit"));
        ItemSet set = benchmarks.read(name);
        Grading grading = specs.grading(body, set.benchmark());
        Integer standard = grading.asksServer() ? (Integer) STANDARD_OF_SERVERS : null;
        return new Asked(
                set,
                grading,
                body.any("limit") == null ? standard : (Integer) body.integer("limit", 1, 1, Integer.MAX_VALUE));
    }

    private static Throwable meaning(Throwable error) {
        return switch (error) {
            case BenchmarkException benchmark -> BenchmarkProblems.of(benchmark);
            case AwayException away ->
                new ProblemException(
                        Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "grader-away", String.valueOf(away.getMessage()))
                                .remedy("Start what grades, and send the request again.")
                                .retryAfter(LATER),
                        away);
            case StopJobException refused -> problem(HttpStatus.UNPROCESSABLE_CONTENT, "grader-refused", refused);
            case JudgeException garbled -> problem(HttpStatus.BAD_GATEWAY, "grader-garbled", garbled);
            default -> error;
        };
    }

    private static ProblemException problem(HttpStatus status, String type, RuntimeException error) {
        return new ProblemException(
                Problem.of(status, type, String.valueOf(error.getMessage()))
                        .field("grader")
                        .remedy("Correct the address, key or model of what grades, or name another grader."),
                error);
    }
}
