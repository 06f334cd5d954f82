package io.reagent.lm.constrain;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Strings: any, of bounded length in characters, or after a pattern. */
final class StringForm {
    private static final String LEAP = "[0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00";
    private static final String DATE = "([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
            + "|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|(" + LEAP + ")-02-29)";
    private static final String TIME =
            "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])";
    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

    /** Formats and what is generated for them: of host names and addresses less than is valid. */
    private static final Map<String, String> FORMATS = Map.of(
            "date", DATE,
            "time", TIME,
            "date-time", DATE + "T" + TIME,
            "uuid", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
            "ipv4", BYTE + "(\\." + BYTE + "){3}",
            "hostname", LABEL + "(\\." + LABEL + "){0,3}",
            "email", "[A-Za-z0-9]+([._+-][A-Za-z0-9]+){0,4}@" + LABEL + "(\\." + LABEL + "){1,3}");

    private StringForm() {}

    static int build(Nfa nfa, JsonNode schema, String where, int from) {
        int least = Keywords.count(schema, "minLength", where, 0);
        int most = Keywords.count(schema, "maxLength", where, Regex.UNBOUNDED);
        boolean sized = least > 0 || most != Regex.UNBOUNDED;
        int at = nfa.literal(from, new byte[] {'"'});
        if (schema.has("pattern") || schema.has("format")) {
            if (sized || (schema.has("pattern") && schema.has("format"))) {
                throw new GrammarException(
                        "schema at " + where + ": of pattern, format and length only one can be enforced; "
                                + "write the lengths into the pattern");
            }
            at = shaped(schema, where).build(nfa, Letters.JSON, at);
        } else {
            at = sized ? sized(nfa, least, most, at) : free(nfa, at);
        }
        return nfa.literal(at, new byte[] {'"'});
    }

    private static Regex shaped(JsonNode schema, String where) {
        if (schema.has("pattern")) {
            try {
                return RegexParser.search(schema.get("pattern").asString(""));
            } catch (GrammarException e) {
                throw new GrammarException("schema at " + where + "/pattern: " + e.getMessage());
            }
        }
        String format = schema.get("format").asString("");
        String expression = FORMATS.get(format);
        if (expression == null) {
            throw new GrammarException(
                    "schema at " + where + "/format: '" + format + "' cannot be enforced; use a pattern, or one of "
                            + FORMATS.keySet().stream().sorted().toList());
        }
        return RegexParser.whole(expression);
    }

    private static int free(Nfa nfa, int from) {
        int loop = nfa.state();
        nfa.empty(from, loop);
        Letters.anyJson(nfa, loop, loop);
        return loop;
    }

    /** Each character is a call, so that long strings take one state a character. */
    private static int sized(Nfa nfa, int least, int most, int from) {
        int character = nfa.rule();
        Letters.anyJson(nfa, nfa.rule(character).start(), nfa.rule(character).end());
        int end = nfa.state();
        int at = from;
        for (int i = 0; i < Math.max(least, most); i++) {
            if (i >= least) {
                nfa.empty(at, end);
            }
            int next = nfa.state();
            nfa.call(at, character, next);
            at = next;
        }
        if (most == Regex.UNBOUNDED) {
            nfa.call(at, character, at);
        }
        if (most == Regex.UNBOUNDED || most >= least) {
            nfa.empty(at, end);
        }
        return end;
    }
}
