package io.reagent.training.http;

import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.ProblemException;
import io.reagent.training.runs.RunDefaults;
import io.reagent.training.runs.RunSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Where a run's tokenizer may lie: below the directory of models, or where the policy's server, which the operator named,
 * says that it has it. Blocking.
 */
@Component
class TokenizerPlaces {
    private final Path models;

    TokenizerPlaces(RunDefaults defaults) {
        this.models = defaults.models().toAbsolutePath().normalize();
    }

    /**
     * The run with a directory that may be read.
     *
     * @param sent whether the request named it
     * @param told by the policy's server, or null
     * @throws ProblemException 400 when it lies elsewhere
     */
    RunSpec placed(RunSpec spec, boolean sent, @Nullable String told) {
        Path wanted = spec.policy().directory().toAbsolutePath().normalize();
        Path host = told == null ? null : Path.of(told).toAbsolutePath().normalize();
        boolean ours = wanted.startsWith(models) && !wanted.equals(models);
        if (!sent && host != null && !(ours && Files.exists(wanted)) && Files.isDirectory(host)) {
            return spec.withTokenizer(host);
        }
        if (ours || wanted.equals(host)) {
            return spec;
        }
        String field = sent ? "policy.tokenizer_directory" : "policy.base_model";
        throw Problem.of(HttpStatus.BAD_REQUEST, "no-tokenizer", field + " leads out of the directory of models")
                .field(field)
                .remedy("Put the tokenizer into a directory below " + models
                        + ", or leave tokenizer_directory out where the policy's server is on this machine.")
                .asException();
    }
}
