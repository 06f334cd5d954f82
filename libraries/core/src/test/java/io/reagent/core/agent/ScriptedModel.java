package io.reagent.core.agent;

import io.reagent.core.agent.ModelTurn.FinishReason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Says its lines one after another, character codes for tokens; remembers what it was asked. */
final class ScriptedModel implements AgentModel {
    final List<ModelRequest> requests = new ArrayList<>();
    private final List<Function<ModelRequest, CompletionStage<ModelTurn>>> script = new ArrayList<>();
    private final SpeechFormat format = new HermesFormat();

    ScriptedModel says(String... lines) {
        for (String line : lines) {
            script.add(request -> CompletableFuture.completedFuture(turn(request, line, FinishReason.STOP)));
        }
        return this;
    }

    ScriptedModel isCutAfter(String line) {
        script.add(request -> CompletableFuture.completedFuture(turn(request, line, FinishReason.LENGTH)));
        return this;
    }

    ScriptedModel does(Function<ModelRequest, CompletionStage<ModelTurn>> answer) {
        script.add(answer);
        return this;
    }

    @Override
    public CompletionStage<ModelTurn> next(ModelRequest request) {
        requests.add(request);
        return script.get(requests.size() - 1).apply(request);
    }

    @Override
    public int countTokens(String text) {
        return text.length();
    }

    private ModelTurn turn(ModelRequest request, String line, FinishReason finish) {
        StringBuilder prompt = new StringBuilder();
        for (Message message : request.messages()) {
            prompt.append(
                    switch (message) {
                        case Message.System system -> system.text();
                        case Message.User user -> user.text();
                        case Message.Assistant assistant -> assistant.turn().text();
                        case Message.ToolAnswer answer -> answer.text();
                    });
        }
        int[] completion = line.chars().toArray();
        float[] logprobs = new float[completion.length];
        java.util.Arrays.fill(logprobs, -0.5f);
        return ModelTurn.of(
                line,
                format.parse(line),
                finish,
                new SampledTokens(prompt.chars().toArray(), completion, logprobs));
    }

    static String call(String name, String arguments) {
        return "<tool_call>{\"name\": \"" + name + "\", \"arguments\": " + arguments + "}</tool_call>";
    }
}
