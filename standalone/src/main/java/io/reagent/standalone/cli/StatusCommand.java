package io.reagent.standalone.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Ends with 0 only where every service says that it is ready. */
@Command(name = "status")
final class StatusCommand implements Callable<Integer> {
    @Option(names = "--json", description = "as one JSON object")
    private boolean json;

    /** What {@code ./reagent up} adds when one is running already. */
    @Option(names = "--unready", hidden = true)
    private boolean unready;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        LauncherFiles files = LauncherFiles.ofEnvironment();
        PlatformState state = PlatformState.of(files);
        PrintWriter out = spec.commandLine().getOut();
        if (unready) {
            missing(state).forEach(out::println);
            return 0;
        }
        if (json) {
            out.println(StatusJson.of(state, files));
        } else {
            say(state, files, out);
        }
        return state instanceof PlatformState.Running running && running.ready() ? 0 : 1;
    }

    private static void say(PlatformState state, LauncherFiles files, PrintWriter out) {
        switch (state) {
            case PlatformState.NotRunning() -> out.println("Not running");
            case PlatformState.Starting(long pid) -> {
                out.println("Starting");
                out.println(place(pid, files));
            }
            case PlatformState.Running running -> {
                if (running.ready()) {
                    out.print(running.said().text());
                } else {
                    missing(running).forEach(out::println);
                    out.println("Not ready; its log is " + files.log());
                }
                out.println(place(running.pid(), files));
            }
        }
    }

    private static String place(long pid, LauncherFiles files) {
        return "pid " + pid + ", data in " + files.data();
    }

    /** Services that are not ready, and what the platform said at its start that it lacks; none where all are ready. */
    private static List<String> missing(PlatformState state) {
        if (!(state instanceof PlatformState.Running running) || running.ready()) {
            return List.of();
        }
        return Stream.concat(
                        running.services().stream()
                                .filter(service -> !service.ready())
                                .map(Readiness::sentence),
                        running.said().lacks().stream().map(ReadyFile.LACKS::concat))
                .toList();
    }
}
