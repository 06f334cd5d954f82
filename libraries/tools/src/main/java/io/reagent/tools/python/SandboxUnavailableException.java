package io.reagent.tools.python;

import java.io.Serial;

/** No sandbox can be made here; the message says why and what to install. Python is not run without one. */
public final class SandboxUnavailableException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    SandboxUnavailableException(String reason, String remedy) {
        super("Python cannot be run safely here: " + reason + ". " + remedy
                + " Or name a remote executor, which runs it elsewhere.");
    }
}
