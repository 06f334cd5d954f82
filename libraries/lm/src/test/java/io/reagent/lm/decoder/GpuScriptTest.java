package io.reagent.lm.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code lab/gpu/run} on this machine's CPU: whole where a Python has torch ({@code REAGENT_TORCH_PYTHON}, else the
 * environment of {@code ./reagent conformance cases}), else what needs none.
 */
class GpuScriptTest {
    private static final Path SCRIPTS = Path.of("../../lab/gpu");

    @Test
    void the_plan_holds_each_work_at_each_shape_beside_its_peer() throws Exception {
        assumeTrue(answers("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 10))"), "no python3");

        JsonNode plan = JsonMapper.shared().readTree(said(0, "python3", SCRIPTS + "/gpu.py", "--plan"));

        assertThat(names(plan)).startsWith("parity ours", "ceiling ours").doesNotHaveDuplicates();
        for (String shape : List.of("0.5B", "1.7B", "8B")) {
            for (String work : List.of("decode %s x1", "decode %s x64", "prefill %s x1", "train %s x8")) {
                assertThat(names(plan))
                        .filteredOn(name -> name.startsWith(work.formatted(shape)))
                        .hasSize(2)
                        .anyMatch(name -> name.endsWith(" ours"))
                        .anyMatch(name -> name.endsWith(" transformers"));
            }
        }
    }

    @Test
    void the_scripts_compile() throws Exception {
        assumeTrue(answers("python3", "--version"), "no python3");
        List<String> command = new ArrayList<>(List.of("python3", "-c", """
                import sys
                for name in sys.argv[1:]:
                    compile(open(name).read(), name, "exec")
                """));
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            files.map(Path::toString).filter(name -> name.endsWith(".py")).forEach(command::add);
        }
        assertThat(command).hasSizeGreaterThan(5);

        said(0, command.toArray(String[]::new));
    }

    @Test
    void the_programs_have_the_fixtures_numbers_under_another_torch(@TempDir Path out) throws Exception {
        String python = python();
        assumeTrue(answers(python, "-c", "import torch"), "no Python with torch");

        said(0, python, SCRIPTS + "/gpu.py", "--cpu", "--small", "--out", out.toString());

        JsonNode report = JsonMapper.shared().readTree(Files.readString(out.resolve("gpu.json")));
        assertThat(report.path("parity")).hasSizeGreaterThan(50).allMatch(check -> check.path("ok")
                .booleanValue());
        assertThat(report.path("rates"))
                .filteredOn(rate -> rate.path("side").asString().equals("ours"))
                .hasSize(5)
                .allMatch(rate -> rate.path("tokens_per_s").doubleValue() > 0);
        assertThat(out.resolve("gpu.md")).content().contains("| decode tiny x1, 24 | ours |");
    }

    private static List<String> names(JsonNode plan) {
        return plan.valueStream()
                .map(each ->
                        each.path("name").asString() + " " + each.path("side").asString())
                .toList();
    }

    private static String python() {
        String named = System.getenv("REAGENT_TORCH_PYTHON");
        return named != null
                ? named
                : Path.of(System.getProperty("user.home"), ".cache/reagent/conformance/cases/bin/python")
                        .toString();
    }

    private static boolean answers(String... command) throws InterruptedException {
        try {
            return process(command).waitFor() == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    /** What a command prints, errors among it where it does not end as it should. */
    private static String said(int expected, String... command) throws IOException, InterruptedException {
        Process process = process(command);
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isEqualTo(expected);
        return said;
    }

    private static Process process(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        // the test's own directory is elsewhere, and nothing is left beside the scripts
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        return builder.start();
    }
}
