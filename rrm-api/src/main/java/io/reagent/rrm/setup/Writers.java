package io.reagent.rrm.setup;

import io.micrometer.core.instrument.MeterRegistry;
import io.reagent.rrm.judges.Writer;
import io.reagent.rrm.judges.local.LocalWriter;
import io.reagent.rrm.judges.openai.OpenAiWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Opens the models behind judges, and closes them with the service. */
final class Writers implements AutoCloseable {
    private final List<LocalWriter> open = new ArrayList<>();
    private final MeterRegistry registry;

    Writers(MeterRegistry registry) {
        this.registry = registry;
    }

    Writer of(JudgeProperties settings) throws IOException {
        return switch (settings.model()) {
            case LocalModelProperties local -> open(local, settings.queueCapacity());
            case OpenAiServerProperties server -> new OpenAiWriter(server.server(settings.queueCapacity()));
        };
    }

    private Writer open(LocalModelProperties local, int queueCapacity) throws IOException {
        LocalWriter writer =
                LocalWriter.load(local.directory(), local.device(), local.weights(), local.limits(queueCapacity));
        open.add(writer);
        writer.metrics().bindTo(registry);
        return writer;
    }

    @Override
    public void close() {
        open.forEach(LocalWriter::close);
    }
}
