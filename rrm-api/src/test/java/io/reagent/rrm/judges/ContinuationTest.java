package io.reagent.rrm.judges;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContinuationTest {
    /** What stays, what is forced, what may follow: a critique and a score (c), a score (s). */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "<think>long</thi             | <think>long</thi           | nk>~<critique>      | c",
                "<think>x</think>             | <think>x</think>           | ~<critique>         | c",
                "<think>x</think><critique>do | <think>x</think><critique>do | </critique>~<score> | s",
                "<critique>do</critique>      | <critique>do</critique>    | ~<score>            | s",
                "<critique>do</critique>~<sco | <critique>do</critique>    | ~<score>            | s",
                "<critique>do</critique>~<score>7/1            | <critique>do</critique> | ~<score> | s",
                "<critique>do</critique>~<score>7/10</score>   | <critique>do</critique> | ~<score> | s",
                "<think></critique></think><critique>do</critique> so | <think></critique></think><critique>do</critique> | ~<score> | s"
            })
    void aJudgeHeldToAFormWritesEverythingAfterItsCritiqueAnew(
            String written, String kept, String forced, String follows) {
        String text = written.replace('~', '\n');
        Continuation continuation = Continuation.held(text);
        assertThat(text.substring(0, continuation.kept())).isEqualTo(kept.replace('~', '\n'));
        assertThat(continuation.forced().strip())
                .isEqualTo(forced.replace('~', '\n').strip());
        assertThat(continuation.form())
                .isEqualTo(follows.equals("c") ? Continuation.CRITIQUE_FORM : Continuation.SCORE_FORM);
    }

    @ParameterizedTest
    @CsvSource({
        "0</score>, true",
        "1.0</score>, true",
        "0.8125</score>, true",
        "1.01</score>, false",
        "00</score>, false",
        ".5</score>, false",
        "-0</score>, false",
        "0.5, false"
    })
    void aScoreIsOnePlainNumberFromZeroToOne(String text, boolean admitted) {
        assertThat(text.matches(Continuation.SCORE_FORM)).isEqualTo(admitted);
    }

    @ParameterizedTest
    @CsvSource({
        "<think>t</think><critique>c</critique>, true",
        "<critique>c</critique><score>good</score>, true",
        "<critique>c</critique><score>1</score><score>0</score>, true",
        "<think>t<critique>c</critique>, false",
        "<critique>c, false",
        "just text, false",
        "<score>1</score><critique>c</critique>, false",
        "<critique>c<critique>d</critique>, false",
        "</critique><critique>c</critique>, false"
    })
    void onlyTheScoreIsWrittenAnew(String written, boolean lacking) {
        assertThat(Continuation.lacksOnlyItsScore(written)).isEqualTo(lacking);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "<think>long                                     | </think>~<critique>",
                "<think>long</thi                                | nk>~<critique>",
                "<think>x</think>                                | ~<critique>",
                "<think>x</think>~<crit                          | ique>",
                "<think>x</think><critique>do                    | </critique>~<score>",
                "<think>x</think><critique>do</critiq            | ue>~<score>",
                "<critique>do</critique>                         | ~<score>",
                "<critique>do</critique>~<scor                   | e>",
                "<critique>do</critique>~<score>                 | \"\"",
                "<critique>do</critique>~<score>0.               | \"\"",
                "<critique>do</critique>~<score>0.7</sco         | re>",
                "<think>a <critique> in thought                  | </think>~<critique>"
            })
    void completesWhatIsOpenAndOpensWhatComesNext(String written, String forced) {
        assertThat(Continuation.free(written.replace('~', '\n')).forced().strip())
                .isEqualTo(forced.replace('~', '\n').strip());
    }
}
