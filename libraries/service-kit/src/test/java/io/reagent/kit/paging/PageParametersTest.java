package io.reagent.kit.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reagent.kit.problem.ProblemException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.LinkedMultiValueMap;

class PageParametersTest {
    private static final Cursor CURSOR = new Cursor("t1");

    private static PageParameters of(String name, String value) {
        LinkedMultiValueMap<String, String> query = new LinkedMultiValueMap<>();
        query.add(name, value);
        return new PageParameters(query);
    }

    @Test
    void whatIsLeftOutIsNull() {
        PageParameters none = new PageParameters(new LinkedMultiValueMap<>()).allow(List.of());
        assertThat(none.text("a")).isNull();
        assertThat(none.id("a", "thing")).isNull();
        assertThat(none.choice("a", TimeUnit.class)).isNull();
        assertThat(none.before(CURSOR)).isNull();
        assertThat(none.limit()).isEqualTo(PageParameters.DEFAULT_LIMIT);
    }

    @Test
    void aChoiceIsReadInAnyCaseAndAMisspeltOneSaysWhichThereAre() {
        assertThat(of("unit", "seconds").choice("unit", TimeUnit.class)).isEqualTo(TimeUnit.SECONDS);
        assertThatThrownBy(() -> of("unit", "eons").choice("unit", TimeUnit.class))
                .isInstanceOfSatisfying(ProblemException.class, refused -> {
                    assertThat(refused.problem().field()).isEqualTo("unit");
                    assertThat(refused.problem().remedy()).contains("SECONDS");
                });
    }

    @Test
    void aParameterNobodyKnowsIsRefused() {
        assertThatThrownBy(() -> of("colour", "red").allow(List.of("unit")))
                .hasMessageContaining("colour is not a parameter of this list");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "501", "-1", "ten", "99999999999999"})
    void aLimitOutOfRangeIsRefused(String limit) {
        assertThatThrownBy(() -> of("limit", limit).limit()).hasMessageContaining("from 1 to 500");
    }

    @Test
    void aCursorIsOfItsListAlone() {
        UUID last = UUID.fromString("01a1fdde-f35f-7000-b21d-0ec40fa84909");
        assertThat(of("cursor", CURSOR.after(last)).before(CURSOR)).isEqualTo(last);
        assertThatThrownBy(() -> of("cursor", new Cursor("other").after(last)).before(CURSOR))
                .hasMessageContaining("not given out by this list");
    }
}
