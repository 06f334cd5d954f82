import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tjake.jlama.model.AbstractModel;
import com.github.tjake.jlama.model.ModelSupport;
import com.github.tjake.jlama.safetensors.DType;
import com.github.tjake.jlama.tensor.AbstractTensor;
import com.github.tjake.jlama.tensor.KvBufferCache;
import com.github.tjake.jlama.tensor.operations.TensorOperationsProvider;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Jlama, decoding one sequence as its own {@code generate} does, but from token ids: {@code java JlamaPeer.java
 * CHECKPOINT WORK.json}.
 */
public final class JlamaPeer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AbstractModel model;
    private final KvBufferCache cache;
    private final int[] prompt;
    private final int ids;
    private final int count;

    private JlamaPeer(AbstractModel model, JsonNode work) {
        this.model = model;
        this.cache = new KvBufferCache(model);
        JsonNode request = work.get("requests").get(0);
        this.prompt = JSON.convertValue(request.get("prompt"), int[].class);
        this.ids = work.get("ids").asInt();
        this.count = request.get("new").asInt();
    }

    public static void main(String[] arguments) throws Exception {
        JsonNode work = JSON.readTree(Path.of(arguments[1]).toFile());
        DType type = DType.valueOf(work.get("dtype").asText().toUpperCase());
        AbstractModel model = ModelSupport.loadModel(
                Path.of(arguments[0]).toFile(),
                null,
                type,
                type,
                Optional.empty(),
                Optional.of(work.get("threads").asInt()));
        JlamaPeer peer = new JlamaPeer(model, work);
        // just-in-time compilation takes a few runs
        for (int i = 0; i < 3; i++) {
            peer.decode(0);
        }
        String operations = TensorOperationsProvider.get().name();
        emit(Map.of("ready", true, "versions", Map.of("jlama", "0.8.4, " + operations)));
        BufferedReader turns = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (int number = 1; "go".equals(turns.readLine()); number++) {
            emit(peer.decode(number));
        }
        System.exit(0);
    }

    /** The prompt's ids are moved by the turn's number, as every side moves them. */
    private Map<String, Object> decode(int number) {
        int[] prompt = Arrays.stream(this.prompt).map(id -> (id + number) % ids).toArray();
        List<Integer> tokens = new ArrayList<>();
        try (KvBufferCache.KvBuffer session = cache.getEphemeralKvBuffer();
                AbstractTensor logits = model.makeDenseTensor(model.getConfig().vocabularySize)) {
            AbstractTensor last = model.batchForward(prompt, 0, session);
            int next = model.sample(last.slice(last.shape().first() - 1), 0, 0, logits);
            last.close();
            tokens.add(next);
            long start = System.nanoTime();
            for (int position = prompt.length; tokens.size() < count; position++) {
                AbstractTensor output = model.forward(next, position, session, Optional.empty());
                next = model.sample(output, 0, 0, logits);
                output.close();
                session.incrementContextPosition();
                tokens.add(next);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return Map.of("rate", (count - 1) / seconds, "check", tokens.subList(0, Math.min(16, count)));
        }
    }

    private static void emit(Map<String, ?> value) throws Exception {
        System.out.println(JSON.writeValueAsString(value));
        System.out.flush();
    }
}
