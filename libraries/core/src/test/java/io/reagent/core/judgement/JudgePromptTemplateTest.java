package io.reagent.core.judgement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.reagent.core.trajectory.Trajectory;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgePromptTemplateTest {
    private static final Fence FENCE = new Fence("9f2c1a07");

    private static Rendering rendering(String question) {
        return TrajectoryRendering.render(new Trajectory(question, List.of(), "$1 \\ {{fence}}"), FENCE);
    }

    @Test
    void placeholdersAreFilledOnce() {
        JudgePromptTemplate template = JudgePromptTemplate.parse(
                "t", "a comment\n[system]\nFence {{fence}}.\n\n[user]\n{{ question }}\n{{trajectory}}\n");

        JudgePrompt prompt = template.fill(rendering("what is {{trajectory}}?"));

        assertThat(prompt.system()).isEqualTo("Fence 9f2c1a07.");
        assertThat(prompt.user())
                .startsWith("what is {{trajectory}}?\nQuestion: what is {{trajectory}}?\n")
                .contains("[answer] $1 \\ {{fence}}\n");
    }

    @Test
    void everythingWrongIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JudgePromptTemplate.parse("my.txt", "[system]\nJudge {{answer}}."))
                .withMessageContainingAll("my.txt", "[user]", "{{answer}}", "{{trajectory}} is missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JudgePromptTemplate.parse("t", "[system]\na\n[system]\nb\n[user]\n{{trajectory}}"))
                .withMessageContaining("twice");
    }

    @Test
    void theStandardRubricAsksForTheBlocksTheParserReads() {
        JudgePrompt prompt = JudgePromptTemplate.standard().fill(rendering("Why?"));

        assertThat(prompt.system()).containsSubsequence("<think>", "</think>", "<critique>", "</critique>", "<score>");
        assertThat(prompt.system()).contains("Agent Trajectory 9f2c1a07").doesNotContain("{{");
        assertThat(prompt.user())
                .startsWith("Question: Why?\n\nAgent Trajectory 9f2c1a07\n")
                .contains("End 9f2c1a07");
    }

    @Test
    void templatesThatSayTheSameAreEqual() {
        String text = "[system]\nJudge.\n[user]\n{{trajectory}}";

        assertThat(JudgePromptTemplate.parse("a.txt", text))
                .isEqualTo(JudgePromptTemplate.parse("b.txt", text))
                .hasSameHashCodeAs(JudgePromptTemplate.parse("b.txt", text))
                .isNotEqualTo(JudgePromptTemplate.parse("a.txt", text.replace("Judge", "Score")));
    }
}
