package io.reagent.text.jinja;

import io.reagent.text.jinja.Expression.CallArguments;
import io.reagent.text.jinja.Expression.Named;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a template does, in order. */
sealed interface Statement {
    /** Template line, for errors. */
    int line();

    record Text(String text, int line) implements Statement {}

    record Output(Expression expression, int line) implements Statement {}

    record If(Expression test, List<Statement> then, List<Statement> otherwise, int line) implements Statement {}

    record For(
            Target target,
            Expression items,
            @Nullable Expression filter,
            boolean recursive,
            List<Statement> body,
            List<Statement> otherwise,
            int line)
            implements Statement {}

    record Set(Target target, Expression value, int line) implements Statement {}

    /** {@code {% set x | filter %}…{% endset %}}; {@code value} is what becomes of the text, named {@link #TEXT} in it. */
    record SetBlock(Target target, Expression value, List<Statement> body, int line) implements Statement {}

    /** {@code {% filter f %}…{% endfilter %}}. */
    record FilterBlock(Expression value, List<Statement> body, int line) implements Statement {}

    record With(List<Named> values, List<Statement> body, int line) implements Statement {}

    record MacroDefinition(String name, Signature signature, List<Statement> body, int line) implements Statement {}

    /** {@code {% call(args) macro() %}…{% endcall %}}. */
    record CallBlock(Signature signature, Expression macro, CallArguments arguments, List<Statement> body, int line)
            implements Statement {}

    /** A block that groups and changes nothing, such as {@code {% generation %}}. */
    record Group(List<Statement> body, int line) implements Statement {}

    record Break(int line) implements Statement {}

    record Continue(int line) implements Statement {}

    /** The name, not writable in templates, of a block's text in the filters applied to it. */
    String TEXT = " text";

    /** A macro's parameters; defaults belong to the last of them. */
    record Signature(List<String> parameters, List<Expression> defaults, boolean takesMore, boolean takesMoreNamed) {}

    /** What is assigned to. */
    sealed interface Target {
        record Variable(String name) implements Target {}

        record Several(List<Target> targets) implements Target {}

        /** {@code {% set ns.name = … %}}. */
        record Field(String namespace, String name) implements Target {}
    }
}
