package io.reagent.kit.problem;

import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTransientResourceException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.validation.FieldError;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.support.WebExchangeBindException;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.MissingRequestValueException;
import org.springframework.web.server.NotAcceptableStatusException;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;
import reactor.pool.PoolAcquireTimeoutException;
import reactor.pool.PoolShutdownException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DatabindException;

/** Translates what a request died of into a {@link Problem}; pure. */
public final class Problems {
    private static final String DATABASE_DOWN = "database-unavailable";
    private static final Duration DATABASE_RETRY = Duration.ofSeconds(5);

    private Problems() {}

    /** The problem a caller may see, or null when the cause is ours alone: an internal error. */
    public static @Nullable Problem of(Throwable error) {
        if (error instanceof ProblemException known) {
            return known.problem();
        }
        // most specific first: a framework exception often only wraps the reason
        for (Throwable cause : chain(error)) {
            Problem problem = ofCause(cause);
            if (problem != null) {
                return problem;
            }
        }
        return error instanceof ErrorResponse response ? ofStatus(response) : null;
    }

    private static @Nullable Problem ofCause(Throwable cause) {
        return switch (cause) {
            case ProblemException known -> known.problem();
            case DataBufferLimitException tooLarge -> tooLarge();
            case WebExchangeBindException invalid -> invalid(invalid);
            case MissingRequestValueException missing ->
                Problem.of(HttpStatus.BAD_REQUEST, "missing-value", missing.getName() + " is required")
                        .field(missing.getName())
                        .remedy("Send " + missing.getLabel() + " '" + missing.getName() + "'.");
            case MethodNotAllowedException method ->
                Problem.of(
                                HttpStatus.METHOD_NOT_ALLOWED,
                                "method-not-allowed",
                                method.getHttpMethod() + " is not supported here")
                        .remedy("Use " + joined(method.getSupportedMethods()) + ".");
            case UnsupportedMediaTypeStatusException type -> unsupported(type);
            case NotAcceptableStatusException accept ->
                Problem.of(HttpStatus.NOT_ACCEPTABLE, "not-acceptable", "No answer in a type that Accept allows")
                        .field("Accept")
                        .remedy("Accept " + joined(accept.getSupportedMediaTypes()) + ".");
            default -> isDatabaseDown(cause) ? databaseDown() : null;
        };
    }

    private static @Nullable Problem ofStatus(ErrorResponse response) {
        HttpStatus status = HttpStatus.resolve(response.getStatusCode().value());
        if (response instanceof ServerWebInputException input) {
            return input(input);
        }
        if (status == HttpStatus.NOT_FOUND) {
            return Problem.of(status, "no-such-route", "Nothing is served at this path")
                    .remedy("See /v3/api-docs for the paths this service serves.");
        }
        if (status == null || status.is5xxServerError() && status != HttpStatus.SERVICE_UNAVAILABLE) {
            return null;
        }
        String detail = response.getBody().getDetail();
        String reason = status.getReasonPhrase();
        return Problem.of(status, slug(reason), detail == null ? reason : detail);
    }

    /** Malformed or mistyped input; says where when the JSON parser knew. */
    private static Problem input(ServerWebInputException input) {
        for (Throwable cause : chain(input)) {
            if (cause instanceof DatabindException mismatch) {
                return mistyped(mismatch);
            }
            if (cause instanceof JacksonException syntax) {
                return malformed(syntax);
            }
        }
        if (input.getMethodParameter() != null
                && input.getReason() != null
                && input.getReason().startsWith("No request body")) {
            return Problem.of(HttpStatus.BAD_REQUEST, "missing-body", "The request has no body")
                    .remedy("Send a JSON object with Content-Type: application/json.");
        }
        String reason = input.getReason();
        String parameter = input.getMethodParameter() == null
                ? null
                : input.getMethodParameter().getParameterName();
        return Problem.of(HttpStatus.BAD_REQUEST, "invalid-request", reason == null ? "Invalid request" : reason)
                .field(parameter)
                .remedy(parameter == null ? null : "Correct '" + parameter + "'.");
    }

    /** The problem of JSON that does not parse, with line and column. */
    public static Problem malformed(JacksonException syntax) {
        TokenStreamLocation at = syntax.getLocation();
        String where =
                at == null || at.getLineNr() < 0 ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return Problem.of(
                        HttpStatus.BAD_REQUEST,
                        "malformed-json",
                        "The body is not valid JSON" + where + ": " + withoutSource(syntax.getOriginalMessage()))
                .remedy("Send one well-formed JSON value in UTF-8.");
    }

