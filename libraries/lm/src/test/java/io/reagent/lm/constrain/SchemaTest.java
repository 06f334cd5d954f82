package io.reagent.lm.constrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class SchemaTest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final SchemaRegistry VALIDATOR =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final String TREE = """
            {"$defs": {"node": {"type": "object", "properties": {
                "label": {"type": "string"}, "children": {"type": "array", "items": {"$ref": "#/$defs/node"}},
                "next": {"anyOf": [{"$ref": "#/$defs/node"}, {"$ref": "#/$defs/leaf"}, {"type": "null"}]}},
                "required": ["label"], "additionalProperties": false},
              "leaf": {"type": "object", "properties": {"label": {"const": "leaf"}, "value": {"type": "integer"}},
                "required": ["label", "value"], "additionalProperties": false}},
             "$ref": "#/$defs/node"}
            """;

    private final Constraints constraints = Vocabularies.constraints(Vocabularies.small(1));

    @Test
    void values_and_changed_values_are_judged_as_a_validator_judges_them() {
        Random random = new Random(11);
        int valid = 0;
        int judged = 0;
        for (int round = 0; round < 200; round++) {
            RandomSchema source = new RandomSchema(random);
            JsonNode schema = source.schema(3);
            Automaton automaton;
            try {
                automaton = SchemaCompiler.compile(schema);
            } catch (GrammarException e) { // bounds without a number between them, lengths below zero
                assertThat(e).hasMessageContaining("no text satisfies");
                continue;
            }
            Schema validator = VALIDATOR.getSchema(schema);
            for (int i = 0; i < 30; i++) {
                JsonNode value = source.value(schema);
                JsonNode judgedValue = i % 2 == 0 ? value : source.changed(value);
                String text = JSON.writeValueAsString(judgedValue);
                boolean expected = validator.validate(JSON.readTree(text)).isEmpty();
                assertThat(accepts(automaton, text))
                        .as("%s on %s", schema, text)
                        .isEqualTo(expected);
                String spaced = text.replace("\":", "\": ").replace(",\"", ", \"");
                if (JSON.readTree(spaced).equals(JSON.readTree(text))) {
                    assertThat(accepts(automaton, spaced) || !expected)
                            .as("%s on %s", schema, spaced)
                            .isTrue();
                }
                valid += expected ? 1 : 0;
                judged++;
            }
        }
        assertThat(valid).isBetween(judged / 5, 4 * judged / 5);
    }

    @Test
    void texts_drawn_through_masks_validate() {
        Random random = new Random(12);
        int drawn = 0;
        for (int round = 0; round < 80; round++) {
            JsonNode schema = round % 5 == 0 ? JSON.readTree(TREE) : new RandomSchema(random).schema(3);
            Grammar grammar;
            try {
                grammar =
                        Vocabularies.constraints(Vocabularies.small(round % 4)).jsonSchema(schema);
            } catch (GrammarException e) {
                continue;
            }
            String text = Walk.text(grammar, random, 50);
            assertThat(VALIDATOR.getSchema(schema).validate(JSON.readTree(text)))
                    .as("%s on %s", schema, text)
                    .isEmpty();
            drawn++;
        }
        assertThat(drawn).isGreaterThan(50);
    }

    @Test
    void any_object_is_drawn_through_masks_as_json() {
        Grammar grammar = Vocabularies.constraints(Vocabularies.small(3)).jsonObject();
        for (int seed = 0; seed < 100; seed++) {
            assertThat(JSON.readTree(Walk.text(grammar, new Random(seed), 40)).isObject())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "minimum, 0, maximum, 1", "exclusiveMinimum, 0, maximum, 1", "minimum, -1.25, exclusiveMaximum, 12.5",
        "minimum, 9.95, maximum, 10.05", "exclusiveMinimum, -3, exclusiveMaximum, -2.9", "minimum, 0.5, maximum, 0.5",
        "maximum, -0.05, maximum, -0.05", "minimum, 98, exclusiveMaximum, 102", "minimum, -0.1, maximum, 1000"
    })
    void numbers_are_held_within_their_bounds(String low, BigDecimal least, String high, BigDecimal most) {
        for (String type : new String[] {"number", "integer"}) {
            var schema =
                    JSON.createObjectNode().put("type", type).put(low, least).put(high, most);
            Automaton automaton;
            try {
                automaton = SchemaCompiler.compile(schema);
            } catch (GrammarException e) {
                assertThat(type).isEqualTo("integer");
                continue;
            }
            Schema validator = VALIDATOR.getSchema(schema);
            for (int scale = 0; scale <= 3; scale++) {
                int from = scale == 3 ? -3100 : -1200;
                for (int unscaled = from; unscaled <= 1200 + (scale == 3 ? 11500 : 0); unscaled++) {
                    BigDecimal number = BigDecimal.valueOf(unscaled, scale);
                    if (type.equals("integer") && scale > 0) {
                        continue; // 2.0 is an integer to validators
                    }
                    String text = number.toPlainString();
                    boolean expected = validator.validate(JSON.readTree(text)).isEmpty();
                    assertThat(accepts(automaton, text))
                            .as("%s on %s", schema, text)
                            .isEqualTo(expected);
                }
            }
            for (String malformed : new String[] {"01", "1.", "-", ".5", "+1", "1e2", "00.5", ""}) {
                assertThat(accepts(automaton, malformed)).as(malformed).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"number\"}",
                "{\"type\": \"integer\"}",
                "{\"type\": \"number\", \"minimum\": 0, \"maximum\": 1}",
                "{\"type\": \"number\", \"exclusiveMinimum\": 0.123456789012345678, \"exclusiveMaximum\":"
                        + " 0.123456789012345679}",
                "{\"type\": \"number\", \"minimum\": -2.5}",
                "{\"type\": \"number\", \"maximum\": 1e300}",
                "{\"type\": \"number\", \"multipleOf\": 0.01}",
                "{\"type\": \"integer\", \"minimum\": 3}",
                "{\"type\": \"integer\", \"exclusiveMaximum\": 0}",
                "{\"type\": \"integer\", \"minimum\": 100000000000000000000}",
                "{\"type\": \"array\", \"minItems\": 1, \"maxItems\": 1, \"items\": {\"type\": \"number\"}}",
                "{\"type\": \"object\", \"properties\": {\"a\": {}}, \"required\": [\"a\"]}"
            })
    void a_number_ends_however_many_digits_are_wanted_and_is_one_that_a_double_holds(String schema) {
        Automaton automaton = SchemaCompiler.compile(JSON.readTree(schema));
        Schema validator = VALIDATOR.getSchema(JSON.readTree(schema));
        for (int seed = 0; seed < 200; seed++) {
            String text = longest(automaton, new Random(seed));
            assertThat(text.length()).as(text).isLessThan(400);
            for (String number : text.replaceAll("[^-+.0-9eE]+", " ").strip().split(" ")) {
                double value = Double.parseDouble(number.equals("e") ? "0" : number);
                assertThat(Double.isFinite(value)).as(text).isTrue();
                assertThat(value == 0 && number.matches(".*[1-9].*[eE.].*"))
                        .as(text)
                        .isFalse();
            }
            assertThat(validator.validate(JSON.readTree(text))).as(text).isEmpty();
        }
    }

    /** A text that goes on with a digit wherever one may follow, and within a number never ends before it has to. */
    private static String longest(Automaton automaton, Random random) {
        StringBuilder text = new StringBuilder();
        Automaton.State state = automaton.start();
        while (!state.last()) {
            List<Character> next = new ArrayList<>();
            for (String wanted : List.of("0123456789", ".eE-+", "{\"a: []}")) {
                for (char letter : wanted.toCharArray()) {
                    if (next.isEmpty() || wanted.indexOf(next.getFirst()) >= 0) {
                        if (!automaton.next(state, (byte) letter).dead()) {
                            next.add(letter);
                        }
                    }
                }
            }
            if (next.isEmpty()) {
                break;
            }
            text.append(next.get(random.nextInt(next.size())));
            state = automaton.next(state, (byte) text.charAt(text.length() - 1));
        }
        assertThat(state.accepting()).as(text.toString()).isTrue();
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "number, 0.30000000000000004 -12345678901234567 1.7e307 9.99e-307 0.1e290 123456.78901234567 0 -0 1e5 12E+290",
        "integer, 9223372036854775807 -9223372036854775808 0 9007199254740993",
    })
    void numbers_that_doubles_and_long_integers_hold_are_read(String type, String numbers) {
        Automaton automaton = SchemaCompiler.compile(JSON.createObjectNode().put("type", type));
        for (String number : numbers.split(" ")) {
            assertThat(accepts(automaton, number)).as(number).isTrue();
        }
        String[] beyond = {"9223372036854775808", "-9223372036854775809", "1e308", "10e291", "1e-308", "1e0001"};
        for (String number : beyond) {
            assertThat(accepts(automaton, number)).as(number).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"number\", \"minimum\": 0, \"maximum\": 99}",
                "{\"type\": \"number\", \"exclusiveMinimum\": -5, \"exclusiveMaximum\": 99}",
                "{\"type\": \"number\", \"minimum\": 0}",
                "{\"type\": \"number\", \"minimum\": -1.5}"
            })
    void a_number_between_bounds_has_as_many_digits_as_tell_a_double_from_its_neighbours(String schema) {
        Automaton automaton = SchemaCompiler.compile(JSON.readTree(schema));
        for (String number : List.of("0.12345678901234567", "3.1234567890123456", "12.345678901234567")) {
            assertThat(accepts(automaton, number)).as(number).isTrue();
            assertThat(accepts(automaton, number + "8")).as(number + "8").isFalse();
        }
    }

    @Test
    void a_schema_of_a_thousand_numbers_is_not_too_large() {
        ObjectNode schema = JSON.createObjectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        for (int i = 0; i < 1000; i++) {
            properties
                    .putObject("n" + i)
                    .put("type", i % 2 == 0 ? "integer" : "number")
                    .put("minimum", 0);
        }
        assertThat(accepts(SchemaCompiler.compile(schema), "{\"n3\": 1.5}")).isTrue();
    }

    @Test
    void a_step_of_a_power_of_ten_bounds_the_digits_of_a_score() {
        Automaton score = SchemaCompiler.compile(
                JSON.readTree("{\"type\": \"number\", \"minimum\": 0, \"maximum\": 1, \"multipleOf\": 0.01}"));
        for (String in : new String[] {"0", "1", "0.5", "0.75", "1.00"}) {
            assertThat(accepts(score, in)).as(in).isTrue();
        }
        for (String out : new String[] {"0.755", "1.01", "2", "-0.5", "1.000"}) {
            assertThat(accepts(score, out)).as(out).isFalse();
        }
    }

    @Test
    void recursive_schemas_follow_their_references_however_alike_the_options_begin() {
        Automaton tree = SchemaCompiler.compile(JSON.readTree(TREE));
        assertThat(accepts(
                        tree, "{\"label\":\"x\",\"children\":[{\"label\":\"\"}, {\"label\":\"y\",\"children\":[]}]}"))
                .isTrue();
        assertThat(accepts(tree, "{\"label\":\"x\",\"next\":{\"label\":\"leaf\",\"value\":3}}"))
                .isTrue();
        assertThat(accepts(tree, "{\"label\":\"x\",\"next\":{\"label\":\"leaf\",\"next\":null}}"))
                .isTrue();
        assertThat(accepts(tree, "{\"label\":\"x\",\"next\":{\"label\":\"leaves\",\"value\":3}}"))
                .isFalse();
        String open = "{\"label\":\"leaf\",\"next\":";
        assertThat(accepts(tree, open.repeat(40) + "null" + "}".repeat(40))).isTrue();
        assertThat(accepts(tree, open.repeat(40) + "null" + "}".repeat(39))).isFalse();
    }

    @Test
    void options_that_are_the_same_for_long_do_not_multiply() {
        String twin = "{\"$defs\": {\"n\": {\"anyOf\": [%s, %s, {\"type\": \"null\"}]}}, \"$ref\": \"#/$defs/n\"}"
                .formatted(branch("a"), branch("b"));
        Automaton automaton = SchemaCompiler.compile(JSON.readTree(twin));
        automaton.allowWork(1_000_000);
        String open = "{\"child\":";
        assertThat(accepts(automaton, open.repeat(60) + "null" + ",\"a\":1}".repeat(30) + ",\"b\":1}".repeat(30)))
                .isTrue();
        assertThat(accepts(automaton, open.repeat(60) + "null" + ",\"c\":1}".repeat(60)))
                .isFalse();
    }

    private static String branch(String name) {
        return "{\"type\":\"object\",\"properties\":{\"child\":{\"$ref\":\"#/$defs/n\"},\"%s\":{\"type\":\"integer\"}},"
                        .formatted(name)
                + "\"required\":[\"child\",\"%s\"],\"additionalProperties\":false}".formatted(name);
    }

    @Test
    void nesting_ends_where_it_can_still_be_closed() {
        Grammar grammar = constraints.jsonSchema("{\"type\": \"array\", \"items\": {\"$ref\": \"#\"}}");
        int deepest = 0;
        while (Vocabularies.matches(grammar, "[".repeat(deepest + 1) + "]".repeat(deepest + 1))) {
            deepest++;
        }
        assertThat(deepest).isBetween(30, Automaton.MAX_DEPTH);
        Constraint constraint = grammar.begin(Set.of());
        assertThat(constraint.mayEnd()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"not\": {\"type\": \"null\"}}",
                "{\"type\": \"array\", \"uniqueItems\": true}",
                "{\"type\": \"object\", \"patternProperties\": {}}",
                "{\"type\": \"object\", \"minProperties\": 1}",
                "{\"type\": \"string\", \"pattern\": \"a(?=b)\"}",
                "{\"type\": \"string\", \"pattern\": \"a\", \"maxLength\": 3}",
                "{\"type\": \"string\", \"format\": \"iri\"}",
                "{\"type\": \"number\", \"multipleOf\": 0.3}",
                "{\"allOf\": [{\"type\": \"null\"}, {\"type\": \"null\"}]}",
                "{\"oneOf\": [{\"type\": \"integer\"}, {\"type\": \"number\"}]}",
                "{\"anyOf\": [{\"type\": \"null\"}], \"type\": \"null\"}",
                "{\"$ref\": \"https://example.org/schema\"}",
                "{\"$ref\": \"#/$defs/missing\"}",
                "{\"$ref\": \"#\"}",
                "{\"type\": \"text\"}",
                "{\"type\": \"object\", \"properties\": []}",
                "{\"type\": \"object\", \"required\": [1]}",
                "{\"type\": \"array\", \"minItems\": -1}",
                "{\"type\": \"string\", \"minLength\": 2, \"maxLength\": 1}",
                "{\"enum\": []}",
                "{\"type\": \"object\", \"properties\": {\"a\": false}, \"required\": [\"a\"]}",
                "{\"type\": \"object\", \"properties\": {\"a\": {\"$ref\": \"#\"}}, \"required\": [\"a\"]}",
                "[]",
                "no json"
            })
    void what_cannot_be_enforced_or_satisfied_is_refused(String schema) {
        assertThatExceptionOfType(GrammarException.class).isThrownBy(() -> constraints.jsonSchema(schema));
    }

    @Test
    void errors_name_the_place_the_keyword_and_the_remedy() {
        String schema =
                "{\"type\": \"object\", \"properties\": {\"tags\": {\"type\": \"array\", \"uniqueItems\": true}}}";
        assertThatExceptionOfType(GrammarException.class)
                .isThrownBy(() -> constraints.jsonSchema(schema))
                .withMessageContaining("#/properties/tags")
                .withMessageContaining("'uniqueItems'")
                .withMessageContaining("remove it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "{\"oneOf\": [{\"type\": \"string\"}, {\"type\": \"null\"}]} ~ null ~ 1",
                "{\"oneOf\": [{\"const\": 1}, {\"enum\": [2, 3]}]} ~ 3 ~ 4",
                "{\"type\": [\"string\", \"null\"], \"maxLength\": 2} ~ \"ab\" ~ \"abc\"",
                "{\"type\": \"string\", \"maxLength\": 1} ~ \"\\ud83d\\ude00\" ~ \"\\ud83d\"",
                "{\"type\": \"array\", \"prefixItems\": [{\"type\": \"null\"}], \"items\": false} ~ [null] ~ [null,null]",
                "{\"type\": \"object\", \"required\": [\"x\"]} ~ {\"x\":[{}]} ~ {\"y\":1}",
                "{\"type\": \"object\", \"properties\": {\"a\": {}}} ~ {\"a\": {\"b\": 1}} ~ {\"b\":1}",
                "{\"type\": \"string\", \"format\": \"date\"} ~ \"2024-02-29\" ~ \"2023-02-29\"",
                "{\"type\": \"string\", \"format\": \"uuid\"} ~ \"6f1c2b3a-0000-4000-8000-0123456789ab\" ~ \"6f1c\"",
                "{\"type\": \"object\"} ~ {\"a\": [1.5e-3, {\"b\": null}], \"c\": \"\\u00e9\"} ~ [1]",
                "true ~ [1, {\"a\": true}] ~ [1,]",
                "{\"allOf\": [{\"$ref\": \"#/$defs/x\"}], \"$defs\": {\"x\": {\"type\": \"null\"}}} ~ null ~ 0",
                "{\"enum\": [{\"a\": [1, \"é\"]}]} ~ {\"a\":[1,\"é\"]} ~ {\"a\": [1,\"é\"]}",
                "{\"type\": \"integer\"} ~ -120 ~ 1.5",
                "{\"type\": \"number\"} ~ -1.5E+10 ~ 01"
            })
    void the_usual_keywords_are_understood(String schema, String in, String out) {
        Grammar grammar = constraints.jsonSchema(schema);
        assertThat(Vocabularies.matches(grammar, in)).isTrue();
        assertThat(Vocabularies.matches(grammar, out)).isFalse();
    }

    @Test
    void options_of_one_kind_are_told_apart_by_a_required_constant() {
        String schema = """
                {"oneOf": [{"$ref": "#/$defs/cat"}, {"$ref": "#/$defs/dog"}], "$defs": {
                  "cat": {"type": "object", "properties": {"kind": {"const": "cat"}, "lives": {"type": "integer"}}, "required": ["kind"]},
                  "dog": {"type": "object", "properties": {"kind": {"const": "dog"}}, "required": ["kind"]}}}
                """;
        Grammar grammar = constraints.jsonSchema(schema);
        assertThat(Vocabularies.matches(grammar, "{\"kind\":\"cat\", \"lives\": 9}"))
                .isTrue();
        assertThat(Vocabularies.matches(grammar, "{\"kind\":\"dog\", \"lives\": 9}"))
                .isFalse();
    }

    private static boolean accepts(Automaton automaton, String text) {
        Automaton.State state = automaton.start();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            state = automaton.next(state, b);
        }
        return state.accepting();
    }
}
