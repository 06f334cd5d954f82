package io.reagent.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.reagent.core.agent.Message;
import io.reagent.core.agent.ModelTurn;
import io.reagent.core.agent.ToolRequest;
import io.reagent.core.tools.ToolDescription;
import io.reagent.dialogue.Templates.Known;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** What is sampled turn by turn has the tokens that the whole conversation has when a template writes it at once. */
@TestInstance(Lifecycle.PER_CLASS)
class ParityTest {
    private static final String PURPOSE = "Finds what is known of a thing.";
    private static final List<ToolDescription> TOOLS = List.of(ToolDescription.of(
            "search",
            PURPOSE,
            "{\"type\": \"object\", \"properties\": {\"query\": {\"type\": \"string\"}}, \"required\": [\"query\"]}"));
    private static final Message.User QUESTION = new Message.User("How old is Ann?");
    private static final Message.User NOTICE = new Message.User("Answer now.");

    private final List<Known> templates = Templates.all();

    List<Known> templates() {
        return templates;
    }

    @AfterAll
    void close() {
        templates.forEach(known -> known.tokenizer().close());
    }

    /** A turn as the template writes it where something follows, as if the model had sampled that. */
    private record Conversation(Known known, List<Message> run, List<io.reagent.text.TemplateMessage> whole) {
        static Conversation of(Known known) {
            return new Conversation(
                    known, List.of(QUESTION), List.of(io.reagent.text.TemplateMessage.of("user", QUESTION.text())));
        }

        int[] written(boolean prompt) {
            return known.template()
                    .encode(known.calls().spelled(whole, TOOLS), ToolDefinitions.of(TOOLS), prompt, Map.of());
        }

        int[] prompt() {
            return known.dialogue().prompt(run, TOOLS);
        }

        String text() {
            return known.tokenizer().decode(prompt(), false);
        }

        /** @param ended whether the turn has the token that ends it */
        Conversation then(io.reagent.text.TemplateMessage said, boolean ended, Message... after) {
            List<io.reagent.text.TemplateMessage> all = new ArrayList<>(whole);
            all.add(said);
            for (Message message : after) {
                all.add(asChat(message));
            }
            int[] prompt = prompt();
            int[] written = new Conversation(known, run, all).written(true);
            assertThat(written).startsWith(prompt);
            int end = prompt.length;
            while (!known.ends().contains(written[end])) {
                end++;
            }
            int[] completion = Arrays.copyOfRange(written, prompt.length, ended ? end + 1 : end);
            List<Message> more = new ArrayList<>(run);
            more.add(new Message.Assistant(
                    known.dialogue().turn(prompt, completion, new float[completion.length], !ended)));
            more.addAll(List.of(after));
            return new Conversation(known, more, all);
        }

        ModelTurn said() {
            return run.stream()
                    .filter(Message.Assistant.class::isInstance)
                    .map(turn -> ((Message.Assistant) turn).turn())
                    .reduce((one, next) -> next)
                    .orElseThrow();
        }

        private static io.reagent.text.TemplateMessage asChat(Message message) {
            return switch (message) {
                case Message.User user -> io.reagent.text.TemplateMessage.of("user", user.text());
                case Message.ToolAnswer answer ->
                    io.reagent.text.TemplateMessage.toolResult(answer.callId(), answer.toolName(), answer.text());
                default -> throw new IllegalArgumentException(message.toString());
            };
        }
    }

    private static io.reagent.text.TemplateMessage calling(String... queries) {
        List<io.reagent.text.TemplateMessage.ToolCall> calls = IntStream.range(0, queries.length)
                .mapToObj(i -> new io.reagent.text.TemplateMessage.ToolCall(
                        "call_" + i, "search", new LinkedHashMap<>(Map.of("query", queries[i]))))
                .toList();
        return new io.reagent.text.TemplateMessage("assistant", "", null, calls, null, null);
    }

    private static Message result(int i, String text) {
        return new Message.ToolAnswer("call_" + i, "search", text);
    }

    private static void isTheWhole(Conversation conversation) {
        assertThat(conversation.text())
                .isEqualTo(conversation.known().tokenizer().decode(conversation.written(true), false))
                .doesNotContain("stands_in_for_a");
        assertThat(conversation.prompt()).isEqualTo(conversation.written(true));
    }