    /** The parser's message without its note on where the text came from, which is redacted anyway. */
    private static String withoutSource(String message) {
        return message.replaceFirst("(?s) \\((?:start marker )?at \\[Source:.*", "");
    }

    /** The problem of JSON that parses but does not fit, with the path of the field. */
    public static Problem mistyped(DatabindException mismatch) {
        String path = path(mismatch.getPath());
        return Problem.of(
                        HttpStatus.BAD_REQUEST,
                        "invalid-field",
                        (path.isEmpty() ? "The body" : path) + " does not have the expected type: "
                                + mismatch.getOriginalMessage())
                .field(path.isEmpty() ? null : path)
                .remedy("See /v3/api-docs for the expected type.");
    }

    private static Problem invalid(WebExchangeBindException invalid) {
        FieldError first = invalid.getFieldError();
        String detail = invalid.getFieldErrors().stream()
                .map(e -> e.getField() + " " + e.getDefaultMessage())
                .sorted()
                .collect(Collectors.joining("; "));
        return Problem.of(HttpStatus.BAD_REQUEST, "invalid-field", detail)
                .field(first == null ? null : first.getField())
                .remedy("Correct " + (first == null ? "the request" : "'" + first.getField() + "'") + ".");
    }

    private static Problem tooLarge() {
        return Problem.of(
                        HttpStatus.CONTENT_TOO_LARGE, "content-too-large", "The body is larger than this service reads")
                .remedy("Send less, or raise spring.http.codecs.max-in-memory-size.");
    }

    private static Problem unsupported(UnsupportedMediaTypeStatusException type) {
        String sent = type.getContentType() == null
                ? "No Content-Type"
                : "Content-Type " + type.getContentType() + " is not read here";
        return Problem.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", sent)
                .field("Content-Type")
                .remedy(
                        type.getSupportedMediaTypes().isEmpty()
                                ? "Send application/json."
                                : "Send " + joined(type.getSupportedMediaTypes()) + ".");
    }

    /** Whether something failed because Postgres does not answer: waiting helps. */
    public static boolean isDatabaseUnavailable(Throwable error) {
        Problem problem = of(error);
        return problem != null && problem.slug().equals(DATABASE_DOWN);
    }

    private static Problem databaseDown() {
        return Problem.of(HttpStatus.SERVICE_UNAVAILABLE, DATABASE_DOWN, "Postgres does not answer")
                .remedy("Try again; if it lasts, check that Postgres runs and reagent.database.url is right.")
                .retryAfter(DATABASE_RETRY);
    }

    private static boolean isDatabaseDown(Throwable cause) {
        return switch (cause) {
            case R2dbcNonTransientResourceException e -> true;
            case R2dbcTransientResourceException e -> true;
            case DataAccessResourceFailureException e -> true;
            case CannotCreateTransactionException e -> true;
            case PoolAcquireTimeoutException e -> true;
            case PoolShutdownException e -> true;
            case R2dbcException e -> isOperatorIntervention(e.getSqlState());
            default -> false;
        };
    }

    /** SQLSTATE classes 08 (connection), 53 (resources) and 57P (shutdown, starting up). */
    private static boolean isOperatorIntervention(@Nullable String sqlState) {
        return sqlState != null
                && (sqlState.startsWith("08") || sqlState.startsWith("53") || sqlState.startsWith("57P"));
    }

    private static String path(List<JacksonException.Reference> references) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference reference : references) {
            if (reference.getPropertyName() != null) {
                path.append(path.isEmpty() ? "" : ".").append(reference.getPropertyName());
            } else {
                path.append('[').append(reference.getIndex()).append(']');
            }
        }
        return path.toString();
    }

    private static String slug(String reason) {
        return reason.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    private static String joined(@Nullable Iterable<?> values) {
        StringBuilder text = new StringBuilder();
        if (values != null) {
            values.forEach(v -> text.append(text.isEmpty() ? "" : " or ").append(v));
        }
        return text.isEmpty() ? "another" : text.toString();
    }

    private static Set<Throwable> chain(Throwable error) {
        Set<Throwable> chain = new LinkedHashSet<>();
        for (Throwable cause = error; cause != null && chain.add(cause); cause = cause.getCause()) {}
        return chain;
    }
}
