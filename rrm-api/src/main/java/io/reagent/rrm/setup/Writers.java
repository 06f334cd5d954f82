package io.reagent.rrm.setup;

import io.micrometer.core.instrument.MeterRegistry;
import io.reagent.rrm.judges.Writer;
import io.reagent.rrm.judges.local.LocalWriter;
import io.reagent.rrm.judges.openai.OpenAiWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Opens the models behind judges, and closes them with the service. */
final class Writers implements AutoCloseable {
    private final List<LocalWriter> open = new ArrayList<>();
    private final MeterRegistry registry;

    Writers(MeterRegistry registry) {
        this.registry = registry;
    }

    Writer of(JudgeProperties settings) throws IOException {
        return switch (settings.kind()) {
            case LOCAL -> local(Objects.requireNonNull(settings.directory()), settings);
            case OPENAI -> new OpenAiWriter(settings.server());
        };
    }

    private Writer local(Path directory, JudgeProperties settings) throws IOException {
        LocalWriter writer = LocalWriter.load(directory, settings.device(), settings.weights(), settings.limits());
        open.add(writer);
        writer.metrics().bindTo(registry);
        return writer;
    }

    @Override
    public void close() {
        open.forEach(LocalWriter::close);
    }
}
