package io.reagent.standalone.cli;

import io.reagent.standalone.client.CoordinatorRun;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A checkpoint of a training run, as {@code RUN} or {@code RUN@STEP}.
 *
 * @param step steps trained, or null for the newest that is kept
 */
record RunCheckpoint(UUID run, @Nullable Integer step) {
    static final class Converter implements ITypeConverter<RunCheckpoint> {
        @Override
        public RunCheckpoint convert(String text) {
            String[] parts = text.split("@", 2);
            if (parts.length == 2 && !parts[1].matches("\\d{1,9}")) {
                throw new TypeConversionException("'" + parts[1] + "' is no step: write RUN@STEP, such as RUN@40");
            }
            try {
                return new RunCheckpoint(
                        UUID.fromString(parts[0]), parts.length == 2 ? Integer.valueOf(parts[1]) : null);
            } catch (IllegalArgumentException noId) {
                throw new TypeConversionException("'" + parts[0] + "' is no id of a training run");
            }
        }
    }

    /** Fills in whom a request evaluates, and the run and step that it is of. */
    void in(ObjectNode request) throws IOException, InterruptedException {
        JsonNode checkpoint =
                CoordinatorRun.of(EvaluationAccess.training(), run.toString()).checkpoint(step);
        request.set("policy", checkpoint.path("sampler_path"));
        request.putObject("run").put("id", run.toString()).set("step", checkpoint.path("step"));
    }
}
