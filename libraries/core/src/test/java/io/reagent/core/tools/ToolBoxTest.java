package io.reagent.core.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ToolBoxTest {
    private static final ToolLimits LIMITS = new ToolLimits(Duration.ofSeconds(60), 200);
    private static final ToolLimits BRIEF = new ToolLimits(Duration.ofSeconds(1), 200);
    private static final CompletableFuture<Void> NEVER = new CompletableFuture<>();
    private static final String SCHEMA = """
            {"type": "object", "additionalProperties": false, "required": ["url"], "properties": {
              "url": {"type": "string"}, "top_k": {"type": "integer", "minimum": 1},
              "where": {"type": "object", "required": ["city"]}}}""";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"url\": \"x\"|Error: malformed arguments, not JSON",
                "[1]|Error: malformed arguments, not an object",
                "''|Error: malformed arguments, no url",
                "{}|Error: malformed arguments, no url",
                "{\"url\": 3}|Error: malformed arguments, url: integer found, string expected",
                "{\"url\": \"x\", \"top_k\": 0}|Error: malformed arguments, top_k: must have a minimum value of 1",
                "{\"url\": \"x\", \"link\": 1}|Error: malformed arguments, unknown field link",
                "{\"url\": \"x\", \"where\": {}}|Error: malformed arguments, no where/city",
            })
    void argumentsThatBreakTheSchemaAreNamedByTheirField(String arguments, String result) {
        assertThat(call(tool("fetch", (given, context) -> done("never")), arguments)
                        .text())
                .isEqualTo(result);
    }

    @Test
    void anUnknownToolIsAnsweredWithTheOnesThereAre() {
        ToolBox box =
                new ToolBox(List.of(tool("a", (given, context) -> done("")), tool("b", (given, context) -> done(""))));
        assertThat(box.call("c", "{}", LIMITS, NEVER).join())
                .isEqualTo(new ToolResult("Error: no tool c; use a or b", true));
        assertThat(ToolBox.EMPTY.call("c", "{}", LIMITS, NEVER).join().text())
                .isEqualTo("Error: no tool c; there are no tools");
    }

    @Test
    void aToolThatBlocksIsInterruptedWhenItsTimeIsUp() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        Tool blocking = tool("hang", (given, context) -> {
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return done("late");
        });
        assertThat(call(blocking, "{\"url\": \"x\"}", BRIEF))
                .isEqualTo(new ToolResult("Error: timed out after 1 s; try a smaller step", true));
        assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aToolThatNeverCompletesHearsThatNobodyWaits() {
        CompletableFuture<Boolean> heard = new CompletableFuture<>();
        CompletableFuture<ToolResult> never = new CompletableFuture<>();
        Tool silent = tool("silent", (given, context) -> {
            context.ended().thenRun(() -> heard.complete(true));
            return never;
        });
        assertThat(call(silent, "{\"url\": \"x\"}", BRIEF).failed()).isTrue();
        assertThat(heard.orTimeout(5, TimeUnit.SECONDS).join()).isTrue();
        assertThat(never).isCancelled();
    }

    @Test
    void whateverAToolThrowsIsAResult() {
        assertThat(call(failing(new IllegalStateException("no disk"))).text())
                .isEqualTo("Error: the tool failed: IllegalStateException: no disk");
        assertThat(call(failing(new StackOverflowError())).text())
                .isEqualTo("Error: the tool failed: StackOverflowError");
        assertThat(call(failing(new ToolException("no such page"))).text()).isEqualTo("Error: no such page");
        assertThat(call(tool("null", (given, context) -> done(null))).text())
                .isEqualTo("Error: the tool returned nothing");
        assertThat(call(tool("null", (given, context) -> CompletableFuture.completedFuture(null)))
                        .text())
                .isEqualTo("Error: the tool returned nothing");
        assertThat(call(tool(
                                "later",
                                (given, context) -> CompletableFuture.supplyAsync(() -> {
                                    throw new ToolException("gone");
                                })))
                        .text())
                .isEqualTo("Error: gone");
    }

    @Test
    void aFloodKeepsItsEndsAndSaysHowMuchIsGone() {
        String flood = "head " + "x".repeat(1_000_000) + " tail";
        ToolResult result = call(tool("flood", (given, context) -> done(flood)));
        assertThat(result.text())
                .startsWith("head xxx")
                .contains(" … [999810 characters left out] … ")
                .endsWith("xxx tail")
                .hasSizeLessThan(260);
        assertThat(result.failed()).isFalse();
    }

    @Test
    void aCutBreaksNoSurrogatePair() {
        String text = "😀".repeat(200);
        assertThat(ResultText.fit(text, 201)).doesNotContain("\uFFFD").contains("left out");
        assertThat(ResultText.fit("a\0b\uD800", 100)).isEqualTo("a\uFFFDb\uFFFD");
    }

    @Test
    void aCancelledRunEndsItsCalls() {
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        CompletableFuture<ToolResult> never = new CompletableFuture<>();
        CompletableFuture<ToolResult> result = new ToolBox(List.of(tool("t", (given, context) -> never)))
                .call("t", "{\"url\": \"x\"}", ToolLimits.DEFAULT, cancelled);
        cancelled.complete(null);
        assertThat(result.orTimeout(5, TimeUnit.SECONDS).join().text()).isEqualTo("Error: cancelled");
    }

    @Test
    void twoToolsOfOneNameAreRefused() {
        Tool tool = tool("same", (given, context) -> done(""));
        assertThatThrownBy(() -> new ToolBox(List.of(tool, tool))).hasMessage("two tools are named same");
    }

    private static Tool failing(Throwable thrown) {
        return tool("failing", (given, context) -> sneak(thrown));
    }

    @SuppressWarnings("unchecked")
    private static <T, E extends Throwable> T sneak(Throwable thrown) throws E {
        throw (E) thrown;
    }

    private static ToolResult call(Tool tool) {
        return call(tool, "{\"url\": \"x\"}");
    }

    private static ToolResult call(Tool tool, String arguments) {
        return call(tool, arguments, LIMITS);
    }

    private static ToolResult call(Tool tool, String arguments, ToolLimits limits) {
        return new ToolBox(List.of(tool))
                .call(tool.description().name(), arguments, limits, NEVER)
                .join();
    }

    private static CompletionStage<ToolResult> done(String text) {
        return text == null ? null : CompletableFuture.completedFuture(ToolResult.of(text));
    }

    private static Tool tool(String name, BiFunction<JsonNode, ToolContext, CompletionStage<ToolResult>> body) {
        return new Tool() {
            @Override
            public ToolDescription description() {
                return ToolDescription.of(name, "", SCHEMA);
            }

            @Override
            public CompletionStage<ToolResult> call(JsonNode arguments, ToolContext context) {
                return body.apply(arguments, context);
            }
        };
    }
}
