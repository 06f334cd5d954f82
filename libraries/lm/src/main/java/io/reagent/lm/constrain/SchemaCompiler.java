package io.reagent.lm.constrain;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Turns a JSON schema (draft 2020-12) into an automaton of texts that it accepts. Everything generated is valid; not
 * everything valid is generated:
 *
 * <ul>
 *   <li>Texts are compact, or have one space after colons and commas; constants and enumerations are compact.
 *   <li>Members come in the order of {@code properties}, then additional ones. Where {@code additionalProperties} is
 *       absent, there are none beside declared properties.
 *   <li>Numbers have {@link FreeNumber#DIGITS} significant digits at most, or one more than their bounds have, and exponents
 *       of a double, with bounds none; whole numbers without bounds are those of 64 bits.
 *   <li>Strings with a {@code pattern} or {@code format} have no needless escapes.
 *   <li>A schema without {@code type} is meant for the types its other keywords speak of.
 *   <li>Nesting ends at {@link Automaton#MAX_DEPTH} references, arrays, numbers and free values within each other.
 * </ul>
 *
 * <p>{@code oneOf} is taken where its options visibly exclude each other. A keyword that cannot be enforced is an error,
 * never ignored; annotations are.
 */
final class SchemaCompiler {
    private static final JsonNode ANY = JsonMapper.shared().createObjectNode();

    private final JsonNode root;
    private final Nfa nfa;
    private final Map<String, Integer> references = new HashMap<>();
    private final Map<NumberForm, Integer> numbers = new HashMap<>();
    private @Nullable Integer anyRule;

    private SchemaCompiler(JsonNode root, Nfa nfa) {
        this.root = root;
        this.nfa = nfa;
    }

    /**
     * @throws GrammarException naming the place in the schema and the keyword
     */
    static Automaton compile(JsonNode schema) {
        SchemaCompiler compiler = new SchemaCompiler(schema, new Nfa());
        return new Automaton(compiler.nfa, compiler.reference("#", "#"));
    }

    /** Reads a value the schema accepts as a part of something larger; returns the state after it. */
    static int compile(JsonNode schema, Nfa into, int from) {
        SchemaCompiler compiler = new SchemaCompiler(schema, into);
        return compiler.call(compiler.reference("#", "#"), from);
    }

    Nfa nfa() {
        return nfa;
    }

    /** Reads a value the schema accepts, from a state on; returns the state after it. */
    int value(JsonNode schema, String where, int from) {
        if (schema.isBoolean()) {
            return schema.booleanValue() ? any(from) : nfa.state();
        }
        Keywords.check(schema, where);
        if (schema.has("$ref")) {
            Keywords.alone("$ref", schema, where);
            return call(reference(schema.get("$ref").asString(""), where), from);
        }
        for (String choice : List.of("anyOf", "oneOf", "allOf")) {
            if (schema.has(choice)) {
                Keywords.alone(choice, schema, where);
                return options(choice, schema.get(choice), where + "/" + choice, from);
            }
        }
        List<JsonNode> values = Keywords.values(schema);
        if (values != null) {
            return alternatives(values, value -> literal(value, from));
        }
        List<String> types = Keywords.types(schema, where);
        return types.isEmpty() ? any(from) : alternatives(types, type -> typed(type, schema, where, from));
    }

    private int options(String keyword, JsonNode options, String where, int from) {
        if (!options.isArray() || options.isEmpty()) {
            throw new GrammarException("schema at " + where + ": has to be an array of schemas");
        }
        if (keyword.equals("allOf") && options.size() > 1) {
            throw new GrammarException(
                    "schema at " + where + ": more than one schema cannot be enforced together; merge them into one");
        }
        if (keyword.equals("oneOf")) {
            new Overlap(this::resolve).refuse(options, where);
        }
        List<Integer> places = IntStream.range(0, options.size()).boxed().toList();
        return alternatives(places, i -> value(options.get(i), where + "/" + i, from));
    }

    private int typed(String type, JsonNode schema, String where, int from) {
        return switch (type) {
            case "object" -> new ObjectForm(this, schema, where).build(from);
            case "array" -> new ArrayForm(this, schema, where).build(from);
            case "string" -> StringForm.build(nfa, schema, where, from);
            case "integer", "number" -> number(NumberForm.of(schema, type.equals("integer"), where), from);
            case "boolean" -> regex("true|false", from);
            case "null" -> regex("null", from);
            default ->
                throw new GrammarException("schema at " + where + "/type: '" + type
                        + "' is not object, array, string, number, integer, boolean or null");
        };
    }

    /** Its own rule: a number has hundreds of states, and schemas ask for the same one many times. */
    private int number(NumberForm form, int from) {
        Integer known = numbers.get(form);
        if (known == null) {
            known = rule(start -> form.free() ? FreeNumber.build(nfa, start) : NumberRange.build(nfa, form, start));
            numbers.put(form, known);
        }
        return call(known, from);
    }

    private interface Reader<T> {
        int read(T what);
    }

    private <T> int alternatives(List<T> all, Reader<T> reader) {
        int to = nfa.state();
        all.forEach(one -> nfa.empty(reader.read(one), to));
        return to;
    }

    private int literal(JsonNode value, int from) {
        return nfa.literal(from, value.toString().getBytes(StandardCharsets.UTF_8));
    }

    int regex(String expression, int from) {
        return RegexParser.whole(expression).build(nfa, Letters.PLAIN, from);
    }

    int call(int rule, int from) {
        int to = nfa.state();
        nfa.call(from, rule, to);
        return to;
    }

    /** A rule filled by reading from its start. */
    int rule(IntUnaryOperator reader) {
        int rule = nfa.rule();
        nfa.empty(reader.applyAsInt(nfa.rule(rule).start()), nfa.rule(rule).end());
        return rule;
    }

    /** Reads any JSON value. */
    private int any(int from) {
        Integer known = anyRule;
        if (known == null) {
            known = nfa.rule();
            anyRule = known;
            Nfa.Part part = nfa.rule(known);
            for (String type : List.of("object", "array", "string", "number", "boolean", "null")) {
                nfa.empty(typed(type, ANY, "#", part.start()), part.end());
            }
        }
        return call(known, from);
    }

    /** The rule of a reference; made before it is filled, so that it may refer to itself. */
    private int reference(String reference, String where) {
        Integer known = references.get(reference);
        if (known == null) {
            JsonNode target = resolve(reference, where);
            known = nfa.rule();
            references.put(reference, known);
            Nfa.Part part = nfa.rule(known);
            nfa.empty(value(target, reference, part.start()), part.end());
        }
        return known;
    }

    private JsonNode resolve(String reference, String where) {
        JsonNode target = Keywords.resolve(root, reference);
        if (target == null) {
            throw new GrammarException("schema at " + where + "/$ref: '" + reference
                    + "' is not found; references are of the form #/$defs/name within the schema");
        }
        return target;
    }
}
