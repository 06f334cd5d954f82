package io.reagent.rrm.judges;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContinuationTest {
    /** What stays and what is forced; then the score follows. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "<think>x</think><critique>do                  | <think>x</think><critique>do | </critique>~<score> | true",
                "<think>x</think><critique>do</crit            | <think>x</think><critique>do</crit | ique>~<score> | true",
                "<critique>do</critique>                       | <critique>do</critique> | ~<score> | true",
                "<critique>do</critique>~<sco                  | <critique>do</critique> | ~<score> | false",
                "<critique>do</critique>~<score>7/1            | <critique>do</critique> | ~<score> | false",
                "<critique>do</critique>~<score>7/10</score>   | <critique>do</critique> | ~<score> | false",
                "<critique>do</critique><score></score>        | <critique>do</critique> | ~<score> | false",
                "<critique>do<score>0.7</score>                | <critique>do            | </critique>~<score> | false",
                "<think></critique></think><critique>do</critique> so | <think></critique></think><critique>do</critique> | ~<score> | true"
            })
    void aJudgeHeldToAFormWritesEverythingAfterItsCritiqueAnew(
            String written, String kept, String forced, boolean forcesScore) {
        String text = written.replace('~', '\n');
        Continuation continuation = Continuation.of(text, true);
        assertThat(continuation).isNotNull();
        assertThat(text.substring(0, continuation.kept())).isEqualTo(kept.replace('~', '\n'));
        assertThat(continuation.forced().strip())
                .isEqualTo(forced.replace('~', '\n').strip());
        assertThat(continuation.form()).isEqualTo(Continuation.SCORE_FORM);
        assertThat(continuation.forcesScore()).isEqualTo(forcesScore);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<critique>c</critique><score>0.85</sco     | 0.85</score>",
                "<critique>c</critique><score>0.85<         | 0.85</score>",
                "<critique>c</critique><score>.5 </score>   | .5 </score>",
                "<critique>c</critique><score>7</sco        | 7</score>",
                "<critique>c</critique><score>0.85<end>     | 0.85</score>",
                "<critique>c</critique><score>0.2</score></score> | 0.2</score>"
            })
    void aNumberThatTheJudgeWroteWholeStays(String written, String score) {
        Continuation continuation = Continuation.of(written, true);
        assertThat(continuation).isNotNull();
        assertThat(written.substring(0, continuation.kept()) + continuation.forced())
                .endsWith("<score>" + score);
        assertThat(continuation.maxTokens()).isZero();
        assertThat(continuation.forcesScore()).isFalse();
    }

    @Test
    void twoScoresThatContradictAreBroughtToNone() {
        assertThat(Continuation.of("<critique>c</critique><score>0.2</score><score>0.9</score>", true))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "just text that goes on and on",
                "<think>long",
                "<think>long</thi",
                "<think>x</think>",
                "<think>x</think>\n<crit",
                "<think>x</think>\n<critique>",
                "<think>x</think>\n<critique> </cri",
                "<critique> \n</critique>",
                "<think>a <critique>in thought</critique>",
                "<critique>c</critique><score>N/A</score>",
                "<critique>c</critique><score>cannot be judged",
                "<critique>c</critique><score>good</score>",
                "<score>1</score><critique>c</critique>",
                "<critique>c<critique>d</critique>",
                "</critique><critique>c</critique>"
            })
    void aTextWithoutAnAssessmentIsBroughtToNoScore(String written) {
        assertThat(Continuation.of(written, true)).isNull();
        assertThat(Continuation.of(written, false)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "<think>x</think><critique>do                    | </critique>~<score> | true",
                "<think>x</think><critique>do</critiq            | ue>~<score>         | true",
                "<critique>do</critique>                         | ~<score>            | true",
                "<critique>do</critique>~<scor                   | e>                  | false",
                "<critique>do</critique>~<score>                 | \"\"                | false",
                "<critique>do</critique>~<score>0.               | \"\"                | false",
                "<critique>do</critique>~<score>0.7</sco         | re>                 | false"
            })
    void completesWhatIsOpenAndOpensWhatComesNext(String written, String forced, boolean forcesScore) {
        Continuation continuation = Continuation.of(written.replace('~', '\n'), false);
        assertThat(continuation).isNotNull();
        assertThat(continuation.forced().strip())
                .isEqualTo(forced.replace('~', '\n').strip());
        assertThat(continuation.forcesScore()).isEqualTo(forcesScore);
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

    @Test
    void someTokensAreKeptForTheScore() {
        assertThat(Continuation.firstTokens(1024)).isEqualTo(1008);
        assertThat(Continuation.firstTokens(20)).isEqualTo(20);
    }
}
