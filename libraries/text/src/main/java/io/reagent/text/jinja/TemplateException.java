package io.reagent.text.jinja;

import java.io.Serial;

/** A template that cannot be read or rendered. The message tells the template line where that is known. */
public final class TemplateException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String problem;
    private final int line;

    public TemplateException(String problem) {
        this(problem, 0);
    }

    TemplateException(String problem, int line) {
        super(line == 0 ? problem : "template line " + line + ": " + problem);
        this.problem = problem;
        this.line = line;
    }

    /** What is wrong, without the place: for {@code raise_exception}, the template's own message. */
    public String problem() {
        return problem;
    }

    /** The template line, from 1; 0 if unknown. */
    public int line() {
        return line;
    }

    /** The same problem at a line, unless it has one already. */
    TemplateException at(int place) {
        if (line != 0) {
            return this;
        }
        TemplateException located = new TemplateException(problem, place);
        located.setStackTrace(getStackTrace());
        return located;
    }
}
