package io.reagent.policy.openai;

import io.reagent.dialogue.CallConvention;
import io.reagent.lm.constrain.Constraints;
import io.reagent.lm.constrain.Grammar;
import io.reagent.lm.constrain.GrammarException;
import io.reagent.lm.constrain.TextForm;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a turn's text is limited to: an answer of a schema, calls of tools, or either. */
final class ChatGrammar {
    /** Ends a thought that the prompt has begun: what is limited is not preceded by one. */
    private static final TextForm NO_THOUGHT = new TextForm.Literal("\n</think>\n\n");

    private final Constraints constraints;

    private ChatGrammar(Constraints constraints) {
        this.constraints = constraints;
    }

    /** @throws io.reagent.kit.problem.ProblemException 400 when a schema cannot be enforced */
    static @Nullable Grammar of(
            ChatRequest request, @Nullable CallConvention calls, boolean thinking, Constraints constraints) {
        return new ChatGrammar(constraints).make(request, calls, thinking);
    }

    private @Nullable Grammar make(ChatRequest request, @Nullable CallConvention calls, boolean thinking) {
        Tools tools = request.tools();
        Structure structure = tools.forced().isEmpty() ? request.structure() : null;
        List<TextForm> options = new ArrayList<>();
        if (structure != null) {
            structure.grammar(constraints); // refused by its own field
            options.add(structure.form());
        }
        List<FunctionTool> callable = structure == null ? tools.forced() : tools.all();
        if (calls != null && !callable.isEmpty()) {
            options.add(calls(calls, callable, tools.parallel()));
        }
        if (options.isEmpty()) {
            return null;
        }
        TextForm form = options.size() == 1 ? options.getFirst() : new TextForm.Choice(options);
        return constraints.form(thinking ? TextForm.sequence(NO_THOUGHT, form) : form);
    }

    private TextForm calls(CallConvention convention, List<FunctionTool> tools, boolean parallel) {
        TextForm call = new TextForm.Choice(tools.stream()
                .map(tool -> TextForm.sequence(
                        new TextForm.Literal(convention.before(tool.name())),
                        new TextForm.Json(arguments(tool)),
                        new TextForm.Literal(convention.behind())))
                .toList());
        return parallel ? new TextForm.Repeated(call, new TextForm.Literal(convention.between())) : call;
    }

    /** Only a strict tool's schema has to be enforced; of others one that cannot be is let be. */
    private JsonNode arguments(FunctionTool tool) {
        try {
            constraints.jsonSchema(tool.schema());
            return tool.schema();
        } catch (GrammarException impossible) {
            if (tool.strict()) {
                throw Refusals.invalid(
                        tool.path() + ".parameters",
                        String.valueOf(impossible.getMessage()),
                        "Change the schema, or strict to false.");
            }
            return FunctionTool.ANY_OBJECT;
        }
    }
}
