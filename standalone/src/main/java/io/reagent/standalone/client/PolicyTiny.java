package io.reagent.standalone.client;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Training runs of a low-rank adapter over the shipped policy, in the made-up world. */
public final class PolicyTiny {
    private static final int RANK = 16;

    private PolicyTiny() {}

    /**
     * A run's body, its {@code options} the limits that the policy was made for and temperature 1, where what is sampled and
     * what is trained agree.
     */
    public static ObjectNode run(String kind, String name) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.put("kind", kind).put("name", name);
        body.putObject("policy").put("base_model", "policy-tiny").put("lora_rank", RANK);
        body.putObject("dataset").put("name", "world");
        body.putObject("options")
                .put("temperature", 1)
                .put("turns", 12)
                .put("calls", 12)
                .put("context_tokens", 1_900)
                .put("turn_tokens", 128)
                .put("answer_tokens", 96)
                .put("attempt_tokens", 800);
        return body;
    }

    /** What may still be put into a body's options. */
    public static ObjectNode options(ObjectNode body) {
        return (ObjectNode) body.path("options");
    }
}
