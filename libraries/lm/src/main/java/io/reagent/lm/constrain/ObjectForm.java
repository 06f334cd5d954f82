package io.reagent.lm.constrain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.BooleanNode;

/** Objects: declared members in their order, optional ones at will, then additional ones under names not declared. */
final class ObjectForm {
    private final SchemaCompiler compiler;
    private final Nfa nfa;
    private final String where;
    private final Map<String, JsonNode> members = new LinkedHashMap<>();
    private final Set<String> required;
    private final JsonNode additional;

    ObjectForm(SchemaCompiler compiler, JsonNode schema, String where) {
        this.compiler = compiler;
        this.nfa = compiler.nfa();
        this.where = where;
        schema.path("properties").forEachEntry(members::put);
        this.required = schema.path("required")
                .valueStream()
                .map(name -> name.asString(""))
                .collect(Collectors.toSet());
        JsonNode beyond = schema.path("additionalProperties");
        JsonNode undeclared = beyond.isMissingNode() ? BooleanNode.TRUE : beyond;
        this.additional = beyond.isMissingNode() && !members.isEmpty() ? BooleanNode.FALSE : undeclared;
        schema.path("required").forEach(name -> members.putIfAbsent(name.asString(""), undeclared));
    }

    int build(int from) {
        int end = nfa.state();
        int first = nfa.literal(from, new byte[] {'{'}); // no member yet
        int later = nfa.state(); // after a member
        for (Map.Entry<String, JsonNode> member : members.entrySet()) {
            int name = member(first, later);
            int colon = nfa.literal(name, quoted(member.getKey()));
            int after = value(colon, member.getValue(), where + "/properties/" + member.getKey());
            int nextFirst = nfa.state();
            if (!required.contains(member.getKey())) {
                nfa.empty(first, nextFirst);
                nfa.empty(later, after);
            }
            first = nextFirst;
            later = after;
        }
        if (!(additional.isBoolean() && !additional.booleanValue())) {
            int name = member(first, later);
            int opened = nfa.literal(name, new byte[] {'"'});
            int closed = nfa.state();
            List<int[]> taken = members.keySet().stream()
                    .map(key -> key.codePoints().toArray())
                    .toList();
            otherNames(taken, 0, opened, closed);
            nfa.empty(value(closed, additional, where + "/additionalProperties"), later);
        }
        nfa.bytes(first, '}', '}', end);
        nfa.bytes(later, '}', '}', end);
        return end;
    }

    /** Where a member begins, be it the first or not. */
    private int member(int first, int later) {
        int name = nfa.state();
        nfa.empty(first, name);
        nfa.empty(compiler.regex(", ?", later), name);
        return name;
    }

    private int value(int name, JsonNode schema, String place) {
        return compiler.value(schema, place, compiler.regex(": ?", name));
    }

    private static byte[] quoted(String name) {
        return JsonMapper.shared().writeValueAsBytes(name);
    }

    /** Reads the rest of a name and its closing quote, for a name that agrees with {@code taken} up to {@code depth} and is none of them. */
    private void otherNames(List<int[]> taken, int depth, int from, int to) {
        if (taken.stream().noneMatch(name -> name.length == depth)) {
            nfa.bytes(from, '"', '"', to);
        }
        Map<Integer, List<int[]>> branches =
                taken.stream().filter(name -> name.length > depth).collect(Collectors.groupingBy(name -> name[depth]));
        CodePoints known = branches.keySet().stream().map(CodePoints::of).reduce(CodePoints.NONE, CodePoints::plus);
        int free = nfa.state();
        if (branches.isEmpty()) {
            Letters.anyJson(nfa, from, free);
        } else {
            Letters.JSON.add(nfa, from, known.complement(), free);
        }
        Letters.anyJson(nfa, free, free);
        nfa.bytes(free, '"', '"', to);
        branches.forEach((letter, names) -> {
            int next = nfa.state();
            Letters.JSON.add(nfa, from, CodePoints.of(letter), next);
            otherNames(names, depth + 1, next, to);
        });
    }
}
