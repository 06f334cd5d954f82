package io.reagent.training.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reagent.kit.json.FieldReader;
import io.reagent.kit.problem.ProblemException;
import io.reagent.training.runs.KnownServers;
import io.reagent.training.runs.RunDefaults;
import io.reagent.training.runs.RunSpec;
import io.reagent.training.runs.RunSpecReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class TokenizerPlacesTest {
    private static final KnownServers SERVERS =
            new KnownServers(Map.of("default", URI.create("http://localhost:1")), List.of());

    @TempDir
    private Path machine;

    private RunDefaults defaults;
    private TokenizerPlaces places;

    @BeforeEach
    void makeModels() throws IOException {
        Files.createDirectories(machine.resolve("models/mine"));
        Files.createDirectories(machine.resolve("host/far"));
        defaults = new RunDefaults(SERVERS, SERVERS, machine.resolve("models"));
        places = new TokenizerPlaces(defaults);
    }

    private RunSpec spec(String policy) {
        String body = "{\"kind\": \"grpo\", \"policy\": {" + policy + "}, \"dataset\": {\"name\": \"world\"}}";
        return new RunSpecReader(defaults)
                .read(new FieldReader(JsonMapper.shared().readTree(body), ""));
    }

    private Path found(String policy, boolean sent, Path told) {
        return places.placed(spec(policy), sent, told == null ? null : told.toString())
                .policy()
                .directory();
    }

    @Test
    void aModelOfTheCoordinatorsOwnComesFirst() {
        assertThat(found("\"base_model\": \"mine\"", false, machine.resolve("host/far")))
                .isEqualTo(machine.resolve("models/mine"));
    }

    @Test
    void aModelThatOnlyItsHostHasIsReadWhereTheHostSays() {
        assertThat(found("\"base_model\": \"far\"", false, machine.resolve("host/far")))
                .isEqualTo(machine.resolve("host/far"));
        assertThat(found("\"base_model\": \"far\"", false, machine.resolve("on-another-machine")))
                .isEqualTo(machine.resolve("models/far"));
    }

    @Test
    void nothingElseIsRead() {
        assertRefused("\"base_model\": \"../../etc\"", false, "policy.base_model");
        assertRefused("\"base_model\": \"/etc\"", false, "policy.base_model");
        assertRefused(
                "\"base_model\": \"mine\", \"tokenizer_directory\": \"" + machine.resolve("host/far") + "\"",
                true,
                "policy.tokenizer_directory");
    }

    private void assertRefused(String policy, boolean sent, String field) {
        assertThatThrownBy(() -> found(policy, sent, null))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().field()).isEqualTo(field));
    }
}
