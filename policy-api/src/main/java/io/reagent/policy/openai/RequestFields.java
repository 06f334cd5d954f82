package io.reagent.policy.openai;

import static java.util.Map.entry;

import io.reagent.kit.json.FieldReader;
import io.reagent.kit.problem.ProblemException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every field of a request that clients of OpenAI, vLLM and SGLang send, and what becomes of it: it is read, it changes
 * nothing here, or it is refused unless its value asks for nothing. Nothing that would change an answer is left out
 * silently; so a name that is not known is refused, as OpenAI does.
 */
final class RequestFields {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String LEAVE = "Leave it out.";

    /** Read for both kinds of completion. */
    static final Set<String> READ = Set.of(
            "model",
            "n",
            "seed",
            "temperature",
            "top_p",
            "top_k",
            "min_p",
            "max_tokens",
            "max_completion_tokens",
            "min_tokens",
            "stop",
            "stop_token_ids",
            "ignore_eos",
            "include_stop_str_in_output",
            "no_stop_trim",
            "stream",
            "stream_options",
            "logprobs",
            "return_token_ids",
            "return_tokens_as_token_ids",
            "response_format",
            "structured_outputs",
            "guided_json",
            "guided_json_object",
            "guided_regex",
            "guided_choice",
            "regex",
            "json_schema");

    static final Set<String> READ_IN_CHAT = Set.of(
            "messages",
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "functions",
            "function_call",
            "top_logprobs",
            "add_generation_prompt",
            "continue_final_message",
            "chat_template_kwargs",
            "documents",
            "reasoning_effort");

    static final Set<String> READ_IN_COMPLETIONS = Set.of("prompt", "echo", "best_of", "add_special_tokens");

    /** Whose request it is, how it is filed, cached or sent: what is sampled and answered stays the same. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "user",
            "metadata",
            "store",
            "service_tier",
            "safety_identifier",
            "prompt_cache_key",
            "cache_salt",
            "prompt_cache_retention",
            "prompt_cache_options",
            "prediction",
            "priority",
            "request_id",
            "rid",
            "session_id",
            "extra_key",
            "custom_labels",
            "stream_interval",
            "spaces_between_special_tokens",
            "truncation_side",
            "guided_decoding_backend",
            "return_token_offsets",
            "return_mm_kwargs",
            "routed_experts_prompt_start",
            "routed_experts_start_len",
            "media_io_kwargs",
            "mm_processor_kwargs",
            "images_config",
            "max_dynamic_patch",
            "min_dynamic_patch",
            "use_audio_in_video");

    /** What cannot be done, by the value that asks for nothing; null, and nothing in a list or object, never do. */
    private static final Map<String, JsonNode> REFUSED = Map.ofEntries(
            unless("frequency_penalty", "0"),
            unless("presence_penalty", "0"),
            unless("repetition_penalty", "1"),
            unless("length_penalty", "1"),
            unless("logit_bias", "{}"),
            unless("bad_words", "[]"),
            unless("allowed_token_ids", "null"),
            unless("use_beam_search", "false"),
            unless("watermarking", "false"),
            unless("truncate_prompt_tokens", "null"),
            unless("skip_special_tokens", "true"),
            unless("prompt_logprobs", "null"),
            unless("logprob_token_ids", "null"),
            unless("return_prompt_token_ids", "false"),
            unless("return_prompt_text", "false"),
            unless("return_hidden_states", "false"),
            unless("return_routed_experts", "false"),
            unless("return_cached_tokens_details", "false"),
            unless("return_meta_info", "false"),
            unless("structural_tag", "null"),
            unless("guided_grammar", "null"),
            unless("guided_whitespace_pattern", "null"),
            unless("ebnf", "null"),
            unless("stop_regex", "null"),
            unless("thinking_token_budget", "-1"),
            unless("repetition_detection", "null"),
            unless("include_reasoning", "true"),
            unless("separate_reasoning", "true"),
            unless("stream_reasoning", "true"),
            unless("reasoning", "null"),
            unless("thinking", "null"),
            unless("verbosity", "\"medium\""),
            unless("modalities", "[\"text\"]"),
            unless("audio", "null"),
            unless("web_search_options", "null"),
            unless("moderation", "null"),
            unless("chat_template", "\"\""),
            unless("prompt_embeds", "null"),
            unless("input_ids", "null"),
            unless("task", "null"),
            unless("lora_path", "null"),
            unless("session_params", "null"),
            unless("custom_params", "null"),
            unless("custom_logit_processor", "null"),
            unless("vllm_xargs", "null"),
            unless("ngram_corpus_id", "null"),
            unless("kv_transfer_params", "null"),
            unless("ec_transfer_params", "null"),
            unless("bootstrap_host", "null"),
            unless("bootstrap_port", "null"),
            unless("bootstrap_room", "null"),
            unless("routed_dp_rank", "null"),
            unless("disagg_prefill_dp_rank", "null"),
            unless("data_parallel_rank", "null"));

