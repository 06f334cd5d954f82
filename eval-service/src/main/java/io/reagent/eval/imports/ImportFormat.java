package io.reagent.eval.imports;

import java.io.IOException;
import java.nio.file.Path;

/** What an evaluation is imported from. */
public enum ImportFormat {
    /** JSON Lines of the code published with the Reagent paper. */
    RELEASE,
    /** A log of Inspect AI in its JSON form. */
    INSPECT;

    ForeignFile open(Path file) throws IOException {
        return switch (this) {
            case RELEASE -> new ReleaseFile(file);
            case INSPECT -> new InspectFile(file);
        };
    }
}
