package io.reagent.dialogue;

import io.reagent.text.ChatTemplate;
import io.reagent.text.EndTokens;
import io.reagent.text.Tokenizer;
import io.reagent.text.TokenizerConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every chat template that lies in the repository, each with a tokenizer that has its control tokens. */
final class Templates {
    static final Path ROOT = Path.of("../..");
    static final Path FIXTURES = ROOT.resolve("lab/conformance/fixtures");

    private Templates() {}

    /**
     * A template and what is to be found out about it.
     *
     * @param tellsTools how often an opening speaks of a tool
     */
    record Known(
            String name,
            Tokenizer tokenizer,
            ChatTemplate template,
            Set<Integer> ends,
            TemplateCalls calls,
            int tellsTools) {
        Dialogue dialogue() {
            return Dialogue.of(tokenizer, template, ends, 100_000);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Known> all() {
        List<Known> all = new ArrayList<>(List.of(
                rendered("thinking", "qwen", new TemplateCalls(CallConvention.HERMES, true, true, false, true)),
                rendered("signatures", "qwen", new TemplateCalls(CallConvention.HERMES, true, true, false, true)),
                rendered("headers", "llama3", new TemplateCalls(CallConvention.BARE_JSON, false, true, false, true)),
                // it knows its tools by heart, and writes no system message
                directory(
                        ROOT.resolve("models/policy-tiny"),
                        new TemplateCalls(CallConvention.LINE, true, false, false, true),
                        0)));
        TemplateCalls none = new TemplateCalls(null, true, false, true, true);
        all.add(directory(ROOT.resolve("models/rrm-tiny"), none, 1));
        for (String name :
                List.of("qwen2", "qwen3", "qwen3-yarn", "llama", "llama-biased", "llama-dynamic", "llama-linear")) {
            all.add(directory(FIXTURES.resolve(name), none, 1));
        }
        return all;
    }

    private static Known directory(Path directory, TemplateCalls calls, int tellsTools) {
        Tokenizer tokenizer = Tokenizer.load(directory);
        TokenizerConfig config = TokenizerConfig.read(directory);
        return known(
                directory.getFileName().toString(), tokenizer, config, EndTokens.read(directory), calls, tellsTools);
    }

    /** One that transformers rendered, with a tokenizer of its family. */
    private static Known rendered(String name, String vocabulary, TemplateCalls calls) {
        JsonNode fixture = rendered().path("templates").path(name);
        Map<String, String> named = new LinkedHashMap<>();
        fixture.path("special_tokens").forEachEntry((role, token) -> named.put(role, token.asString()));
        TokenizerConfig config = new TokenizerConfig(
                named, Map.of("default", fixture.path("source").asString()));
        return known(name, Tokenizer.load(FIXTURES.resolve("text").resolve(vocabulary)), config, Set.of(), calls, 1);
    }

    static JsonNode rendered() {
        return JsonMapper.shared()
                .readTree(FIXTURES.resolve("chat/conversations.json").toFile());
    }

    private static Known known(
            String name,
            Tokenizer tokenizer,
            TokenizerConfig config,
            Set<Integer> named,
            TemplateCalls calls,
            int tellsTools) {
        Set<Integer> ends = new HashSet<>(named);
        ends.add(tokenizer.id(config.named().get("eos_token")));
        return new Known(name, tokenizer, new ChatTemplate(config, tokenizer), ends, calls, tellsTools);
    }
}