    private static final Map<String, JsonNode> REFUSED_IN_CHAT =
            Map.ofEntries(unless("echo", "false"), unless("add_special_tokens", "false"));

    private static final Map<String, JsonNode> REFUSED_IN_COMPLETIONS = Map.ofEntries(unless("suffix", "\"\""));

    private static final Set<String> STRUCTURED_OUTPUTS = Set.of("json", "json_object", "regex", "choice");

    private static final Map<String, JsonNode> REFUSED_STRUCTURED_OUTPUTS = Map.ofEntries(
            unless("grammar", "null"),
            unless("structural_tag", "null"),
            unless("whitespace_pattern", "null"),
            unless("disable_any_whitespace", "false"),
            unless("disable_additional_properties", "false"),
            unless("disable_fallback", "false"));

    private static final Set<String> STREAM_OPTIONS =
            Set.of("include_usage", "continuous_usage_stats", "include_obfuscation");

    /** What to do instead, where there is something. */
    private static final Map<String, String> INSTEAD = Map.of(
            "prompt_logprobs", "Send echo and logprobs to /v1/completions.",
            "skip_special_tokens", "return_token_ids gives the ids, control tokens among them.",
            "return_prompt_token_ids", "Send return_token_ids.",
            "chat_template", "chat_template_kwargs gives variables to the model's own template.",
            "reasoning", "Send reasoning_effort.",
            "thinking", "chat_template_kwargs gives variables to the model's template, such as enable_thinking.",
            "lora_path", "Saved policies are models: GET /v1/models lists them.");

    private RequestFields() {}

    private static Map.Entry<String, JsonNode> unless(String field, String neutral) {
        return entry(field, JSON.readTree(neutral));
    }

    /** @throws ProblemException 400 naming a field of a chat completion that is not known or cannot be done */
    static void checkChat(FieldReader body) {
        check(body, union(READ, READ_IN_CHAT), REFUSED, REFUSED_IN_CHAT);
        checkStreamOptions(body);
    }

    /** @throws ProblemException 400 naming a field of a completion that is not known or cannot be done */
    static void checkCompletion(FieldReader body) {
        check(body, union(READ, READ_IN_COMPLETIONS), REFUSED, REFUSED_IN_COMPLETIONS);
        checkStreamOptions(body);
    }

    static void checkStructuredOutputs(FieldReader outputs) {
        check(outputs, STRUCTURED_OUTPUTS, REFUSED_STRUCTURED_OUTPUTS, Map.of());
    }

    private static void checkStreamOptions(FieldReader body) {
        FieldReader options = body.object("stream_options");
        if (options != null) {
            check(options, STREAM_OPTIONS);
        }
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new LinkedHashSet<>(some);
        all.addAll(others);
        all.addAll(WITHOUT_EFFECT);
        return all;
    }

    @SafeVarargs
    private static void check(FieldReader object, Set<String> taken, Map<String, JsonNode>... refused) {
        for (String name : object.object().propertyNames()) {
            JsonNode value = object.any(name);
            if (value == null || taken.contains(name)) {
                continue;
            }
            JsonNode neutral = Stream.of(refused)
                    .map(fields -> fields.get(name))
                    .filter(found -> found != null)
                    .findFirst()
                    .orElseThrow(() -> unknown(object, name));
            if (!asksForNothing(value, neutral)) {
                throw Refusals.unsupported(
                        object.at(name),
                        object.at(name) + " is not supported"
                                + (neutral.asString("").isEmpty() ? "" : ", but for " + neutral),
                        INSTEAD.getOrDefault(name, LEAVE));
            }
        }
    }

    private static boolean asksForNothing(JsonNode value, JsonNode neutral) {
        return value.isContainer() && value.isEmpty()
                || value.equals(neutral)
                || value.isNumber() && neutral.isNumber() && value.doubleValue() == neutral.doubleValue();
    }

    private static ProblemException unknown(FieldReader object, String name) {
        return Refusals.unknown(object.at(name));
    }
}
