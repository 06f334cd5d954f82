package io.reagent.training.http;

import io.reagent.clients.judge.JudgeClient;
import io.reagent.clients.judge.JudgeException;
import io.reagent.clients.judge.OfferedJudge;
import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.ProblemException;
import io.reagent.training.engine.EngineException;
import io.reagent.training.engine.OfferedModel;
import io.reagent.training.engine.TinkerClient;
import io.reagent.training.runs.RunSpec;
import io.reagent.training.runs.Server;
import io.reagent.training.steps.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Asks a run's servers, before the run is stored, whether they have the base model and the judge that it names. Servers
 * that do not answer soon, or do not tell, refuse nothing: then a notice says what was not looked at. A server that turns
 * the coordinator away, for want of a key it knows, would do the same to every step.
 */
@Component
class Offers {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Servers servers;

    Offers(Servers servers) {
        this.servers = servers;
    }

    /**
     * What the servers said.
     *
     * @param tokenizer the directory that the policy's server names for the base model, or null
     * @param notices what could not be looked at, for people
     */
    record Offer(@Nullable String tokenizer, List<String> notices) {}

    /**
     * @throws ProblemException (in the result) 400 with the names there are, or 422 with the reason why what has the name
     *     cannot be used
     */
    Mono<Offer> of(RunSpec spec) {
        return Mono.zip(baseModel(spec), judge(spec), (model, judge) -> {
            List<String> notices = new ArrayList<>(model.notices());
            notices.addAll(judge.notices());
            return new Offer(model.tokenizer(), notices);
        });
    }

    private Mono<Offer> baseModel(RunSpec spec) {
        String wanted = spec.policy().baseModel();
        Server server = spec.policy().server();
        TinkerClient client = servers.policy(server);
        return client.baseModels()
                .collectList()
                .timeout(PATIENCE)
                .flatMap(models -> has(models, wanted)
                        ? Mono.just(offer(wanted, server, models))
                        : client.unavailable(wanted)
                                .<Offer>flatMap(why -> Mono.error(
                                        unusable("policy.base_model", "The base model '" + wanted + "'", why)))
                                .switchIfEmpty(Mono.fromSupplier(() -> offer(wanted, server, models))))
                .onErrorMap(Offers::turnsAway, refused -> turnedAway("policy", refused))
                .onErrorResume(
                        error -> !(error instanceof ProblemException),
                        silent -> Mono.just(unseen("policy's server", "base model " + wanted)));
    }

    /** What cannot be loaded is not among those on offer. */
    private static boolean has(List<OfferedModel> models, String wanted) {
        return models.stream().anyMatch(offered -> offered.name().equals(wanted));
    }

    private static Offer offer(String wanted, Server server, List<OfferedModel> models) {
        if (models.isEmpty()) {
            return unseen("policy's server", "base model " + wanted);
        }
        OfferedModel model = models.stream()
                .filter(offered -> offered.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> unknown(
                        "policy.base_model",
                        "The policy's server has no base model '" + wanted + "'",
                        "Base models there: "
                                + String.join(
                                        ", ",
                                        models.stream().map(OfferedModel::name).toList())));
        // a path on this machine is believed from a server that the operator named
        return new Offer(server.named() ? model.tokenizer() : null, List.of());
    }

    private Mono<Offer> judge(RunSpec spec) {
        if (!spec.algorithm().asksJudge()) {
            return Mono.just(new Offer(null, List.of()));
        }
        String wanted = spec.judge().name();
        return servers.judge(spec.judge().server())
                .judges()
                .timeout(PATIENCE)
                .map(judges -> offer(wanted, judges))
                .onErrorMap(Offers::turnsAway, refused -> turnedAway("judge", refused))
                .onErrorResume(
                        error -> !(error instanceof ProblemException),
                        silent -> Mono.just(
                                unseen("judge's service", wanted == null ? "default judge" : "judge " + wanted)));
    }

    private static Offer offer(@Nullable String wanted, JudgeClient.Judges judges) {
        String name = wanted == null ? judges.standard() : wanted;
        OfferedJudge chosen = name == null ? null : judges.named(name);
        if (chosen == null) {
            throw unknown(
                    "judge.name",
                    wanted == null
                            ? "The judge's service has no default judge"
                            : "The judge's service has no judge '" + wanted + "'",
                    "Judges there: " + String.join(", ", judges.names()));
        }
        if (chosen.problem() != null) {
            throw unusable("judge.name", "The judge '" + chosen.name() + "'", chosen.problem());
        }
        return new Offer(null, List.of());
    }

    private static Offer unseen(String server, String what) {
        return new Offer(
                null, List.of("the " + server + " did not tell when the run was made whether it has the " + what));
    }

    private static boolean turnsAway(Throwable error) {
        return error instanceof EngineException engine && engine.kind() == EngineException.Kind.TURNED_AWAY
                || error instanceof JudgeException judge && judge.kind() == JudgeException.Kind.TURNED_AWAY;
    }

    private static ProblemException turnedAway(String whom, Throwable refused) {
        return Problem.of(HttpStatus.BAD_REQUEST, "turned-away", String.valueOf(refused.getMessage()))
                .field(whom)
                .remedy("Choose another server, or have the operator set the key that this one wants:"
                        + " reagent.training." + whom + "-api-key, or that of the server by its name.")
                .asException();
    }

    private static ProblemException unusable(String field, String what, String why) {
        return Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "unusable-name", what + " cannot be used: " + why)
                .field(field)
                .remedy("Name another one, or have whoever runs the server mend it.")
                .asException();
    }

    private static ProblemException unknown(String field, String detail, String remedy) {
        return Problem.of(HttpStatus.BAD_REQUEST, "unknown-name", detail)
                .field(field)
                .remedy(remedy + ".")
                .asException();
    }
}
