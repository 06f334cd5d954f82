package io.reagent.standalone.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.OptionalLong;

/** What there is of the platform that the launcher started. */
sealed interface PlatformState {
    /** None runs. */
    record NotRunning() implements PlatformState {}

    /** It runs and has not yet said that it is ready. */
    record Starting(long pid) implements PlatformState {}

    /** It has been ready; what its services answer now. */
    record Running(long pid, ReadyFile said, List<Readiness> services) implements PlatformState {
        public Running {
            services = List.copyOf(services);
        }

        boolean ready() {
            return services.stream().allMatch(Readiness::ready);
        }
    }

    /** Asks the processes and the services. */
    static PlatformState of(LauncherFiles files) throws IOException {
        OptionalLong pid = files.platform();
        if (pid.isEmpty()) {
            return new NotRunning();
        }
        if (!Files.exists(files.ready())) {
            return new Starting(pid.getAsLong());
        }
        ReadyFile said = ReadyFile.read(files.ready());
        return new Running(
                pid.getAsLong(),
                said,
                said.services().stream().map(Readiness::ask).toList());
    }
}
