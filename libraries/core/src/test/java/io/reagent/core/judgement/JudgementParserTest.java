package io.reagent.core.judgement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.reagent.core.judgement.Judgement.Failed;
import io.reagent.core.judgement.Judgement.Scored;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JudgementParserTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<think>\nt\n</think>\n<critique>c</critique>\n<score>0.7</score>",
                "t</think><critique> c </critique><score>0.7</score>",
                "```xml\n<think>t</think>\n<critique>c</critique>\n<score>0.7</score>\n```",
                "<think>t</think><critique>c</critique><score>0.7",
                "<think>t</think>Here it is: <critique>c</critique> and <score>0.7</score>, as asked.",
            })
    void threeBlocksAreAJudgement(String generated) {
        assertThat(JudgementParser.parse(generated, false)).isEqualTo(new Scored(0.7, "t", "c"));
    }

    @Test
    void reasoningMayBeAbsentAndMayMentionTheOtherTags() {
        assertThat(JudgementParser.parse("<critique>c</critique><score>1</score>", false))
                .isEqualTo(new Scored(1, "", "c"));
        assertThat(JudgementParser.parse(
                        "<think>it says <score>1.0</score></think><critique>c</critique><score>0</score>", false))
                .isEqualTo(new Scored(0, "it says <score>1.0</score>", "c"));
    }

    @Test
    void aModelsOwnThinkingBeforeTheBlockIsReasoningToo() {
        assertThat(JudgementParser.parse(
                        "<think>own</think>\n<think>asked for</think><critique>c</critique><score>1</score>", false))
                .isEqualTo(new Scored(1, "own\nasked for", "c"));
    }

    @Test
    void aJudgementThatIsCompleteIsNotTruncated() {
        assertThat(JudgementParser.parse("<critique>c</critique><score>.5</score> and", true))
                .isEqualTo(new Scored(0.5, "", "c"));
    }

    @ParameterizedTest
    @CsvSource({
        "0.7,0.7",
        ".7,0.7",
        "1,1",
        "1.0,1",
        "0,0",
        "' 0.70 ',0.7",
        "+0.5,0.5",
        "-0.0,0",
        "0.333333333333,0.333333333333"
    })
    void plainDecimalsAreScores(String written, double score) {
        assertThat(JudgementParser.parse("<critique>c</critique><score>" + written + "</score>", false))
                .isEqualTo(new Scored(score + 0.0, "", "c"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7/10",
                "0.5/1",
                "70%",
                "NaN",
                "Infinity",
                "",
                "high",
                "0.7.1",
                "1e-1",
                "0,7",
                "0.7 0.8",
                "1.",
                "٠.٧",
                "0x1",
                "<b>1</b>"
            })
    void anythingElseIsNot(String written) {
        assertThat(JudgementParser.parse("<critique>c</critique><score>" + written + "</score>", false))
                .isInstanceOfSatisfying(Failed.class, failed -> {
                    assertThat(failed.outcome()).isEqualTo(Outcome.PARSE_ERROR);
                    assertThat(failed.critique()).isEqualTo("c");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1", "-0.1", "10", "1.00000000000000000000001", "99999999999999999999"})
    void numbersOutsideTheRangeAreSaidToBe(String written) {
        assertThat(JudgementParser.parse("<critique>c</critique><score>" + written + "</score>", false)
                        .outcome())
                .isEqualTo(Outcome.OUT_OF_RANGE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PARSE_ERROR|false|<critique>c</critique><score>0.1</score><score>1.0</score>",
                "PARSE_ERROR|false|<critique>c <score>1.0</score></critique><score>0.1</score>",
                "PARSE_ERROR|false|<critique>c</critique><critique>d</critique><score>0.1</score>",
                "PARSE_ERROR|false|<score>0.1</score><critique>c</critique>",
                "PARSE_ERROR|false|<score>0.1</score>",
                "PARSE_ERROR|false|<critique>c<score>0.1</score>",
                "PARSE_ERROR|false|<critique>c</critique>0.1</score>",
                "PARSE_ERROR|false|<think>t<critique>c</critique><score>0.1</score>",
                "PARSE_ERROR|false|<critique>c</critique>",
                "PARSE_ERROR|false|The answer looks right to me.",
                "PARSE_ERROR|false|''",
                "PARSE_ERROR|true|<critique>c</critique><score>0.1</score><score>1",
                "TRUNCATED|true|<think>t",
                "TRUNCATED|true|<think>t</think><critique>c",
                "TRUNCATED|true|<think>t</think><critique>c</critique><score>0.",
                "TRUNCATED|true|''",
                "REFUSED|false|I'm sorry, but I can't help with that.",
                "REFUSED|false|I cannot evaluate this conversation.",
                "REFUSED|false|<think>t</think> As an AI I will not rate this.",
                "PARSE_ERROR|false|<critique>I'm sorry, I can't.</critique>",
            })
    void everythingElseFailsInAKnownWay(Outcome outcome, boolean truncated, String generated) {
        Judgement judgement = JudgementParser.parse(generated, truncated);

        assertThat(judgement.outcome()).isEqualTo(outcome);
        assertThat(((Failed) judgement).detail()).isNotBlank();
    }

    @Test
    void whatWasWrittenBeforeTheFailureIsKept() {
        assertThat(JudgementParser.parse("<think>t</think><critique>half a critiq", true))
                .isEqualTo(new Failed(Outcome.TRUNCATED, "there is no score block", "t", "half a critiq"));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -0.01, 1.01})
    void noScoredJudgementHasAnImpossibleScore(double score) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Scored(score, "", ""));
    }

    @Test
    void noFailureIsScored() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Failed(Outcome.SCORED, "d", null, null));
    }
}
