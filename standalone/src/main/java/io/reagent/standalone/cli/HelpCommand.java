package io.reagent.standalone.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** All commands in the launcher's words, or one with its options. */
@Command(name = "help")
final class HelpCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "<command>", description = "whose options are told")
    private @Nullable String command;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (command == null) {
            out.print(UsageText.whole());
            out.flush();
            return 0;
        }
        CommandLine asked = spec.root().subcommands().get(command);
        if (asked == null) {
            throw new CommandLine.ParameterException(spec.commandLine(), "unknown command " + command);
        }
        asked.usage(out);
        return 0;
    }
}
