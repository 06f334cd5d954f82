package io.reagent.lm.constrain;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** A text put together from fixed words and JSON, such as a tool call between its tags. */
public sealed interface TextForm {
    /** Exactly this text. */
    record Literal(String text) implements TextForm {
        /** Quoted: forms that differ must not look alike, since grammars are kept by how their forms look. */
        @Override
        public String toString() {
            return StringNode.valueOf(text).toString();
        }
    }

    /** A JSON value that a schema accepts. */
    record Json(JsonNode schema) implements TextForm {
        public Json {
            schema = schema.deepCopy();
        }
    }

    /** A text that a regular expression matches as a whole. */
    record Pattern(String expression) implements TextForm {
        /** Quoted, as literals are. */
        @Override
        public String toString() {
            return "Pattern" + StringNode.valueOf(expression);
        }
    }

    /** All parts, one after the other. */
    record Sequence(List<TextForm> parts) implements TextForm {
        public Sequence {
            parts = List.copyOf(parts);
        }
    }

    /** Any one of the options. */
    record Choice(List<TextForm> options) implements TextForm {
        public Choice {
            options = List.copyOf(options);
        }
    }

    /** One or more times, with {@code between} after each but the last. */
    record Repeated(TextForm once, Literal between) implements TextForm {}

    static TextForm sequence(TextForm... parts) {
        return new Sequence(List.of(parts));
    }
}
