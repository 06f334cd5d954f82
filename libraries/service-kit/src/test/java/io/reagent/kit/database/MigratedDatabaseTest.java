package io.reagent.kit.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.kit.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest
class MigratedDatabaseTest {
    @Autowired
    private DatabaseClient database;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry registry) {
        TestPostgres.register(registry);
    }

    @Test
    void theFirstQueryFindsTheSchema() {
        Long rows = database.sql("INSERT INTO note VALUES (1, 'a')")
                .fetch()
                .rowsUpdated()
                .block();

        assertThat(rows).isEqualTo(1);
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Service {}
}
