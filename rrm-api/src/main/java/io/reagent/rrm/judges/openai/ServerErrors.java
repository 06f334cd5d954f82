package io.reagent.rrm.judges.openai;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.reagent.clients.RetryAfter;
import io.reagent.clients.chat.ChatServerException;
import io.reagent.rrm.judges.JudgeUnavailableException;
import io.reagent.rrm.judges.JudgeUnavailableException.Kind;
import io.reagent.rrm.judges.PromptTooLongException;
import java.time.Duration;
import java.util.Objects;

/** What a server's refusal, or its silence, means for the judgement. */
final class ServerErrors {
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final Duration SOON = Duration.ofSeconds(5);

    private ServerErrors() {}

    /** Errors that are clear already stay as they are. */
    static Throwable translate(Throwable error) {
        return switch (error) {
            case JudgeUnavailableException known -> known;
            case PromptTooLongException known -> known;
            case ChatServerException server -> ofServer(server, String.valueOf(server.getMessage()));
            case CallNotPermittedException open ->
                new JudgeUnavailableException(
                        Kind.DOWN, "the judge's server failed repeatedly and is left alone for a while", SOON, open);
            default ->
                new JudgeUnavailableException(Kind.DOWN, "the judge's server does not answer: " + error, SOON, error);
        };
    }

    private static RuntimeException ofServer(ChatServerException error, String said) {
        return switch (error.kind()) {
            case TOO_LONG -> new PromptTooLongException(said, 0.5);
            case BUSY ->
                new JudgeUnavailableException(
                        Kind.BUSY, said, Objects.requireNonNullElse(error.retryAfter(), AT_ONCE), error);
            case DOWN, GARBLED ->
                new JudgeUnavailableException(
                        Kind.DOWN, said, Objects.requireNonNullElse(error.retryAfter(), SOON), error);
            case REFUSED -> new JudgeUnavailableException(Kind.MISCONFIGURED, said, RetryAfter.LATEST, error);
        };
    }
}
