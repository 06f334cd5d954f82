package io.reagent.lm.constrain;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;

/** Arrays: the items of {@code prefixItems}, then those of {@code items}, between {@code minItems} and {@code maxItems}. */
final class ArrayForm {
    private final SchemaCompiler compiler;
    private final Nfa nfa;
    private final JsonNode schema;
    private final String where;
    private final int least;
    private final int most;

    ArrayForm(SchemaCompiler compiler, JsonNode schema, String where) {
        this.compiler = compiler;
        this.nfa = compiler.nfa();
        this.schema = schema;
        this.where = where;
        this.least = Keywords.count(schema, "minItems", where, 0);
        this.most = Keywords.count(schema, "maxItems", where, Regex.UNBOUNDED);
    }

    int build(int from) {
        JsonNode prefix = schema.path("prefixItems");
        JsonNode items = schema.has("items") ? schema.get("items") : BooleanNode.TRUE;
        int rule = compiler.rule(start -> compiler.value(items, where + "/items", start));
        int listed = most == Regex.UNBOUNDED ? Math.max(Math.max(least, prefix.size()), 1) : most;
        int end = nfa.state();
        int at = nfa.literal(from, new byte[] {'['});
        for (int i = 0; i < listed; i++) {
            if (i >= least) {
                nfa.bytes(at, ']', ']', end);
            }
            int item = i == 0 ? at : compiler.regex(", ?", at);
            at = i < prefix.size()
                    ? compiler.value(prefix.get(i), where + "/prefixItems/" + i, item)
                    : compiler.call(rule, item);
        }
        if (listed >= least) {
            nfa.bytes(at, ']', ']', end);
        }
        if (most == Regex.UNBOUNDED) {
            nfa.call(compiler.regex(", ?", at), rule, at);
        }
        return end;
    }
}