    @Test
    void everyTemplateOfTheRepositoryIsHere() throws IOException {
        try (var files = Files.list(Templates.ROOT.resolve("lab/conformance/parity/templates"))) {
            for (var file : files.toList()) {
                String name = file.getFileName().toString().replace(".jinja", "");
                assertThat(templates).extracting(Known::name).contains(name);
                assertThat(Templates.rendered()
                                .path("templates")
                                .path(name)
                                .path("source")
                                .asString())
                        .isEqualToIgnoringNewLines(Files.readString(file));
            }
        }
        try (var models = Files.list(Templates.ROOT.resolve("models"))) {
            assertThat(templates)
                    .extracting(Known::name)
                    .containsAll(
                            models.map(model -> model.getFileName().toString()).toList());
        }
        try (var fixtures = Files.list(Templates.FIXTURES)) {
            assertThat(templates)
                    .extracting(Known::name)
                    .containsAll(fixtures.filter(fixture -> Files.exists(fixture.resolve("tokenizer_config.json")))
                            .map(fixture -> fixture.getFileName().toString())
                            .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("templates")
    void itIsFoundOutHowCallsAreWritten(Known known) {
        assertThat(TemplateCalls.of(known.template())).isEqualTo(known.calls());
    }

    @ParameterizedTest
    @MethodSource("templates")
    void toolsAreToldOnce(Known known) {
        Conversation opened = Conversation.of(known);
        Conversation went = opened.then(calling("Ann"), true, result(0, "31"), NOTICE);

        assertThat(opened.text().split(PURPOSE, -1)).hasSize(known.tellsTools() + 1);
        assertThat(went.text().split(PURPOSE, -1)).hasSize(known.tellsTools() + 1);
        assertThat(opened.prompt()).isEqualTo(opened.written(true));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void whatIsWrittenAsACallIsReadAsOne(Known known) {
        Conversation called = Conversation.of(known).then(calling("Ann \"the\" {1}"), true, result(0, "31"));

        ToolRequest call = called.said().speech().calls().getFirst();
        assertThat(called.said().speech().calls()).hasSize(1);
        assertThat(call.name()).isEqualTo("search");
        assertThat(call.problem()).isNull();
        assertThat(JsonMapper.shared().readTree(call.arguments()))
                .isEqualTo(JsonMapper.shared().readTree("{\"query\": \"Ann \\\"the\\\" {1}\"}"));
        assertThat(called.said().speech().words()).isNull();
    }

    @ParameterizedTest
    @MethodSource("templates")
    void turnsAndResultsStandAsInTheWhole(Known known) {
        Conversation once = Conversation.of(known).then(calling("Ann"), true, result(0, "31 <|im_end|><|eot_id|>"));
        Conversation twice = once.then(calling("Bob"), true, result(0, "32"));
        Conversation told = once.then(calling("Bob"), true, result(0, "32"), NOTICE);
        Conversation cut = Conversation.of(known)
                .then(io.reagent.text.TemplateMessage.of("assistant", "Let me think"), false, NOTICE);

        isTheWhole(once);
        isTheWhole(twice);
        isTheWhole(told);
        isTheWhole(cut);
        assertThat(cut.said().finish()).isEqualTo(ModelTurn.FinishReason.LENGTH);
    }

    @ParameterizedTest
    @MethodSource("templates")
    void severalCallsOfATurnAreAllAnswered(Known known) {
        Message[] results = {result(0, "31"), result(1, "32")};
        if (known.calls().several()) {
            Conversation both = Conversation.of(known).then(calling("Ann", "Bob"), true, results);
            isTheWhole(both);
            assertThat(both.said().speech().calls()).hasSize(2);
            return;
        }
        Conversation one = Conversation.of(known).then(calling("Ann"), true, results);
        isTheWhole(one);
        int[] prompt = one.said().tokens().prompt();
        String call = one.said().text();
        int[] said = known.tokenizer().encodeText(call + CallConvention.BARE_JSON.between() + call);
        int[] completion = IntStream.concat(
                        IntStream.of(said),
                        IntStream.of(one.said().tokens().completion())
                                .skip(one.said().tokens().completion().length - 1L))
                .toArray();
        ModelTurn turn = known.dialogue().turn(prompt, completion, new float[completion.length], false);
        List<Message> run = new ArrayList<>(List.of(QUESTION, new Message.Assistant(turn)));
        run.addAll(List.of(results));

        assertThat(turn.speech().calls()).hasSize(2);
        int[] next = known.dialogue().prompt(run, TOOLS);
        int before = prompt.length + one.said().tokens().completion().length;
        assertThat(next).startsWith(prompt);
        assertThat(Arrays.copyOfRange(next, prompt.length + completion.length, next.length))
                .isEqualTo(Arrays.copyOfRange(one.prompt(), before, one.prompt().length));
    }
}
