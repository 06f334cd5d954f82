package io.reagent.core.agent;

import io.reagent.core.agent.AgentLimits.Limit;
import io.reagent.core.agent.ModelTurn.FinishReason;
import io.reagent.core.tools.ToolBox;
import io.reagent.core.tools.ToolResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run in progress. Its steps follow one another through futures, so its state needs no lock. */
final class RunningLoop {
    private final AgentModel model;
    private final ToolBox tools;
    private final AgentLimits limits;
    private final Executor executor;
    private final AgentPrompt prompt;
    private final Consumer<Turn> onTurn;

    private final CompletableFuture<Rollout> rollout = new CompletableFuture<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final List<Message> messages;
    private final List<Turn> turns = new ArrayList<>();
    private final Instant startedAt = Instant.now();
    private final Stopwatch stopwatch = new Stopwatch();
    private int calls;
    /** Tokens of the next prompt: exact up to the last completion, estimated for what came after it. */
    private int context;

    RunningLoop(
            AgentModel model,
            ToolBox tools,
            AgentLimits limits,
            Executor executor,
            AgentPrompt prompt,
            Consumer<Turn> onTurn) {
        this.model = model;
        this.tools = tools;
        this.limits = limits;
        this.executor = executor;
        this.prompt = prompt;
        this.onTurn = onTurn;
        this.messages = new ArrayList<>(prompt.opening());
    }

    CompletableFuture<Rollout> start() {
        rollout.whenComplete((done, error) -> over.complete(null));
        step(() -> {
            context = messages.stream().mapToInt(this::count).sum();
            speak(null);
        });
        return rollout;
    }

    private int count(Message message) {
        return switch (message) {
            case Message.System system -> model.countTokens(system.text());
            case Message.User user -> model.countTokens(user.text());
            case Message.ToolAnswer answer -> model.countTokens(answer.text());
            case Message.Assistant assistant -> assistant.turn().completionTokens();
        };
    }

    /** Runs a part of the loop; an error in it fails the run instead of leaving it hanging. */
    private void step(Runnable part) {
        CompletableFuture.runAsync(part, executor).whenComplete((done, error) -> {
            if (error != null) {
                rollout.completeExceptionally(error);
            }
        });
    }

    private void speak(@Nullable Limit forced) {
        if (rollout.isDone()) {
            return;
        }
        Limit limit = forced != null ? forced : limits.reached(turns.size(), calls, context, stopwatch.elapsed());
        Turn.Told told = limit == null ? null : new Turn.Told(limit, notice());
        if (told != null) {
            messages.add(new Message.User(told.text()));
        }
        Duration left = limits.wall().plus(limits.answerTime()).minus(stopwatch.elapsed());
        if (left.isNegative() || left.isZero()) {
            finish(StopReason.OUT_OF_TIME, limit, null);
            return;
        }
        int maxTokens =
                limit == null ? Math.min(limits.turnTokens(), limits.contextTokens() - context) : limits.answerTokens();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        over.thenRun(() -> ended.complete(null));
        ModelRequest request = new ModelRequest(
                messages, tools.descriptions(), limit != null, maxTokens, left, ended.minimalCompletionStage());
        Stopwatch speaking = new Stopwatch();
        ask(request).orTimeout(left.toMillis(), TimeUnit.MILLISECONDS).whenComplete((turn, error) -> {
            ended.complete(null);
            Duration took = speaking.elapsed();
            step(() -> {
                if (error == null) {
                    hear(turn, told, took);
                } else {
                    fail(error, limit);
                }
            });
        });
    }

    private String notice() {
        return tools.descriptions().isEmpty() ? AgentLoop.ANSWER_NOW_WITHOUT_TOOLS : AgentLoop.ANSWER_NOW;
    }

    private CompletableFuture<ModelTurn> ask(ModelRequest request) {
        CompletableFuture<ModelTurn> answer = new CompletableFuture<>();
        try {
            model.next(request).whenComplete((turn, error) -> {
                if (error == null) {
                    answer.complete(turn);
                } else {
                    answer.completeExceptionally(error);
                }
            });
        } catch (RuntimeException thrown) {
            answer.completeExceptionally(thrown);
        }
        return answer;
    }

