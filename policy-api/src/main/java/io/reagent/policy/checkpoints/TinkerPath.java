package io.reagent.policy.checkpoints;

import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.ProblemException;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;

/** Where a checkpoint is, as {@code tinker://<run>/<weights | sampler_weights | external_weights>/<name>}. */
public record TinkerPath(String runId, CheckpointKind kind, String name) {
    /** What begins like this is a path, and no name of a model. */
    public static final String SCHEME = "tinker://";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

    public TinkerPath {
        checkName(name, "path");
    }

    /** @throws ProblemException 400 that blames {@code field} when it is no such path */
    public static TinkerPath parse(String path, String field) {
        String[] parts =
                path.startsWith(SCHEME) ? path.substring(SCHEME.length()).split("/", -1) : new String[0];
        CheckpointKind kind = parts.length == 3 ? CheckpointKind.ofSegment(parts[1]) : null;
        if (kind == null || parts[0].isEmpty() || !isName(parts[2])) {
            throw Problem.of(
                            HttpStatus.BAD_REQUEST, "invalid-field", field + " is no checkpoint's path: '" + path + "'")
                    .field(field)
                    .remedy("Send tinker://<model id>/<weights, sampler_weights or external_weights>/<name>.")
                    .asException();
        }
        return new TinkerPath(parts[0], kind, parts[2]);
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** @throws ProblemException 400 for a name that could mean another place than below its run's directory */
    public static String checkName(String name, String field) {
        if (!isName(name)) {
            throw Problem.of(
                            HttpStatus.BAD_REQUEST,
                            "invalid-name",
                            field + " is no name for a checkpoint: '" + name + "'")
                    .field(field)
                    .remedy("Use at most 128 letters, digits, '_', '-' and '.', and begin with none of the last two.")
                    .asException();
        }
        return name;
    }

    /** Below its run: {@code weights/<name>}. */
    public String checkpointId() {
        return kind.segment() + "/" + name;
    }

    @Override
    public String toString() {
        return SCHEME + runId + "/" + checkpointId();
    }
}
