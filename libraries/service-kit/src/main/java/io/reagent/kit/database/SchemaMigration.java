package io.reagent.kit.database;

import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the schema up to date with the SQL under {@code classpath:db/migration}. Blocking: runs at start, never on an
 * event loop. Flyway's lock lets many replicas start together.
 */
public final class SchemaMigration {
    private static final Logger log = LoggerFactory.getLogger(SchemaMigration.class);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);

    private SchemaMigration() {}

    /** Migrates the database at {@code address}, waiting up to {@code connectTimeout} for it to answer. */
    public static void migrate(DatabaseAddress address, Duration connectTimeout) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(address.jdbcUrl());
        try {
            for (String name : address.jdbcProperties().stringPropertyNames()) {
                source.setProperty(name, address.jdbcProperties().getProperty(name));
            }
        } catch (SQLException e) {
            throw new IllegalArgumentException("reagent.database.url has an option Postgres does not know", e);
        }
        MigrateResult result = Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration")
                .connectRetries((int) connectTimeout.dividedBy(BETWEEN_ATTEMPTS))
                .connectRetriesInterval((int) BETWEEN_ATTEMPTS.toSeconds())
                .load()
                .migrate();
        if (result.migrationsExecuted > 0) {
            log.info("Migrated the schema at {} to version {}", address.display(), result.targetSchemaVersion);
        }
    }
}
