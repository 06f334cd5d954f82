package io.reagent.kit.database;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which Postgres a service keeps its rows in.
 *
 * @param url {@code embedded}, or an R2DBC URL such as {@code r2dbc:postgresql://host:5432/reagent}
 * @param username wins over the one in the URL
 * @param password wins over the one in the URL
 * @param migrate whether the service brings the schema up to date itself, before its first query
 * @param connectTimeout how long the service waits at its start for a server that does not answer yet
 * @param embedded the server used when {@code url} is {@code embedded}
 */
@ConfigurationProperties("reagent.database")
public record DatabaseProperties(
        @DefaultValue("embedded") String url,
        @Nullable String username,
        @Nullable String password,
        @DefaultValue("true") boolean migrate,
        @DefaultValue("30s") Duration connectTimeout,
        @DefaultValue Embedded embedded) {

    /** Whether the service brings its own server. */
    public boolean isEmbedded() {
        return url.equals("embedded");
    }

    /**
     * A server of our own.
     *
     * @param directory holds its data between runs, and the unpacked engine
     * @param port on localhost; 0 takes any free one
     */
    public record Embedded(
            @DefaultValue(".reagent/postgres") Path directory,
            @DefaultValue("0") int port) {}
}
