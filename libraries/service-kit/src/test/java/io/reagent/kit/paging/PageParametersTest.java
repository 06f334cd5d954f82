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
        PageParameters none = new PageParameters(new LinkedMultiValueMap<>()).allow();
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
        assertThatThrownBy(() -> of("colour", "red").allow("unit"))
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

    @Test
    void numbersAreReadWithinTheirBounds() {
        assertThat(of("a", "0.25").number("a")).isEqualTo(0.25);
        assertThat(of("a", "1").number("a", 0, 1)).isEqualTo(1.0);
        assertThat(of("a", "12").integer("a")).isEqualTo(12);
        assertThat(of("a", "true").truth("a")).isTrue();
        for (String wrong : new String[] {"NaN", "1.5", "-0.1", "Infinity", "half"}) {
            assertThatThrownBy(() -> of("a", wrong).number("a", 0, 1))
                    .hasMessageContaining("a is not a number from 0 to 1");
        }
        assertThatThrownBy(() -> of("a", "Infinity").number("a")).hasMessageContaining("a is not a number");
        assertThatThrownBy(() -> of("a", "-3").integer("a")).hasMessageContaining("a is not a whole number");
        assertThatThrownBy(() -> of("a", "yes").truth("a")).hasMessageContaining("neither true nor false");
    }

    @Test
    void aPageThatIsNotTheLastSaysWhereTheNextBegins() {
        List<UUID> found = List.of(new UUID(0, 3), new UUID(0, 2), new UUID(0, 1));
        Page<UUID> page = Page.of(found, 2, CURSOR, id -> id);
        assertThat(page.items()).isEqualTo(found.subList(0, 2));
        assertThat(of("cursor", page.nextCursor()).before(CURSOR)).isEqualTo(found.get(1));
        assertThat(Page.of(found, 3, CURSOR, id -> id)).isEqualTo(new Page<>(found, null));
    }
}
