package io.reagent.core.agent;

import static io.reagent.core.agent.ScriptedModel.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.core.agent.AgentLimits.Limit;
import io.reagent.core.tools.Tool;
import io.reagent.core.tools.ToolBox;
import io.reagent.core.tools.ToolContext;
import io.reagent.core.tools.ToolDescription;
import io.reagent.core.tools.ToolLimits;
import io.reagent.core.tools.ToolResult;
import io.reagent.core.trajectory.Step;
import io.reagent.core.trajectory.ToolCall;
import io.reagent.core.trajectory.Trajectory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AgentLoopTest {
    private static final AgentLimits LIMITS = limits(5, 4, 10_000);
    private final ScriptedModel model = new ScriptedModel();

    @Test
    void aRunIsTheSameTrajectoryAndTokensThatWereSpoken() {
        String first = "<think>Ask.</think>" + call("echo", "{\"text\": \"hi\"}");
        model.says(first, "<think>Got it.</think>The answer is hi.");
        Rollout rollout = run(LIMITS, echo());
        assertThat(rollout.trajectory())
                .isEqualTo(new Trajectory(
                        "What?",
                        List.of(
                                new Step("Ask.", List.of(new ToolCall("echo", "{\"text\": \"hi\"}", "hi"))),
                                new Step("Got it.", List.of())),
                        "The answer is hi."));
        assertThat(rollout.stop()).isEqualTo(StopReason.ANSWERED);
        assertThat(rollout.limit()).isNull();
        assertThat(rollout.calls()).isEqualTo(1);
        TokenSequence sequence = rollout.sequences().getFirst();
        assertThat(rollout.sequences()).hasSize(1);
        assertThat(text(sequence, false)).isEqualTo("What?hi");
        assertThat(text(sequence, true)).isEqualTo(first + "<think>Got it.</think>The answer is hi.");
        assertThat(sequence.sampledCount()).isEqualTo(rollout.completionTokens());
    }

    @Test
    void turnsAreToldOneByOneAsTheyGetTheirResults() {
        model.says(call("echo", "{\"text\": \"hi\"}"), "The answer is hi.");
        List<Turn> told = new java.util.concurrent.CopyOnWriteArrayList<>();
        Rollout rollout = new AgentLoop(model, new ToolBox(List.of(echo())), LIMITS)
                .run(AgentPrompt.plain(null, "What?"), told::add)
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        assertThat(told).isEqualTo(rollout.turns()).hasSize(2);
    }

    @Test
    void callsOfOneTurnRunSideBySideAndAreAnsweredInTheirOrder() {
        CountDownLatch both = new CountDownLatch(2);
        Tool meeting = tool("meet", arguments -> {
            both.countDown();
            try {
                assertThat(both.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return CompletableFuture.completedFuture(
                    ToolResult.of(arguments.path("text").asString()));
        });
        model.says(call("meet", "{\"text\": \"one\"}") + call("meet", "{\"text\": \"two\"}"), "done");
        run(LIMITS, meeting);
        assertThat(model.requests.get(1).messages())
                .filteredOn(Message.ToolAnswer.class::isInstance)
                .containsExactly(
                        new Message.ToolAnswer("call_0", "meet", "one"),
                        new Message.ToolAnswer("call_1", "meet", "two"));
    }

    @Test
    void atTheTurnLimitTheModelIsToldToAnswerAndMayCallNothing() {
        String calling = call("echo", "{\"text\": \"x\"}");
        model.says(calling, calling, "final");
        Rollout rollout = run(limits(2, 10, 10_000), echo());
        assertThat(model.requests).extracting(ModelRequest::mustAnswer).containsExactly(false, false, true);
        assertThat(model.requests.get(2).messages().getLast()).isEqualTo(new Message.User(AgentLoop.ANSWER_NOW));
        assertThat(rollout.limit()).isEqualTo(Limit.TURNS);
        assertThat(rollout.stop()).isEqualTo(StopReason.ANSWERED);
        assertThat(rollout.trajectory().steps().getLast()).isEqualTo(Step.told(AgentLoop.ANSWER_NOW));
        assertThat(rollout.trajectory().answer()).isEqualTo("final");
    }

    @Test
    void callsBeyondTheLimitAreNotMade() {
        String calling = call("echo", "{\"text\": \"x\"}");
        model.says(calling + calling + calling, "final");
        Rollout rollout = run(limits(5, 2, 10_000), echo());
        assertThat(rollout.turns().getFirst().calls())
                .extracting(made -> made.result().text())
                .containsExactly("x", "x", "Error: not called: the limit of calls is reached");
        assertThat(rollout.limit()).isEqualTo(Limit.CALLS);
    }

    @Test
    void aModelThatGoesOnCallingHasNoAnswer() {
        String calling = call("echo", "{\"text\": \"x\"}");
        model.says(calling, calling);
        Rollout rollout = run(limits(1, 9, 10_000), echo());
        assertThat(rollout.stop()).isEqualTo(StopReason.NO_ANSWER);
        assertThat(rollout.trajectory().answer()).isNull();
        assertThat(rollout.trajectory().steps().getLast().calls().getFirst().result())
                .isEqualTo("Error: no more calls; the run has reached its limit");
    }

    @Test
    void resultsAreCutToTheContextThatIsLeftAndThenComesTheAnswer() {
        model.says(call("echo", "{\"text\": \"" + "y".repeat(3_000) + "\"}"), "final");
        Rollout rollout = run(limits(5, 5, 3_500), echo());
        assertThat(rollout.turns().getFirst().calls().getFirst().result().text())
                .contains("characters left out")
                .hasSizeLessThan(600);
        assertThat(rollout.limit()).isEqualTo(Limit.CONTEXT);
        assertThat(rollout.trajectory().answer()).isEqualTo("final");
    }

    @Test
    void aTurnThatWasCutIsFollowedByTheLastOne() {
        model.isCutAfter("I think and think").says("42");
        Rollout rollout = run(LIMITS, echo());
        assertThat(rollout.limit()).isEqualTo(Limit.TURN_TOKENS);
        assertThat(rollout.trajectory())
                .isEqualTo(new Trajectory(
                        "What?",
                        List.of(new Step("I think and think", List.of()), Step.told(AgentLoop.ANSWER_NOW)),
                        "42"));
    }

    @Test
    void anAgentWithoutToolsIsNotToldToCallNoMore() {
        model.isCutAfter("I think and think").says("42");
        Rollout rollout = run(LIMITS);
        assertThat(model.requests.get(1).messages().getLast())
                .isEqualTo(new Message.User(AgentLoop.ANSWER_NOW_WITHOUT_TOOLS));
        assertThat(rollout.trajectory().steps().getLast()).isEqualTo(Step.told(AgentLoop.ANSWER_NOW_WITHOUT_TOOLS));
        assertThat(AgentLoop.ANSWER_NOW_WITHOUT_TOOLS).doesNotContain("tool");
    }

    @Test
    void malformedCallsAreErrorsTheModelSees() {
        model.says("<tool_call>{\"name\": </tool_call>", call("echo", "{}"), call("nope", "{}"), "done");
        Rollout rollout = run(LIMITS, echo());
        assertThat(rollout.trajectory().steps())
                .flatExtracting(Step::calls)
                .extracting(ToolCall::result)
                .satisfiesExactly(
                        result -> assertThat(result).startsWith("Error: malformed call, not JSON"),
                        result -> assertThat(result).isEqualTo("Error: malformed arguments, no text"),
                        result -> assertThat(result).isEqualTo("Error: no tool nope; use echo"));
        assertThat(rollout.trajectory().steps().getFirst().calls().getFirst().name())
                .isEqualTo(ToolCall.MALFORMED);
    }

    @Test
    void aToolThatHangsCostsItsTimeAndNoMore() {
        Tool hanging = tool("hang", arguments -> new CompletableFuture<>());
        model.says(call("hang", "{\"text\": \"\"}"), "went on");
        AgentLimits brief = new AgentLimits(
                5,
                4,
                10_000,
                100,
                100,
                Duration.ofSeconds(60),
                Duration.ofSeconds(5),
                new ToolLimits(Duration.ofMillis(500), 5_000));
        Rollout rollout = run(brief, hanging);
        assertThat(rollout.turns().getFirst().calls().getFirst().result().text())
                .startsWith("Error: timed out");
        assertThat(rollout.trajectory().answer()).isEqualTo("went on");
    }

    @Test
    void whenToolTimeIsOverTheModelAnswers() {
        AgentLimits brief = new AgentLimits(
                9, 9, 10_000, 100, 100, Duration.ofSeconds(2), Duration.ofSeconds(20), ToolLimits.DEFAULT);
        Tool hanging = tool("hang", arguments -> new CompletableFuture<>());
        model.says(call("hang", "{\"text\": \"\"}"), "in time");
        Rollout rollout = run(brief, hanging);
        assertThat(rollout.limit()).isEqualTo(Limit.TIME);
        assertThat(rollout.stop()).isEqualTo(StopReason.ANSWERED);
        assertThat(rollout.elapsed()).isBetween(Duration.ofMillis(1_900), Duration.ofSeconds(20));
    }

    @Test
    void aModelThatHangsRunsOutOfTimeAndIsTold() {
        AgentLimits brief =
                new AgentLimits(9, 9, 10_000, 100, 100, Duration.ZERO, Duration.ofMillis(200), ToolLimits.DEFAULT);
        model.does(request -> new CompletableFuture<>());
        Rollout rollout = run(brief, echo());
        assertThat(rollout.stop()).isEqualTo(StopReason.OUT_OF_TIME);
        assertThat(model.requests.getFirst().ended().toCompletableFuture().isDone())
                .isTrue();
    }

    @Test
    void aModelThatFailsEndsTheRunWithItsReasonAndWhatWasDone() {
        model.says(call("echo", "{\"text\": \"x\"}"))
                .does(request -> CompletableFuture.failedFuture(new IllegalStateException("overloaded")));
        Rollout rollout = run(LIMITS, echo());
        assertThat(rollout.stop()).isEqualTo(StopReason.MODEL_FAILED);
        assertThat(rollout.error()).isEqualTo("IllegalStateException: overloaded");
        assertThat(rollout.trajectory().steps()).hasSize(1);
        assertThat(rollout.turns()).hasSize(1);
    }

    @Test
    void aCancelledRunTellsItsModel() {
        CompletableFuture<ModelRequest> asked = new CompletableFuture<>();
        model.does(request -> {
            asked.complete(request);
            return new CompletableFuture<>();
        });
        CompletableFuture<Rollout> running =
                new AgentLoop(model, ToolBox.EMPTY, LIMITS).run(AgentPrompt.plain(null, "What?"));
        ModelRequest request = asked.orTimeout(5, TimeUnit.SECONDS).join();
        running.cancel(true);
        Assertions.assertThatThrownBy(running::join).isInstanceOf(CancellationException.class);
        assertThat(request.ended().toCompletableFuture().orTimeout(5, TimeUnit.SECONDS))
                .succeedsWithin(Duration.ofSeconds(5));
    }

    private Rollout run(AgentLimits limits, Tool... tools) {
        return new AgentLoop(model, new ToolBox(List.of(tools)), limits)
                .run(AgentPrompt.plain(null, "What?"))
                .orTimeout(90, TimeUnit.SECONDS)
                .join();
    }

    private static AgentLimits limits(int turns, int calls, int context) {
        return new AgentLimits(
                turns,
                calls,
                context,
                context,
                500,
                Duration.ofSeconds(60),
                Duration.ofSeconds(5),
                new ToolLimits(Duration.ofSeconds(30), 5_000));
    }

    private static String text(TokenSequence sequence, boolean sampled) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < sequence.tokens().length; i++) {
            if (sequence.sampled()[i] == sampled) {
                text.append((char) sequence.tokens()[i]);
            }
        }
        return text.toString();
    }

    private static Tool echo() {
        return tool(
                "echo",
                arguments -> CompletableFuture.completedFuture(
                        ToolResult.of(arguments.path("text").asString())));
    }

    private static Tool tool(String name, Function<JsonNode, CompletionStage<ToolResult>> body) {
        return new Tool() {
            @Override
            public ToolDescription description() {
                return ToolDescription.of(name, "", """
                        {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]}""");
            }

            @Override
            public CompletionStage<ToolResult> call(JsonNode arguments, ToolContext context) {
                return body.apply(arguments);
            }
        };
    }
}
