package io.reagent.policy.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.reagent.kit.json.FieldReader;
import io.reagent.kit.problem.Problem;
import io.reagent.kit.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The fields of the request classes of OpenAI's client, vLLM and SGLang, one by one. */
class RequestFieldsTest {
    private static final String BOTH = """
        model frequency_penalty logit_bias logprobs max_tokens n presence_penalty seed stop stream stream_options
        temperature top_p user top_k min_p repetition_penalty length_penalty watermarking use_beam_search
        stop_token_ids include_stop_str_in_output ignore_eos min_tokens skip_special_tokens
        spaces_between_special_tokens truncate_prompt_tokens truncation_side prompt_logprobs logprob_token_ids
        allowed_token_ids bad_words add_special_tokens response_format structured_outputs priority request_id
        session_id return_tokens_as_token_ids return_token_ids routed_experts_prompt_start return_token_offsets
        return_mm_kwargs cache_salt kv_transfer_params ec_transfer_params vllm_xargs repetition_detection
        thinking_token_budget stream_interval guided_json guided_regex guided_choice guided_grammar guided_json_object
        guided_decoding_backend guided_whitespace_pattern structural_tag
        return_hidden_states return_routed_experts routed_experts_start_len return_cached_tokens_details regex ebnf
        json_schema stop_regex no_stop_trim lora_path session_params custom_params custom_logit_processor images_config
        bootstrap_host bootstrap_port bootstrap_room routed_dp_rank disagg_prefill_dp_rank data_parallel_rank rid
        extra_key ngram_corpus_id custom_labels\
        """;
    private static final String CHAT = """
        messages top_logprobs max_completion_tokens tools tool_choice functions function_call parallel_tool_calls
        reasoning_effort include_reasoning echo add_generation_prompt continue_final_message documents chat_template
        chat_template_kwargs media_io_kwargs mm_processor_kwargs return_prompt_text
        return_prompt_token_ids return_meta_info task separate_reasoning stream_reasoning max_dynamic_patch
        min_dynamic_patch use_audio_in_video input_ids reasoning thinking
        audio metadata modalities moderation prediction prompt_cache_key prompt_cache_options prompt_cache_retention
        safety_identifier service_tier store verbosity web_search_options\
        """;
    private static final String COMPLETIONS = "prompt echo suffix best_of prompt_embeds";

    private static FieldReader body(String field, String value) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.set(field, JsonMapper.shared().readTree(value));
        return new FieldReader(body, "");
    }

    static Stream<String> inChat() {
        return Stream.of((BOTH + " " + CHAT).split("\\s+"));
    }

    static Stream<String> inCompletions() {
        return Stream.of((BOTH + " " + COMPLETIONS).split("\\s+"));
    }

    @ParameterizedTest
    @MethodSource("inChat")
    void everyFieldOfAChatRequestIsDecidedOn(String field) {
        assertThatCode(() -> RequestFields.checkChat(body(field, "null"))).doesNotThrowAnyException();
        decided(() -> RequestFields.checkChat(body(field, "{\"a\": 1}")), field);
    }

    @ParameterizedTest
    @MethodSource("inCompletions")
    void everyFieldOfACompletionRequestIsDecidedOn(String field) {
        assertThatCode(() -> RequestFields.checkCompletion(body(field, "null"))).doesNotThrowAnyException();
        decided(() -> RequestFields.checkCompletion(body(field, "{\"a\": 1}")), field);
    }

    /** It is read or without effect, or refused as what it is: never as a name that nobody knows. */
    private static void decided(Runnable check, String field) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, check::run);
        if (refused != null && !field.equals("stream_options")) {
            assertThat(refused.problem().slug()).isEqualTo("unsupported-parameter");
            assertThat(refused.problem().field()).isEqualTo(field);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "frequency_penalty | 0.0 | 0.5",
                "presence_penalty | 0 | -1",
                "repetition_penalty | 1.0 | 1.8",
                "length_penalty | 1 | 0.9",
                "logit_bias | {} | {\"5\": 100}",
                "bad_words | [] | [\"size\"]",
                "allowed_token_ids | null | [1]",
                "use_beam_search | false | true",
                "watermarking | false | true",
                "truncate_prompt_tokens | null | 5",
                "skip_special_tokens | true | false",
                "add_special_tokens | false | true",
                "prompt_logprobs | null | 0",
                "logprob_token_ids | null | [1]",
                "return_hidden_states | false | \"last\"",
                "guided_grammar | null | \"root ::= 'a'\"",
                "ebnf | null | \"root ::= 'a'\"",
                "structural_tag | null | \"{}\"",
                "guided_whitespace_pattern | null | \"\"",
                "stop_regex | null | \"a+\"",
                "thinking_token_budget | -1 | 0",
                "include_reasoning | true | false",
                "separate_reasoning | true | false",
                "verbosity | \"medium\" | \"low\"",
                "modalities | [\"text\"] | [\"text\", \"audio\"]",
                "chat_template | \"\" | \"{{ messages }}\"",
                "reasoning | {} | {\"effort\": \"low\"}",
                "lora_path | null | \"x\"",
                "custom_logit_processor | null | \"x\"",
                "vllm_xargs | {} | {\"a\": 1}",
                "echo | false | true"
            })
    void whatCannotBeDoneIsRefusedUnlessItAsksForNothing(String field, String neutral, String asking) {
        assertThatCode(() -> RequestFields.checkChat(body(field, neutral))).doesNotThrowAnyException();
        Problem problem = catchThrowableOfType(
                        ProblemException.class, () -> RequestFields.checkChat(body(field, asking)))
                .problem();
        assertThat(problem.slug()).isEqualTo("unsupported-parameter");
        assertThat(problem.field()).isEqualTo(field);
        assertThat(problem.remedy()).isNotBlank();
    }

    @Test
    void aNameThatNobodyKnowsIsRefusedAsOpenAiDoes() {
        for (String name : List.of("repeat_penalty", "temprature", "top_a", "prompt")) {
            Problem problem = catchThrowableOfType(
                            ProblemException.class, () -> RequestFields.checkChat(body(name, "1")))
                    .problem();
            assertThat(problem.slug()).isEqualTo("unknown-parameter");
            assertThat(problem.field()).isEqualTo(name);
        }
        FieldReader within =
                new FieldReader(JsonMapper.shared().readTree("{\"stream_options\": {\"usage\": true}}"), "");
        assertThat(catchThrowableOfType(ProblemException.class, () -> RequestFields.checkCompletion(within))
                        .problem()
                        .field())
                .isEqualTo("stream_options.usage");
    }

    @Test
    void everyFieldThatIsReadIsDescribed() throws IOException {
        JsonNode schemas;
        try (InputStream document = RequestFields.class.getResourceAsStream("openapi.json")) {
            schemas = JsonMapper.shared().readTree(document).path("components").path("schemas");
        }
        Set<String> chat = new HashSet<>(RequestFields.READ_IN_CHAT);
        chat.addAll(RequestFields.READ);
        chat.removeAll(Set.of("functions", "function_call")); // whose neutral values alone are taken
        assertThat(schemas.path("ChatCompletionRequest").path("properties").propertyNames())
                .containsExactlyInAnyOrderElementsOf(chat);
        Set<String> completions = new HashSet<>(RequestFields.READ_IN_COMPLETIONS);
        completions.addAll(RequestFields.READ);
        assertThat(schemas.path("CompletionRequest").path("properties").propertyNames())
                .containsExactlyInAnyOrderElementsOf(completions);
    }
}
