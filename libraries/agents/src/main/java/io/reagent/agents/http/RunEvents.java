package io.reagent.agents.http;

import static io.reagent.kit.events.EventStream.event;

import io.reagent.agents.runs.RunEvent;
import io.reagent.agents.store.TurnRecord;
import java.util.List;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.publisher.Flux;

/**
 * A run as server-sent events: {@code started} with the run, {@code turn} as each turn's calls have results,
 * {@code judgement}, and {@code run} at the end, or {@code error} with a problem. Of a run that is asked for again under its
 * id there is {@code run} alone when it has ended, {@code started} and {@code run} when it goes on in another process.
 */
final class RunEvents {
    private RunEvents() {}

    /** @param turn the same as in the run's {@code turns} */
    record TurnEvent(String stage, int index, TurnRecord turn) {}

    static Flux<ServerSentEvent<Object>> of(Flux<RunEvent> events) {
        return events.map(RunEvents::told);
    }

    /** The end alone, with the attempts' trajectories. */
    static Flux<ServerSentEvent<Object>> endOf(Flux<RunEvent> events) {
        return events.ofType(RunEvent.Ended.class).map(end -> event("run", AgentRunView.of(end, true)));
    }

    private static ServerSentEvent<Object> told(RunEvent event) {
        return switch (event) {
            case RunEvent.Started started -> event("started", AgentRunView.of(started.run(), List.of()));
            case RunEvent.TurnTaken taken -> event("turn", new TurnEvent(taken.stage(), taken.index(), taken.turn()));
            case RunEvent.Judged judged -> event("judgement", judged.judgement());
            case RunEvent.Ended ended -> event("run", AgentRunView.of(ended, false));
        };
    }
}
