package io.reagent.standalone.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One script serves both shells: zsh reads it by its emulation of bash's completion. */
@Command(name = "completion")
final class CompletionCommand implements Callable<Integer> {
    enum Shell {
        bash,
        zsh
    }

    @Parameters(
            arity = "0..1",
            paramLabel = "<shell>",
            description = "one of ${COMPLETION-CANDIDATES}; the script is the same")
    private @Nullable Shell shell;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine()
                .getOut()
                .print(AutoComplete.bash("reagent", spec.root().commandLine()));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
