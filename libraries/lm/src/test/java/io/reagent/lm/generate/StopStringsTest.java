package io.reagent.lm.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StopStringsTest {
    @Test
    void text_that_may_begin_a_stop_string_waits_until_it_is_known_not_to() {
        StopStrings stops = new StopStrings(List.of("</s>"), false);
        assertThat(stops.feed("a <")).isEqualTo("a ");
        assertThat(stops.feed("/")).isEmpty();
        assertThat(stops.feed("b>")).isEqualTo("</b>");
        assertThat(stops.stopped()).isFalse();
    }

    @Test
    void a_stop_string_split_over_pieces_cuts_the_text_before_it() {
        StopStrings stops = new StopStrings(List.of("</s>", "END"), false);
        StringBuilder heard = new StringBuilder();
        for (String piece : List.of("one E", "N", "D two</s>")) {
            heard.append(stops.feed(piece));
        }
        assertThat(heard).hasToString("one ");
        assertThat(stops.stopped()).isTrue();
        assertThat(stops.text()).isEqualTo("one ");
    }

    @Test
    void what_was_held_back_comes_out_at_the_end() {
        StopStrings stops = new StopStrings(List.of("xyz"), false);
        assertThat(stops.feed("abxy")).isEqualTo("ab");
        assertThat(stops.finish()).isEqualTo("xy");
        assertThat(stops.text()).isEqualTo("abxy");
    }

    @Test
    void a_stop_string_that_is_kept_ends_the_text_with_the_whole_of_it() {
        StopStrings stops = new StopStrings(List.of("</s>", "</s> END"), true);
        assertThat(stops.feed("one </") + stops.feed("s> END")).isEqualTo("one </s>");
        assertThat(stops.stopped()).isTrue();
        assertThat(stops.text()).isEqualTo("one </s>");
    }

    @Test
    void in_text_that_is_passed_no_stop_string_is_found_nor_the_beginning_of_one() {
        StopStrings stops = new StopStrings(List.of("END"), false);
        assertThat(stops.pass("END EN")).isEqualTo("END EN");
        assertThat(stops.feed("D x")).isEqualTo("D x");
        assertThat(stops.stopped()).isFalse();
        assertThat(stops.feed("END")).isEmpty();
        assertThat(stops.text()).isEqualTo("END END x");
    }
}
