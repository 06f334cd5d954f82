package io.reagent.kit.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UuidV7Test {
    @Test
    void sortsByTimeAlsoWithinAMillisecondAsPostgresSorts() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            ids.add(UuidV7.next().toString());
        }
        assertThat(ids).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void carriesVersionVariantAndTime() {
        long before = System.currentTimeMillis();
        UUID id = UuidV7.next();
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        // counts borrowed from later milliseconds can lie a little ahead
        assertThat(id.getMostSignificantBits() >>> 16).isBetween(before, before + 10_000);
    }
}
