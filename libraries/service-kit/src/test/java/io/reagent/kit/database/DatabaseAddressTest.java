package io.reagent.kit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {

    @Test
    void oneUrlServesBothDrivers() {
        DatabaseAddress address =
                DatabaseAddress.of("r2dbc:postgresql://ann:s3cret@db.internal/reagent?sslMode=verify-full", null, null);

        assertThat(address.jdbcUrl()).isEqualTo("jdbc:postgresql://db.internal:5432/reagent");
        assertThat(address.jdbcProperties())
                .containsEntry("user", "ann")
                .containsEntry("password", "s3cret")
                .containsEntry("sslmode", "verify-full");
        assertThat(address.display()).isEqualTo("postgresql://ann@db.internal:5432/reagent");
    }

    @Test
    void explicitCredentialsWin() {
        DatabaseAddress address = DatabaseAddress.of("r2dbc:postgresql://ann:old@h:6000/d", "bob", "new");

        assertThat(address.jdbcProperties()).containsEntry("user", "bob").containsEntry("password", "new");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://ann:s3cret@h/d",
                "r2dbc:mysql://ann:s3cret@h/d",
                "r2dbc:postgresql://ann:s3cret@h",
                "postgres",
            })
    void anythingElseIsRefusedWithoutRepeatingThePassword(String url) {
        assertThatThrownBy(() -> DatabaseAddress.of(url, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("r2dbc:postgresql://host:port/database")
                .hasMessageNotContaining("s3cret");
    }
}
