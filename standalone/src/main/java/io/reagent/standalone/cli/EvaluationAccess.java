package io.reagent.standalone.cli;

import io.reagent.standalone.client.EvaluationClient;
import io.reagent.standalone.client.PlatformService;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Objects;

/** Where the services that evaluate answer: as the running platform says, else at the port that is set. */
final class EvaluationAccess {
    private EvaluationAccess() {}

    static PlatformService service() throws IOException {
        return new PlatformService(url(LauncherFiles.ofEnvironment(), "evaluation", "REAGENT_EVALUATION_PORT", "8084"));
    }

    static EvaluationClient evaluations() throws IOException {
        return new EvaluationClient(service());
    }

    /** The coordinator, whose runs have checkpoints. */
    static PlatformService training() throws IOException {
        return new PlatformService(url(LauncherFiles.ofEnvironment(), "training", "REAGENT_TRAINING_PORT", "8083"));
    }

    private static String url(LauncherFiles files, String service, String variable, String port) throws IOException {
        String said = files.platform().isPresent() && Files.exists(files.ready())
                ? ReadyFile.read(files.ready()).url(service)
                : "";
        return said.isEmpty() ? "http://localhost:" + Objects.requireNonNullElse(System.getenv(variable), port) : said;
    }
}
