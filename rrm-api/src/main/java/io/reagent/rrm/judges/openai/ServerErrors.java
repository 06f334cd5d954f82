package io.reagent.rrm.judges.openai;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.reagent.core.trajectory.StorableText;
import io.reagent.rrm.judges.JudgeUnavailableException;
import io.reagent.rrm.judges.JudgeUnavailableException.Kind;
import io.reagent.rrm.judges.PromptTooLongException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;

/** What a server's refusal, or its silence, means for the judgement. */
final class ServerErrors {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration LATEST = Duration.ofMinutes(5);
    /** How vLLM, SGLang and OpenAI say that a prompt does not fit. */
    private static final Pattern TOO_LONG = Pattern.compile(
            "context_length_exceeded|maximum context length|longer than the model's context|max_model_len"
                    + "|exceeds? (?:the )?(?:model's )?(?:maximum )?context|input (?:is )?too long|prompt is too long");

    private ServerErrors() {}

    /** The error of an answer that is not 2xx. */
    static RuntimeException ofStatus(int status, HttpHeaders headers, String body) {
        String said = "the judge's server answered " + status + (body.isBlank() ? "" : ": " + shortened(body));
        if ((status == 400 || status == 413 || status == 422)
                && TOO_LONG.matcher(body.toLowerCase(Locale.ROOT)).find()) {
            return new PromptTooLongException(said, 0.5);
        }
        return switch (status) {
            case 429 ->
                new JudgeUnavailableException(Kind.BUSY, said, retryAfter(headers, Duration.ofSeconds(1)), null);
            case 408, 425, 500, 502, 503, 504, 529 ->
                new JudgeUnavailableException(Kind.DOWN, said, retryAfter(headers, SOON), null);
            default -> new JudgeUnavailableException(Kind.MISCONFIGURED, said, LATEST, null);
        };
    }

    /** The error of a request that got no answer; errors that are clear already stay as they are. */
    static Throwable translate(Throwable error) {
        return switch (error) {
            case JudgeUnavailableException known -> known;
            case PromptTooLongException known -> known;
            case CallNotPermittedException open ->
                new JudgeUnavailableException(
                        Kind.DOWN, "the judge's server failed repeatedly and is left alone for a while", SOON, open);
            case PoolAcquirePendingLimitException full ->
                new JudgeUnavailableException(Kind.BUSY, "too many requests wait for the judge's server", SOON, full);
            case PoolAcquireTimeoutException full ->
                new JudgeUnavailableException(Kind.BUSY, "too many requests wait for the judge's server", SOON, full);
            default ->
                new JudgeUnavailableException(Kind.DOWN, "the judge's server does not answer: " + error, SOON, error);
        };
    }

    private static Duration retryAfter(HttpHeaders headers, Duration unsaid) {
        String seconds = headers.getFirst(HttpHeaders.RETRY_AFTER);
        if (seconds == null || !seconds.strip().matches("\\d{1,9}")) {
            return unsaid;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(seconds.strip()));
        return asked.compareTo(LATEST) > 0 ? LATEST : asked;
    }

    private static String shortened(String body) {
        String line = body.strip().replaceAll("\\s+", " ");
        return line.length() <= 300 ? line : StorableText.head(line, 300) + "…";
    }
}
