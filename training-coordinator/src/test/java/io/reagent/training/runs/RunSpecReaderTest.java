package io.reagent.training.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reagent.core.agent.AgentLimits;
import io.reagent.core.rl.LearningRate.Schedule;
import io.reagent.kit.json.FieldReader;
import io.reagent.kit.problem.ProblemException;
import io.reagent.training.algorithms.AlgorithmOptions;
import io.reagent.training.algorithms.PolicyGradient;
import io.reagent.training.datasets.DatasetSpec;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class RunSpecReaderTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final URI FAR = URI.create("https://gpu:1/x");
    private final RunSpecReader reader = new RunSpecReader(new RunDefaults(
            new KnownServers(Map.of("default", URI.create("http://policy:8082"), "gpu", FAR), List.of()),
            new KnownServers(Map.of("default", URI.create("http://judge:8081/")), List.of(URI.create("http://other/"))),
            Path.of("models")));

    private RunSpec read(String json) {
        return reader.read(new FieldReader(JSON.readTree(json), ""));
    }

    private static String of(String kind, String options) {
        return "{\"kind\": \"" + kind
                + "\", \"policy\": {\"base_model\": \"tiny\"}, \"dataset\": {\"name\": \"world\"}," + " \"options\": "
                + options + "}";
    }

    private static AlgorithmOptions options(RunSpec spec) {
        return ((PolicyGradient) spec.algorithm()).options();
    }

    @Test
    void whatIsLeftOutIsAsReleased() {
        RunSpec spec = read(of("reagent-u", "{}"));

        assertThat(spec.rollouts().groupSize()).isEqualTo(8);
        assertThat(spec.rollouts().temperature()).isEqualTo(0.7);
        assertThat(spec.rollouts().turns()).isEqualTo(13);
        assertThat(options(spec).lambda()).isEqualTo(0.3);
        assertThat(spec.extent().tasksPerStep()).isEqualTo(32);
        assertThat(spec.learning().rate().peak()).isEqualTo(5e-6);
        assertThat(spec.learning().ratioLow()).isEqualTo(0.8);
        assertThat(spec.learning().ratioHigh()).isEqualTo(1.34);
        assertThat(spec.learning().miniBatch()).isEqualTo(16);
        assertThat(spec.learning().kl()).isZero();
        assertThat(spec.policy().directory()).isEqualTo(Path.of("models/tiny"));
        assertThat(spec.judge().server()).isEqualTo(new Server("default", URI.create("http://judge:8081")));

        RunSpec baseline = read(of("grpo", "{}"));
        assertThat(baseline.extent().tasksPerStep()).isEqualTo(64);
        assertThat(baseline.learning().rate().peak()).isEqualTo(5e-7);
        assertThat(baseline.learning().ratioHigh()).isEqualTo(1.28);
    }

    @Test
    void releasedLimitsLeaveASmallModelRoomToAct() {
        AgentLimits limits = read(of("reagent-u", "{}")).rollouts().limits(2048);

        assertThat(limits.answerTokens()).isEqualTo(512);
        assertThat(limits.contextTokens()).isEqualTo(1536);
        assertThat(limits.turnTokens()).isEqualTo(1536);
    }

    @Test
    void whatIsWrittenIsReadBackUnchanged() {
        RunSpec file = read("""
                {"kind": "reagent-r", "name": "n", "policy": {"server": "gpu", "base_model": "big", "lora_rank": 0,
                  "tokenizer_directory": "/m/big", "system": "Be brief."},
                 "judge": {"url": "http://other", "name": "strict"},
                 "dataset": {"name": "gsm8k", "path": "/d/a.jsonl", "evaluation_path": "/d/b.jsonl"},
                 "options": {"steps": 5, "schedule": "cosine", "warmup_steps": 2, "kl": 0.01, "critique": false,
                   "max_staleness": 1, "pooled": false, "leakage_filter": true, "seed": -3, "evaluate_every": 2}}""");
        RunSpec world = read(of("sft", "{\"steps\": 3}"));
        RunSpec judge = read(of("grpo", "{}").replace("\"policy\":", "\"target\": \"rrm\", \"policy\":"));

        for (RunSpec spec : new RunSpec[] {file, world, judge}) {
            assertThat(reader.read(new FieldReader(RunSpecWriter.write(spec), "")))
                    .isEqualTo(spec);
        }
        assertThat(file.policy().server()).isEqualTo(new Server("gpu", FAR));
        assertThat(file.judge().server()).isEqualTo(new Server(null, URI.create("http://other")));
        assertThat(file.learning().rate().schedule()).isEqualTo(Schedule.COSINE);
        assertThat(file.dataset()).isInstanceOf(DatasetSpec.File.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "magic; {}; kind",
                "grpo; {\"group_size\": 1}; options.group_size",
                "grpo; {\"temperature\": 0}; options.temperature",
                "grpo; {\"temperature\": 2.1}; options.temperature",
                "grpo; {\"evaluation_temperature\": 9}; options.evaluation_temperature",
                "grpo; {\"lambda\": -1}; options.lambda",
                "grpo; {\"lamda\": 1}; options.lamda",
                "grpo; {\"steps\": 2.5}; options.steps",
                "grpo; {\"schedule\": \"wavy\"}; options.schedule",
                "grpo; {\"max_staleness\": 2}; options.max_staleness",
                "grpo; {\"steps\": 2, \"warmup_steps\": 3}; options.warmup_steps",
                "grpo; {\"context_tokens\": 100}; options.turn_tokens",
                "sft; {\"lambda\": 0.3}; options"
            })
    void whatContradictsIsRefusedByName(String kind, String options, String field) {
        assertThatThrownBy(() -> read(of(kind, options)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().field()).isEqualTo(field));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"server\": \"tpu\"; policy.server; There is no server 'tpu'",
                "\"url\": \"http://127.0.0.1:9555\"; policy.url; none of the coordinator's servers",
                "\"url\": \"http://user@gpu:1/x\"; policy.url; none of the coordinator's servers",
                "\"url\": \"https://gpu:1/x/y\"; policy.url; none of the coordinator's servers",
                "\"url\": \"file:///etc/passwd\"; policy.url; not an http URL",
                "\"url\": \"https://gpu:1/x\", \"server\": \"gpu\"; policy.url; not both"
            })
    void aRunReachesNoServerThatTheOperatorDidNotName(String server, String field, String detail) {
        String body = of("grpo", "{}").replace("\"policy\": {", "\"policy\": {" + server + ", ");

        assertThatThrownBy(() -> read(body)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().field()).isEqualTo(field);
            assertThat(e.problem().detail()).contains(detail);
        });
    }

    @Test
    void aStoredRunGoesOnAsHotAsItBegan() {
        String hot = of("grpo", "{\"temperature\": 2.5, \"evaluation_temperature\": 3}");

        RunSpec spec = reader.stored(new FieldReader(JSON.readTree(hot), ""));

        assertThat(spec.rollouts().temperature()).isEqualTo(2.5);
        assertThat(spec.evaluating().temperature()).isEqualTo(3);
        assertThatThrownBy(() -> read(hot)).isInstanceOf(ProblemException.class);
    }

    @Test
    void aUrlThatIsANamedServersIsThatServer() {
        RunSpec spec = read(of("grpo", "{}").replace("\"policy\": {", "\"policy\": {\"url\": \"https://gpu:1/x/\", "));

        assertThat(spec.policy().server()).isEqualTo(new Server("gpu", FAR));
    }

    @Test
    void aJudgeIsNotTrainedByItsOwnScores() {
        assertThatThrownBy(() -> read(of("reagent-u", "{}").replace("\"policy\":", "\"target\": \"rrm\", \"policy\":")))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().field()).isEqualTo("target"));
    }

    @Test
    void anUnknownDatasetIsNamedWithThoseThereAre() {
        assertThatThrownBy(() -> read(of("grpo", "{}").replace("\"world\"", "\"gaia\"")))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem().field()).isEqualTo("dataset.name");
                    assertThat(e.problem().remedy()).contains("world", "jsonl", "gsm8k");
                });
    }
}
