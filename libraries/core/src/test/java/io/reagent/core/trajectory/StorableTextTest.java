package io.reagent.core.trajectory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StorableTextTest {
    @Test
    void nulAndHalvesOfCharactersAreReplacedAndNothingElse() {
        assertThat(StorableText.of("a\0\uD83D 😀\uDE00 é\t")).isEqualTo("a\uFFFD\uFFFD 😀\uFFFD é\t");
    }

    @Test
    void aHeadEndsBehindAWholeCharacter() {
        assertThat(StorableText.head("a😀b", 2)).isEqualTo("a");
        assertThat(StorableText.head("a😀b", 3)).isEqualTo("a😀");
        assertThat(StorableText.head("a😀b", 4)).isEqualTo("a😀b");
    }

    @Test
    void piecesAddUpToTheTextWhereverTheyAreCut() {
        String text = "x😀\0\uD83D y\uDE00";
        for (int cut = 0; cut <= text.length(); cut++) {
            StorablePieces pieces = new StorablePieces();
            String first = pieces.next(text.substring(0, cut));
            String all = first + pieces.next(text.substring(cut)) + pieces.rest();
            assertThat(all).isEqualTo(StorableText.of(text));
            assertThat(first).isEqualTo(StorableText.of(first));
        }
    }

    @Test
    void halfACharacterAtTheEndIsReplaced() {
        StorablePieces pieces = new StorablePieces();
        assertThat(pieces.next("a\uD83D")).isEqualTo("a");
        assertThat(pieces.rest()).isEqualTo("\uFFFD");
        assertThat(pieces.rest()).isEmpty();
    }
}
