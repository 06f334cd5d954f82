package io.reagent.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.core.tools.ToolLimits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorldToolsTest {
    private final WorldTools tools = new WorldTools(new Encyclopaedia(List.of(
            new Entry(
                    "Tolvar",
                    Kind.PERSON,
                    12,
                    List.of(
                            new Fact(Attribute.AGE, "41", Fact.Shown.SNIPPET, null, null),
                            new Fact(Attribute.HOME, "Mirsel", Fact.Shown.HEARSAY, "Dakren", "outdated"),
                            new Fact(Attribute.DEBT, "77", Fact.Shown.PAGE_ONLY, null, null))),
            new Entry(
                    "Tolmir",
                    Kind.PERSON,
                    34,
                    List.of(new Fact(Attribute.AGE, "14", Fact.Shown.SNIPPET, null, null))))));

    @Test
    void searchRanksTheNamedEntryFirstAndTheSimilarOneSecond() {
        assertThat(tools.call("search", "{\"queries\": [\"age of Tolmir\"]}"))
                .isEqualTo("page/34 ( Tolmir ): age of Tolmir: 14\npage/12 ( Tolvar ): age of Tolvar: 41");
    }

    @Test
    void snippetsShowHearsayWithItsCaveatAndThePageTheTruth() {
        assertThat(tools.call("search", "{\"queries\": [\"home of Tolvar\"], \"top_k\": 1}"))
                .isEqualTo("page/12 ( Tolvar ): home of Tolvar: Dakren (outdated)");
        assertThat(tools.call("browse", "{\"url\": \"page/12\", \"query\": \"home of Tolvar\"}"))
                .isEqualTo("home of Tolvar: Mirsel");
    }

    @Test
    void someFactsStandOnThePageAlone() {
        assertThat(tools.call("search", "{\"queries\": [\"debt of Tolvar\"], \"top_k\": 1}"))
                .isEqualTo("page/12 ( Tolvar ): a person");
        assertThat(tools.call("browse", "{\"url\": \"page/12\", \"query\": \"debt of Tolvar\"}"))
                .isEqualTo("debt of Tolvar: 77");
    }

    @ParameterizedTest
    @CsvSource({
        "print(41+14), 55",
        "print( 2 + 3 * (4 - 1) ), 11",
        "print(-7 // 2), -4",
        "print(7 // 0), Error: ZeroDivisionError: integer division or modulo by zero",
        "print((1), Error: SyntaxError: '(' was never closed",
        "print(age of Tolvar), Error: SyntaxError: invalid syntax",
        "import os, Error: SyntaxError: only print( an expression ) runs here",
        "print(9223372036854775807+1), Error: OverflowError: number too large",
    })
    void pythonEvaluatesIntegerArithmeticAndExplainsItsErrors(String code, String result) {
        assertThat(tools.call("python", "{\"code\": \"" + code + "\"}")).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "search|{\"queries\": [\"x\"|Error: malformed arguments, not JSON",
                "search|[]|Error: malformed arguments, not an object",
                "search|{\"text\": [\"x\"]}|Error: malformed arguments, no queries",
                "browse|{\"url\": \"page/12\"}|Error: malformed arguments, no query",
                "browse|{\"url\": \"page/99\", \"query\": \"x\"}|Error: no such page",
                "search|{\"queries\": [\"nothing\"]}|No results.",
                "fetch|{}|Error: no tool fetch; use search, browse or python",
            })
    void aFailedCallSaysWhatIsWrong(String tool, String arguments, String result) {
        assertThat(tools.call(tool, arguments)).isEqualTo(result);
    }

    @Test
    void aTasksToolsAnswerInAnAgentsBox() {
        Task task = TaskGenerator.generate(7, Split.TRAIN);
        Entry first = task.encyclopaedia().entries().getFirst();
        String query = "{\"queries\": [\"" + first.name() + "\"], \"top_k\": 1}";
        WorldTools world = new WorldTools(task.encyclopaedia());
        assertThat(called(world, "search", query))
                .isEqualTo(world.call("search", query))
                .startsWith(first.url());
        assertThat(called(world, "python", "{\"code\": \"print(2+3)\"}")).isEqualTo("5");
    }

    private static String called(WorldTools world, String tool, String arguments) {
        return world.toolBox()
                .call(tool, arguments, new ToolLimits(Duration.ofSeconds(30), 5_000), new CompletableFuture<>())
                .join()
                .text();
    }
}
