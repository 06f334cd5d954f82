package io.reagent.core.trajectory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ContentHashTest {

    @Test
    void itIsFixedForAllTime() {
        Trajectory trajectory =
                new Trajectory("q é", List.of(new Step("t", List.of(new ToolCall("s", "{}", "r")))), null);

        // python3: h = lambda s: struct.pack('>i', len(s)) + s.encode('utf-16-be'); n = lambda i: struct.pack('>i', i)
        // sha256(b'reagent-trajectory-1' + h('q é') + n(1) + h('t') + n(1) + h('s') + h('{}') + h('r') + n(-1))
        assertThat(ContentHash.of(trajectory))
                .isEqualTo("2f3358c7b4ea9effa90dd7ade28030be8524267b43c4feacc11a7e09f79bcbe5");
    }

    @Test
    void noTwoTrajectoriesThatDifferShareOne() {
        ToolCall call = new ToolCall("s", "a", "r");
        List<Trajectory> different = List.of(
                new Trajectory("q", List.of(), null),
                new Trajectory("q", List.of(), ""),
                new Trajectory("q", List.of(new Step(null, List.of())), null),
                new Trajectory("q", List.of(new Step("", List.of())), null),
                new Trajectory("qa", List.of(), "b"),
                new Trajectory("q", List.of(), "ab"),
                new Trajectory("q", List.of(new Step("t", List.of(call, call))), null),
                new Trajectory("q", List.of(new Step("t", List.of(call)), new Step(null, List.of(call))), null),
                new Trajectory("q", List.of(new Step("t", List.of(new ToolCall("sa", "", "r")))), null),
                new Trajectory("q", List.of(new Step("t", List.of(new ToolCall("s", "ar", null)))), null),
                new Trajectory("q", List.of(), "\u00e9"),
                new Trajectory("q", List.of(), "e\u0301"),
                new Trajectory("q", List.of(), "\uD800"),
                new Trajectory("q", List.of(), "\uD801"),
                new Trajectory("q", List.of(), "?"));

        assertThat(different.stream().map(ContentHash::of).distinct()).hasSameSizeAs(different);
    }
}
