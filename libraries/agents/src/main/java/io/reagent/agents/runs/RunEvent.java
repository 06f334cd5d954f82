package io.reagent.agents.runs;

import io.reagent.agents.store.AgentRunRecord;
import io.reagent.agents.store.AttemptJudgement;
import io.reagent.agents.store.AttemptRecord;
import io.reagent.agents.store.TurnRecord;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What happens in a run. The first event is {@link Started}, the last {@link Ended}. */
public sealed interface RunEvent {
    record Started(AgentRunRecord run) implements RunEvent {}

    /**
     * A turn whose calls have results.
     *
     * @param stage of the attempt
     * @param index in the attempt, from 0
     */
    record TurnTaken(String stage, int index, TurnRecord turn) implements RunEvent {}

    /** What the judge made of the first attempt. */
    record Judged(AttemptJudgement judgement) implements RunEvent {}

    /** @param trajectories of the attempts as they are stored, by stage */
    record Ended(AgentRunRecord run, List<AttemptRecord> attempts, Map<String, JsonNode> trajectories)
            implements RunEvent {
        public Ended {
            attempts = List.copyOf(attempts);
            trajectories = Map.copyOf(trajectories);
        }
    }
}
