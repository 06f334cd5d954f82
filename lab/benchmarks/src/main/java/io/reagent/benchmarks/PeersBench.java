package io.reagent.benchmarks;

import ai.djl.Device;
import io.reagent.benchmarks.PeerWork.Turn;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import tools.jackson.databind.json.JsonMapper;

/**
 * Our side of {@code ./reagent bench peers}: loads, warms up, says so, then does its work once for every line
 * {@code go}, each with one line of JSON for an answer. {@code lab/benchmarks/peers/peers.py} starts it beside the peers.
 */
public final class PeersBench {
    private static final String FLOAT32_ONLY = "not yet: generation computes in float32 on a CPU";
    private static final PrintStream OUT = System.out;

    private PeersBench() {}

    /** @param arguments a checkpoint's directory, or --ceiling for the machine's own; the work's file */
    public static void main(String[] arguments) throws IOException {
        PeerWork work = PeerWork.read(Path.of(arguments[1]));
        if (arguments[0].equals("--ceiling")) {
            take(turn -> ceiling(work));
            return;
        }
        Path checkpoint = Path.of(arguments[0]);
        switch (work.kind()) {
            case "decode", "generate", "prefill" -> generation(checkpoint, work);
            case "train" -> training(checkpoint, work);
            case "grpo" -> {
                if (work.dtype().equals("f32")) {
                    try (PeerGrpo grpo = new PeerGrpo(checkpoint, work)) {
                        take(grpo::step);
                    }
                } else {
                    unavailable(FLOAT32_ONLY);
                }
            }
            default -> throw new IllegalArgumentException("no such kind of work: " + work.kind());
        }
    }

    private static void generation(Path checkpoint, PeerWork work) throws IOException {
        if (!work.dtype().equals("f32")) {
            unavailable(FLOAT32_ONLY);
            return;
        }
        try (PeerGeneration generation = new PeerGeneration(checkpoint, work)) {
            take(
                    switch (work.kind()) {
                        case "decode" -> generation::decode;
                        case "generate" -> generation::generate;
                        default -> generation::prefill;
                    });
        }
    }

    private static void training(Path checkpoint, PeerWork work) throws IOException {
        try (PeerTraining training = new PeerTraining(checkpoint, work)) {
            take(turn -> training.step());
        }
    }

    /** Prompt tokens a second of a prefill that would run as fast as one large matrix product. */
    private static Turn ceiling(PeerWork work) {
        double seconds = work.operations() / (Ceilings.measure(Device.cpu()).gigaflopsPerSecond() * 1e9);
        return new Turn(work.longestPrompt() / seconds, List.of());
    }

    private static void take(IntFunction<Turn> side) throws IOException {
        emit(Map.of(
                "ready", true,
                "warm_up", side.apply(0).rate(),
                "versions", Map.of("jdk", Runtime.version().toString())));
        BufferedReader turns = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (int turn = 1; "go".equals(turns.readLine()); turn++) {
            emit(side.apply(turn).toJson());
        }
    }

    private static void unavailable(String reason) {
        emit(Map.of("unavailable", reason));
    }

    private static void emit(Map<String, Object> value) {
        OUT.println(JsonMapper.shared().writeValueAsString(value));
        OUT.flush();
    }
}
