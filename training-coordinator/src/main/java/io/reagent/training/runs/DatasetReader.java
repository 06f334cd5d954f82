package io.reagent.training.runs;

import io.reagent.kit.json.FieldReader;
import io.reagent.training.datasets.DatasetSpec;
import io.reagent.world.Split;
import java.util.List;
import java.util.Objects;

/** Reads {@code {"name": "world" | "jsonl" | "gsm8k", …}}. */
final class DatasetReader {
    private static final int ALL_TASKS = 1_000_000;

    private DatasetReader() {}

    static DatasetSpec read(FieldReader body) {
        body.required("dataset", "{\"name\": \"world\"}, or a file");
        FieldReader dataset = Objects.requireNonNull(body.object("dataset"));
        dataset.required("name", "a dataset's name");
        String name = Objects.requireNonNull(dataset.text("name"));
        return switch (name) {
            case "world" -> world(dataset);
            case "jsonl" -> file(dataset, DatasetSpec.Format.JSONL);
            case "gsm8k" -> file(dataset, DatasetSpec.Format.GSM8K);
            default ->
                throw RunSpecReader.invalid(
                        "dataset.name",
                        "There is no dataset '" + name + "'",
                        "Datasets are world, jsonl (with a path) and gsm8k (with a path).");
        };
    }

    private static DatasetSpec world(FieldReader dataset) {
        dataset.allow(List.of("name", "split", "first_seed", "tasks"));
        OptionReader options = OptionReader.of(dataset, dataset.path());
        return new DatasetSpec.World(
                options.choice("split", Split.class, Split.TRAIN),
                options.seed("first_seed", 0),
                options.integer("tasks", ALL_TASKS, 1, ALL_TASKS));
    }

    private static DatasetSpec file(FieldReader dataset, DatasetSpec.Format format) {
        dataset.allow(List.of("name", "path", "evaluation_path"));
        dataset.required("path", "the path of a file with a JSON object a line");
        return new DatasetSpec.File(
                format,
                Objects.requireNonNull(RunSpecReader.path(dataset, "path")),
                RunSpecReader.path(dataset, "evaluation_path"));
    }
}
