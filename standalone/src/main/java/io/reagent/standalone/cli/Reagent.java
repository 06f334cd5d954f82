package io.reagent.standalone.cli;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The commands of {@code ./reagent}. A new one is a class named here, a paragraph in usage.txt, and a word in the script's
 * last lines, which call this program.
 */
@Command(
        name = "./reagent",
        synopsisSubcommandLabel = "<command>",
        subcommands = {
            Scripts.Up.class,
            Scripts.Down.class,
            StatusCommand.class,
            DemoCommand.class,
            Scripts.Experiment.class,
            Scripts.Test.class,
            Scripts.Bench.class,
            Scripts.Train.class,
            EvaluateCommand.class,
            BenchmarkCommand.class,
            ModelCommand.class,
            Scripts.Conformance.class,
            CompletionCommand.class,
            HelpCommand.class
        })
public final class Reagent {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "this text")
    private boolean help;

    private Reagent() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The parser: what is wrong is said in one line, and ends with 1, as the launcher does. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Reagent());
        Map<String, String> paragraphs = UsageText.paragraphs();
        line.getSubcommands().forEach((name, command) -> command.getCommandSpec()
                .usageMessage()
                .width(100)
                .description(paragraphs.getOrDefault(name, "").replace("%", "%%")));
        line.setParameterExceptionHandler((wrong, arguments) -> complain(
                wrong.getCommandLine(),
                String.valueOf(wrong.getMessage()),
                "usage: "
                        + wrong.getCommandLine()
                                .getUsageMessage(CommandLine.Help.Ansi.OFF)
                                .lines()
                                .findFirst()
                                .orElse("")
                                .replaceFirst("^Usage: ", "")));
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure.getMessage() == null) {
                throw failure;
            }
            return complain(command, failure.getMessage());
        });
        return line;
    }

    private static int complain(CommandLine command, String what, String... more) {
        command.getErr().println("reagent: " + what);
        for (String line : more) {
            command.getErr().println("  " + line);
        }
        return 1;
    }
}
