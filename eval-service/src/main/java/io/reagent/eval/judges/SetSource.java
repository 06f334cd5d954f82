package io.reagent.eval.judges;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Where labelled attempts come from. */
sealed interface SetSource {
    /** A file in one of the operator's directories. */
    record File(String path) implements SetSource {}

    /** A set that comes along. */
    record Named(String name) implements SetSource {}

    /** The request's own lines. */
    record Sent() implements SetSource {}

    /** Labels that were sent before; null does not restrict. */
    record Labels(@Nullable String split, @Nullable String annotator) implements SetSource {}

    /** The graded samples of an evaluation of a policy. */
    record Samples(UUID evaluation) implements SetSource {}

    /** As a request has it; of lines that were sent, that they were. */
    default ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        switch (this) {
            case File file -> json.put("path", file.path());
            case Named named -> json.put("set", named.name());
            case Sent sent -> json.put("sent", true);
            case Labels labels ->
                json.putObject("labels").put("split", labels.split()).put("annotator", labels.annotator());
            case Samples samples -> json.put("evaluation", samples.evaluation().toString());
        }
        return json;
    }
}
