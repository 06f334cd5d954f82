package io.reagent.lm.constrain;

import java.nio.charset.StandardCharsets;

/** Turns a {@link TextForm} into an automaton. */
final class FormCompiler {
    private final Nfa nfa = new Nfa();

    private FormCompiler() {}

    static Automaton compile(TextForm form) {
        FormCompiler compiler = new FormCompiler();
        int rule = compiler.nfa.rule();
        Nfa.Part part = compiler.nfa.rule(rule);
        compiler.nfa.empty(compiler.build(form, part.start()), part.end());
        return new Automaton(compiler.nfa, rule);
    }

    /** Returns the state after a text of the form, read from a state on. */
    private int build(TextForm form, int from) {
        return switch (form) {
            case TextForm.Literal literal -> nfa.literal(from, literal.text().getBytes(StandardCharsets.UTF_8));
            case TextForm.Json json -> SchemaCompiler.compile(json.schema(), nfa, from);
            case TextForm.Pattern pattern ->
                RegexParser.whole(pattern.expression()).build(nfa, Letters.PLAIN, from);
            case TextForm.Sequence sequence -> {
                int at = from;
                for (TextForm part : sequence.parts()) {
                    at = build(part, at);
                }
                yield at;
            }
            case TextForm.Choice choice -> {
                int to = nfa.state();
                for (TextForm option : choice.options()) {
                    int start = nfa.state();
                    nfa.empty(from, start);
                    nfa.empty(build(option, start), to);
                }
                yield to;
            }
            case TextForm.Repeated repeated -> {
                int start = nfa.state();
                nfa.empty(from, start);
                int end = build(repeated.once(), start);
                nfa.empty(build(repeated.between(), end), start);
                yield end;
            }
        };
    }
}
