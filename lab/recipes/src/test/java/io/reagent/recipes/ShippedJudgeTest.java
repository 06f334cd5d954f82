package io.reagent.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.core.judgement.JudgePrompt;
import io.reagent.lm.generate.LanguageModel;
import io.reagent.text.ChatTemplate;
import io.reagent.text.TemplateMessage;
import io.reagent.world.LabelledTrajectory;
import io.reagent.world.Oracle;
import io.reagent.world.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ShippedJudgeTest {
    private static final Path SHIPPED = Path.of("../../models/rrm-tiny");

    @Test
    void trainingPromptsAreWhatTheChatTemplateMakes() {
        try (LanguageModel model = LanguageModel.load(SHIPPED, 8)) {
            ChatTemplate template = ChatTemplate.load(SHIPPED, model.tokenizer());
            for (long seed = 0; seed < 20; seed++) {
                LabelledTrajectory drawn = Oracle.draw(seed, Split.HELD_OUT);
                JudgePrompt prompt = JudgeText.prompt(drawn.trajectory(), "secret");
                assertThat(new JudgeTokens(model.tokenizer()).prompt(drawn.trajectory(), "secret"))
                        .isEqualTo(template.encode(
                                List.of(
                                        TemplateMessage.of("system", prompt.system()),
                                        TemplateMessage.of("user", prompt.user())),
                                List.of(),
                                true,
                                Map.of()));
            }
        }
    }

    @Test
    void itsTemplateIsTheOneItWasTrainedWith() throws IOException {
        assertThat(Files.readString(SHIPPED.resolve("judge.txt"))).isEqualTo(JudgeText.TEMPLATE);
    }

    @Test
    void itScoresCleanHeldOutTrajectoriesAboveFlawedOnes() {
        try (LanguageModel model = LanguageModel.load(SHIPPED, 256)) {
            List<LabelledTrajectory> drawn = LongStream.range(0, 160)
                    .mapToObj(seed -> Oracle.draw(seed, Split.HELD_OUT))
                    .toList();
            List<JudgeRun.Judged> judged = new JudgeRun(model)
                    .judge(drawn.stream().map(LabelledTrajectory::trajectory).toList(), "test");
            double auroc = (double) new JudgeReport(drawn, judged).figures().get("auroc_clean_over_flawed");
            // 0.979 over 800 (its model card); over 160 that is known to about 0.015
            assertThat(auroc).isGreaterThan(0.93);
        }
    }
}