    private void hear(ModelTurn spoken, Turn.@Nullable Told told, Duration took) {
        context = spoken.promptTokens() + spoken.completionTokens();
        messages.add(new Message.Assistant(spoken));
        List<ToolRequest> requests = spoken.speech().calls();
        boolean answered = !spoken.speech().said().isBlank();
        if (told != null) {
            List<Turn.Call> refused = requests.stream()
                    .map(request -> refuse(request, "no more calls; the run has reached its limit"))
                    .toList();
            keep(new Turn(told, spoken, refused, took, Duration.ZERO));
            boolean whole = spoken.finish() == FinishReason.STOP;
            finish(answered && whole ? StopReason.ANSWERED : StopReason.NO_ANSWER, told.limit(), null);
        } else if (!requests.isEmpty()) {
            act(spoken, took);
        } else {
            keep(new Turn(null, spoken, List.of(), took, Duration.ZERO));
            if (spoken.finish() == FinishReason.LENGTH) {
                speak(context >= limits.contextTokens() ? Limit.CONTEXT : Limit.TURN_TOKENS);
            } else {
                finish(answered ? StopReason.ANSWERED : StopReason.NO_ANSWER, null, null);
            }
        }
    }

    private void keep(Turn turn) {
        turns.add(turn);
        onTurn.accept(turn);
    }

    private void act(ModelTurn spoken, Duration took) {
        Stopwatch acting = new Stopwatch();
        List<CompletableFuture<Turn.Call>> running = new ArrayList<>();
        for (ToolRequest request : spoken.speech().calls()) {
            running.add(start(request));
        }
        CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
                .whenComplete((done, error) -> step(() -> {
                    List<Turn.Call> made =
                            running.stream().map(CompletableFuture::join).toList();
                    answer(spoken, made, took, acting.elapsed());
                }));
    }

    private CompletableFuture<Turn.Call> start(ToolRequest request) {
        calls++;
        if (request.problem() != null) {
            return CompletableFuture.completedFuture(refuse(request, request.problem()));
        }
        if (calls > limits.calls()) {
            return CompletableFuture.completedFuture(refuse(request, "not called: the limit of calls is reached"));
        }
        Stopwatch working = new Stopwatch();
        Duration left = limits.wall().minus(stopwatch.elapsed());
        return tools.call(request.name(), request.arguments(), limits.call().within(left), over)
                .thenApply(result -> new Turn.Call(request, result, working.elapsed()));
    }

    private static Turn.Call refuse(ToolRequest request, String why) {
        return new Turn.Call(request, ToolResult.error(why), Duration.ZERO);
    }

    private void answer(ModelTurn spoken, List<Turn.Call> made, Duration modelTime, Duration toolTime) {
        ContextShare share = new ContextShare(limits.contextTokens() - context, model::countTokens);
        List<Turn.Call> shown = share.fit(made);
        for (Turn.Call call : shown) {
            Message answer = new Message.ToolAnswer(
                    call.request().id(), call.request().name(), call.result().text());
            messages.add(answer);
            context += count(answer);
        }
        keep(new Turn(null, spoken, shown, modelTime, toolTime));
        speak(null);
    }

    private void fail(Throwable thrown, @Nullable Limit limit) {
        Throwable error =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (error instanceof TimeoutException) {
            finish(StopReason.OUT_OF_TIME, limit, null);
        } else {
            String message = error.getMessage();
            finish(
                    StopReason.MODEL_FAILED,
                    limit,
                    error.getClass().getSimpleName() + (message == null ? "" : ": " + message));
        }
    }

    private void finish(StopReason stop, @Nullable Limit limit, @Nullable String error) {
        rollout.complete(new Rollout(
                RunTrajectory.of(prompt.question(), turns, stop),
                turns,
                stop,
                limit,
                error,
                startedAt,
                stopwatch.elapsed()));
    }
}
