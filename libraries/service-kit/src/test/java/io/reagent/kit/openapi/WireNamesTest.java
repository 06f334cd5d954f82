package io.reagent.kit.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WireNamesTest {
    record Whole(
            String contentHash,
            @JsonProperty("pass_at_1") double passAt1,
            @JsonUnwrapped Part part,
            List<Row> bestOfN) {}

    record Part(@Nullable Integer firstError, @Nullable Row lastRow) {}

    record Row(int positionA) {}

    @Test
    void fieldsAreCalledAsAnswersCallThemInWhateverOrderTheConvertersCome() {
        for (boolean namesLast : List.of(true, false)) {
            ModelConverters converters = new ModelConverters(true);
            if (namesLast) {
                converters.addConverter(new NullableComponents());
            }
            converters.addConverter(new WireNames());
            if (!namesLast) {
                converters.addConverter(new NullableComponents());
            }

            var schemas = converters.readAll(new AnnotatedType(Whole.class));

            assertThat(schemas.get("Whole").getProperties())
                    .containsOnlyKeys("content_hash", "pass_at_1", "first_error", "last_row", "best_of_n");
            assertThat(schemas.get("Row").getProperties()).containsOnlyKeys("position_a");
        }
    }
}
