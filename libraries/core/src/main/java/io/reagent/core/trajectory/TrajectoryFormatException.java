package io.reagent.core.trajectory;

/** A trajectory that cannot be read: which field, what is wrong with it, and what to send instead. */
public final class TrajectoryFormatException extends RuntimeException {
    private final String field;
    private final String problem;
    private final String remedy;

    /**
     * @param field path of the field at fault, such as {@code messages[3].tool_calls[0].function.arguments}; empty for
     *     the whole document
     * @param problem what is wrong, without the field's name
     * @param remedy what the sender should do
     */
    public TrajectoryFormatException(String field, String problem, String remedy) {
        super((field.isEmpty() ? "The trajectory" : field) + " " + problem + ". " + remedy);
        this.field = field;
        this.problem = problem;
        this.remedy = remedy;
    }

    public String field() {
        return field;
    }

    public String problem() {
        return problem;
    }

    public String remedy() {
        return remedy;
    }

    /** The same error for a document that is itself the field {@code parent} of a larger one. */
    public TrajectoryFormatException within(String parent) {
        String path = field.isEmpty() || field.startsWith("[") ? parent + field : parent + "." + field;
        TrajectoryFormatException moved = new TrajectoryFormatException(path, problem, remedy);
        moved.initCause(this);
        return moved;
    }
}
