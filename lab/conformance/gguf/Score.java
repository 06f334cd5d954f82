import ai.djl.Device;
import io.reagent.lm.generate.Engine;
import io.reagent.lm.generate.GeneratedToken;
import io.reagent.lm.generate.GenerationRequest;
import io.reagent.lm.generate.LanguageModel;
import io.reagent.lm.generate.SamplingParameters;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import tools.jackson.databind.json.JsonMapper;

/** Of each text, a JSON string a line: its tokens, and the twenty most probable to follow, as JSON. */
class Score {
    public static void main(String[] arguments) {
        JsonMapper json = JsonMapper.shared();
        try (LanguageModel model =
                        LanguageModel.load(Path.of(arguments[0]), Device.cpu(), new Engine.Limits(1, 8, 4096));
                Scanner lines = new Scanner(System.in, StandardCharsets.UTF_8)) {
            while (lines.hasNextLine()) {
                int[] tokens = model.tokenizer().encode(json.readValue(lines.nextLine(), String.class));
                GeneratedToken next = model.generate(
                                GenerationRequest.of(tokens, 1).drawn(SamplingParameters.GREEDY, 0).withLogprobs(20),
                                token -> {})
                        .completion()
                        .join()
                        .tokens()
                        .getFirst();
                List<Object> likely = new ArrayList<>();
                next.alternatives().forEach(one -> likely.add(Map.of("id", one.id(), "logprob", one.logprob())));
                System.out.println(json.writeValueAsString(Map.of("tokens", tokens, "next", likely)));
            }
        }
    }
}
