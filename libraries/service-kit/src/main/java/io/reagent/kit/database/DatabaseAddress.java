package io.reagent.kit.database;

import static io.r2dbc.spi.ConnectionFactoryOptions.DATABASE;
import static io.r2dbc.spi.ConnectionFactoryOptions.HOST;
import static io.r2dbc.spi.ConnectionFactoryOptions.PASSWORD;
import static io.r2dbc.spi.ConnectionFactoryOptions.PORT;
import static io.r2dbc.spi.ConnectionFactoryOptions.SSL;
import static io.r2dbc.spi.ConnectionFactoryOptions.USER;

import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where a database is: one address for both drivers, R2DBC for queries and JDBC for migrations.
 *
 * @param options the R2DBC options, credentials included
 */
public record DatabaseAddress(ConnectionFactoryOptions options) {
    private static final int DEFAULT_PORT = 5432;

    /**
     * Reads an R2DBC URL; explicit credentials win over the URL's.
     *
     * @throws IllegalArgumentException when it is not a Postgres R2DBC URL with host, database and user
     */
    public static DatabaseAddress of(String url, @Nullable String username, @Nullable String password) {
        ConnectionFactoryOptions.Builder options;
        try {
            options = ConnectionFactoryOptions.parse(url).mutate();
        } catch (IllegalArgumentException e) {
            throw notPostgres(e);
        }
        if (username != null && !username.isEmpty()) {
            options.option(USER, username);
        }
        if (password != null && !password.isEmpty()) {
            options.option(PASSWORD, password);
        }
        DatabaseAddress address = new DatabaseAddress(options.build());
        if (!url.matches("r2dbcs?:(pool:)?postgres(ql)?://.*")
                || address.host().isEmpty()
                || address.name().isEmpty()) {
            throw notPostgres(null);
        }
        if (address.username().isEmpty()) {
            throw new IllegalArgumentException(
                    "reagent.database.url names no user: set reagent.database.username (and password)");
        }
        return address;
    }

    /** The embedded server's address: its superuser, on localhost only. */
    static DatabaseAddress local(int port, String name, String password) {
        return of("r2dbc:postgresql://localhost:" + port + "/" + name, Superuser.NAME, password);
    }

    public String host() {
        return text(HOST);
    }

    public int port() {
        Object port = options.getValue(PORT);
        return port == null ? DEFAULT_PORT : Integer.parseInt(port.toString());
    }

    /** The database's name. */
    public String name() {
        return text(DATABASE);
    }

    /** The URL for psql and for people; never the password. */
    public String display() {
        String user = text(USER);
        return "postgresql://" + (user.isEmpty() ? "" : user + "@") + host() + ":" + port() + "/" + name();
    }

    /** The R2DBC URL without credentials, as {@code reagent.database.url} takes it. */
    public String r2dbcUrl() {
        return "r2dbc:postgresql://" + host() + ":" + port() + "/" + name();
    }

    public String username() {
        return text(USER);
    }

    /** Empty where the server wants none. */
    public String password() {
        return text(PASSWORD);
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://" + host() + ":" + port() + "/" + name();
    }

    /** What the JDBC driver needs beside the URL. */
    public Properties jdbcProperties() {
        Properties properties = new Properties();
        put(properties, "user", text(USER));
        put(properties, "password", text(PASSWORD));
        String sslMode = text(Option.valueOf("sslMode"));
        boolean ssl = Boolean.parseBoolean(text(SSL));
        put(properties, "sslmode", sslMode.isEmpty() ? (ssl ? "require" : "") : sslMode);
        put(properties, "sslrootcert", text(Option.valueOf("sslRootCert")));
        return properties;
    }

    private String text(Option<?> option) {
        Object value = options.getValue(option);
        // a password is a CharSequence that prints itself only here
        return Objects.toString(value, "");
    }

    private static void put(Properties properties, String name, String value) {
        if (!value.isEmpty()) {
            properties.setProperty(name, value);
        }
    }

    private static IllegalArgumentException notPostgres(@Nullable Throwable cause) {
        // the URL itself may hold a password: it is not repeated
        return new IllegalArgumentException(
                "reagent.database.url is neither 'embedded' nor of the form r2dbc:postgresql://host:port/database",
                cause);
    }
}
