package io.reagent.policy.openai;

import io.reagent.kit.json.FieldReader;
import io.reagent.lm.text.ChatTemplate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * More variables for the chat template.
 *
 * @param all {@code chat_template_kwargs}, and what fields of the request become: {@code documents},
 *     {@code reasoning_effort} and, unless it is given, {@code enable_thinking}
 * @param needed for each of those fields the variables of which the template has to know one
 */
record TemplateVariables(Map<String, Object> all, Map<String, List<String>> needed) {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};
    private static final Set<String> EFFORTS = Set.of("none", "minimal", "low", "medium", "high", "xhigh", "max");
    private static final String EFFORT = "reasoning_effort";
    private static final String THINKING = "enable_thinking";

    /** What has a field of its own. */
    private static final Set<String> TAKEN =
            Set.of("messages", "tools", "documents", "add_generation_prompt", "continue_final_message");

    static TemplateVariables read(FieldReader body) {
        Map<String, Object> all = new LinkedHashMap<>();
        Map<String, List<String>> needed = new LinkedHashMap<>();
        FieldReader given = body.object("chat_template_kwargs");
        if (given != null) {
            for (String name : given.object().propertyNames()) {
                if (TAKEN.contains(name)) {
                    throw Refusals.invalid(
                            given.at(name), name + " is a field of the request", "Send it beside messages.");
                }
            }
            all.putAll(JSON.convertValue(given.object(), OBJECT));
        }
        JsonNode documents = body.any("documents");
        if (documents != null && !documents.isEmpty()) {
            List<FieldReader> read = Fields.objects(body, "documents");
            all.put(
                    "documents",
                    read.stream()
                            .map(one -> JSON.convertValue(one.object(), OBJECT))
                            .toList());
            needed.put("documents", List.of("documents"));
        }
        String effort = body.text(EFFORT);
        if (effort != null) {
            if (!EFFORTS.contains(effort)) {
                throw Refusals.invalid(
                        EFFORT,
                        "'" + effort + "' is no effort",
                        "Efforts are none, minimal, low, medium, high, xhigh and max.");
            }
            all.putIfAbsent(EFFORT, effort);
            all.putIfAbsent(THINKING, !effort.equals("none"));
            needed.put(EFFORT, List.of(EFFORT, THINKING));
        }
        return new TemplateVariables(all, needed);
    }

    /** @throws io.reagent.kit.problem.ProblemException 400 naming a field that the template takes no notice of */
    void check(ChatTemplate template) {
        needed.forEach((field, variables) -> {
            if (variables.stream().noneMatch(template::mentions)) {
                throw Refusals.unsupported(
                        field, "The model's chat template takes no notice of " + field, "Leave it out.");
            }
        });
    }
}
