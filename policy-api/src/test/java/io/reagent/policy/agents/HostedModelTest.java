package io.reagent.policy.agents;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.agents.models.TurnSampling;
import io.reagent.core.agent.Message;
import io.reagent.core.agent.ModelTurn;
import io.reagent.core.agent.Speech;
import io.reagent.lm.generate.SamplingParameters;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostedModelTest {
    @Test
    void aRunMayBeAsHotAsTheEngineTakes() {
        assertThat(TurnSampling.HOTTEST).isEqualTo(SamplingParameters.HOTTEST);
    }

    @Test
    void onlyWhatFollowsTheLastTurnIsToBeTokenised() {
        Message.Assistant turn = new Message.Assistant(
                new ModelTurn("four", new Speech(null, "four", List.of()), ModelTurn.FinishReason.STOP, 1, 1, null));
        Message.System system = new Message.System("12");
        Message.User user = new Message.User("345");
        Message.ToolAnswer answer = new Message.ToolAnswer("1", "search", "67890");
        assertThat(HostedModel.length(List.of(system, user))).isEqualTo(5);
        assertThat(HostedModel.length(List.of(system, user, turn, answer, user)))
                .isEqualTo(8);
        assertThat(HostedModel.length(List.of(system, user, turn, answer, turn, user)))
                .isEqualTo(3);
    }
}
