package io.reagent.core.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.core.judgement.Judgement.Scored;
import io.reagent.core.judgement.JudgementDelta.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JudgementStreamTest {
    private static final String PLAIN =
            "```\n<think>\nStep 1: a < b, so <scores> and </think are text.\n</think>\n\n<critique>\nCheck <b> it. \n</critique>\n<score>0.25</score>";

    private static String joined(List<JudgementDelta> deltas, Block block) {
        StringBuilder text = new StringBuilder();
        deltas.stream().filter(delta -> delta.block() == block).forEach(delta -> text.append(delta.text()));
        return text.toString();
    }

    private static List<JudgementDelta> feedInPieces(JudgementStream stream, String text, Random random) {
        List<JudgementDelta> deltas = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(text.length(), from + 1 + random.nextInt(9));
            deltas.addAll(stream.feed(text.substring(from, to)));
            from = to;
        }
        return deltas;
    }

    @Test
    void howeverTheTextIsCutTheDeltasAddUpToTheBlocks() {
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            boolean opened = i % 2 == 0;
            String text = opened ? PLAIN.substring(PLAIN.indexOf("Step")) : PLAIN;
            JudgementStream stream = new JudgementStream(opened);

            List<JudgementDelta> deltas = feedInPieces(stream, text, random);

            Scored scored = (Scored) stream.finish(false);
            assertThat(scored.score()).isEqualTo(0.25);
            assertThat(joined(deltas, Block.REASONING)).isEqualTo(scored.reasoning());
            assertThat(joined(deltas, Block.CRITIQUE)).isEqualTo(scored.critique());
        }
    }

    @Test
    void reasoningIsShownBeforeItsBlockEnds() {
        JudgementStream stream = new JudgementStream();

        assertThat(stream.feed("<think>Step")).containsExactly(new JudgementDelta(Block.REASONING, "Step"));
        assertThat(stream.feed(" 1 </thi")).containsExactly(new JudgementDelta(Block.REASONING, " 1"));
        assertThat(stream.feed("nk><critique>Do ")).containsExactly(new JudgementDelta(Block.CRITIQUE, "Do"));
        assertThat(stream.feed("<score>")).containsExactly(new JudgementDelta(Block.CRITIQUE, " <score>"));
    }

    @Test
    void withoutAnOpeningTagReasoningIsKnownAtItsEnd() {
        JudgementStream stream = new JudgementStream();

        assertThat(stream.feed("Step 1")).isEmpty();
        assertThat(stream.feed(".</think>")).containsExactly(new JudgementDelta(Block.REASONING, "Step 1."));
    }

    @Test
    void theEndIsWhatTheParserSaysOfTheWhole() {
        String[] pieces = {
            "<think>",
            "</think>",
            "<critique>",
            "</critique>",
            "<score>",
            "</score>",
            "0.5",
            "2",
            "text",
            " ",
            "\n",
            "<",
            "</"
        };
        Random random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(14); n > 0; n--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            boolean truncated = random.nextBoolean();
            JudgementStream stream = new JudgementStream(random.nextBoolean());
            feedInPieces(stream, text.toString(), random);

            assertThat(stream.finish(truncated)).isEqualTo(JudgementParser.parse(text.toString(), truncated));
        }
    }
}
