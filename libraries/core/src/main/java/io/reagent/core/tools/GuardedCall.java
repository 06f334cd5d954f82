package io.reagent.core.tools;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One call under guard: on a thread of its own, with a deadline, its exceptions turned into words and its output cut.
 *
 * <p>Threads are the platform's and not virtual: a tool that spins would take a carrier from every virtual thread.
 */
final class GuardedCall {
    private static final AtomicInteger THREADS = new AtomicInteger();
    private static final ExecutorService EXECUTOR = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "tool-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });

    private GuardedCall() {}

    static CompletableFuture<ToolResult> start(
            Tool tool, Supplier<JsonNode> arguments, ToolLimits limits, CompletionStage<?> cancelled) {
        CompletableFuture<ToolResult> result = new CompletableFuture<>();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        CompletableFuture<CompletionStage<ToolResult>> answer = new CompletableFuture<>();
        ToolContext context = new ToolContext(limits, ended.minimalCompletionStage());
        Future<?> running = EXECUTOR.submit(() -> run(tool, arguments, context, answer, result));
        cancelled.whenComplete((ignored, error) -> result.complete(ToolResult.error("cancelled")));
        return result.completeOnTimeout(
                        ToolResult.error("timed out after " + InWords.of(limits.timeout()) + "; try a smaller step"),
                        limits.timeout().toMillis(),
                        TimeUnit.MILLISECONDS)
                .whenComplete((ignored, error) -> {
                    running.cancel(true);
                    answer.thenAccept(stage -> stage.toCompletableFuture().cancel(true));
                    ended.complete(null);
                })
                .thenApply(given ->
                        new ToolResult(ResultText.fit(given.text(), limits.resultCharacters()), given.failed()));
    }

    // Whatever a tool throws, a LinkageError of a missing library or an exhausted stack too, is the model's to read.
    @SuppressWarnings("CatchThrowable")
    private static void run(
            Tool tool,
            Supplier<JsonNode> arguments,
            ToolContext context,
            CompletableFuture<CompletionStage<ToolResult>> answer,
            CompletableFuture<ToolResult> result) {
        try {
            CompletionStage<ToolResult> stage = tool.call(arguments.get(), context);
            if (stage == null) {
                result.complete(present(null));
                return;
            }
            answer.complete(stage);
            stage.whenComplete((given, error) -> result.complete(error == null ? present(given) : failure(error)));
        } catch (Throwable thrown) {
            result.complete(failure(thrown));
        }
    }

    private static ToolResult present(@Nullable ToolResult given) {
        return given == null ? ToolResult.error("the tool returned nothing") : given;
    }

    private static ToolResult failure(Throwable thrown) {
        Throwable error =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (error instanceof ToolException told) {
            return ToolResult.error(String.valueOf(told.getMessage()));
        }
        if (error instanceof CancellationException) {
            return ToolResult.error("cancelled");
        }
        String message = error.getMessage();
        return ToolResult.error(
                "the tool failed: " + error.getClass().getSimpleName() + (message == null ? "" : ": " + message));
    }
}
