package io.reagent.lm.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DraftsTest {
    private final Drafts drafts = new Drafts();
    private final Drafts.Guesses guesses = new Drafts.Guesses();

    @Test
    void a_sequence_goes_on_as_it_did_after_the_longest_run_of_the_same_tokens() {
        assertThat(guess(3, 1, 2, 3, 4, 5, 9, 2, 3, 7, 1, 2, 3)).containsExactly(4, 5, 9);
    }

    @Test
    void of_equal_runs_the_latest_counts() {
        assertThat(guess(2, 1, 2, 5, 1, 2, 6, 8, 1, 2)).containsExactly(6, 8);
    }

    @Test
    void nothing_is_guessed_where_nothing_comes_again() {
        assertThat(guess(4, 1, 2, 3, 4, 5)).isEmpty();
    }

    @Test
    void what_other_sequences_said_is_guessed_too() {
        int[] other = {20, 21, 22, 23, 24, 25};
        for (int length = 2; length <= other.length; length++) {
            drafts.learn(other, length);
        }
        assertThat(guess(4, 7, 20, 21, 22)).containsExactly(23, 24, 25);
    }

    @Test
    void the_chance_of_a_guess_follows_how_often_its_kind_was_right() {
        guess(2, 1, 2, 3, 4, 1, 2);
        double before = guesses.chance(1);
        assertThat(before).isEqualTo(0.5, within(1e-9));
        assertThat(guesses.chance(2)).isEqualTo(0.25, within(1e-9));
        for (int i = 0; i < 100; i++) {
            guess(1, 1, 2, 3, 4, 1, 2);
            drafts.told(guesses, 1, 1);
        }
        guess(1, 1, 2, 3, 4, 1, 2);
        assertThat(guesses.chance(1)).isBetween(0.9, 1.0);
        for (int i = 0; i < 1_000; i++) {
            guess(1, 1, 2, 3, 4, 1, 2);
            drafts.told(guesses, 1, 0);
        }
        guess(1, 1, 2, 3, 4, 1, 2);
        assertThat(guesses.chance(1)).isBetween(0.0, 0.1);
    }

    @Test
    void a_follower_that_comes_again_outlives_one_that_does_not() {
        FollowerTable table = new FollowerTable(1);
        int[] usual = {1, 2};
        for (int i = 0; i < 3; i++) {
            table.learn(usual, 1);
        }
        assertThat(table.sure(table.find(usual, 1))).isEqualTo(2);
        table.learn(new int[] {1, 9}, 1);
        assertThat(table.follower(table.find(usual, 1))).isEqualTo(2);
        table.learn(new int[] {1, 9}, 1);
        table.learn(new int[] {1, 9}, 1);
        assertThat(table.follower(table.find(usual, 1))).isEqualTo(9);
        assertThat(table.find(new int[] {5}, 1)).isEqualTo(FollowerTable.NONE);
        assertThat(table.find(usual, 0)).isEqualTo(FollowerTable.NONE);
    }

    @Test
    void a_steps_time_is_a_line_through_those_before_it() {
        StepTime time = new StepTime();
        for (int i = 0; i < 200; i++) {
            int rows = 10 + i % 40;
            time.took(rows, 5_000 + 30.0 * rows);
        }
        assertThat(time.of(10)).isEqualTo(5_300, within(50.0));
        assertThat(time.of(200)).isEqualTo(11_000, within(500.0));
        time.took(10, 1e9);
        assertThat(time.of(10)).isLessThan(6_500);
    }

    @Test
    void a_step_of_more_rows_never_seems_cheaper() {
        StepTime time = new StepTime();
        time.took(10, 9_000);
        time.took(20, 5_000);
        assertThat(time.of(200)).isGreaterThanOrEqualTo(time.of(1));
    }

    private int[] guess(int most, int... ids) {
        int[] room = Arrays.copyOf(ids, ids.length + most);
        drafts.guess(room, ids.length, most, guesses);
        return Arrays.copyOfRange(room, ids.length, ids.length + guesses.count());
    }
}
