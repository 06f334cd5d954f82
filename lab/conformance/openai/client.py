"""The openai client against a running policy-api: models, chat, tools, streaming, completions, errors.

    REAGENT_POLICY_URL=http://localhost:8082 python lab/conformance/openai/client.py

The model is REAGENT_POLICY_MODEL, or the first one listed. What it says does not matter, how it is said does.
"""

import asyncio
import json
import os
import sys
from typing import Literal

import jsonschema
import openai
import requests
from checks import check, run, url
from openai import AsyncOpenAI, OpenAI
from pydantic import BaseModel

KEY = os.environ.get("REAGENT_POLICY_KEY", "none")
client = OpenAI(base_url=url() + "/v1", api_key=KEY, timeout=120)
MODEL = os.environ.get("REAGENT_POLICY_MODEL") or client.models.list().data[0].id

QUESTION = [{"role": "user", "content": "How long is the river Elda?"}]
SEARCH = {"type": "object", "properties": {"query": {"type": "string", "maxLength": 12}, "top": {"enum": [1, 2, 3]}},
          "required": ["query", "top"], "additionalProperties": False}  # fmt: skip
TOOLS = [{"type": "function", "function": {"name": "search", "description": "Looks things up.", "parameters": SEARCH}},
         {"type": "function", "function": {"name": "now", "parameters": {"type": "object", "properties": {
             "zone": {"enum": ["UTC"]}}, "required": ["zone"], "additionalProperties": False}}}]  # fmt: skip
NAMED = {"type": "function", "function": {"name": "search"}}


def chat(messages=QUESTION, **more):
    return client.chat.completions.create(model=MODEL, messages=messages, **{"max_tokens": 24, **more})


def text(message) -> str:
    return (getattr(message, "reasoning_content", None) or "") + "|" + (message.content or "")


@check
def models_are_listed_and_found():
    models = client.models.list().data
    assert any(model.id == MODEL for model in models), models
    assert client.models.retrieve(MODEL).id == MODEL
    return ", ".join(model.id for model in models)


@check
def a_chat_completion_has_its_text_and_usage():
    answer = chat()
    assert answer.object == "chat.completion" and len(answer.choices) == 1
    assert answer.choices[0].message.role == "assistant"
    assert answer.choices[0].finish_reason in ("stop", "length")
    assert 0 < answer.usage.completion_tokens <= 24
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens


@check
def a_seed_brings_a_sample_back_and_samples_differ():
    three = chat(n=3, seed=11, temperature=1.5)
    assert [choice.index for choice in three.choices] == [0, 1, 2]
    assert len({text(choice.message) for choice in three.choices}) > 1
    again = chat(n=3, seed=11, temperature=1.5)
    assert [text(choice.message) for choice in again.choices] == [text(choice.message) for choice in three.choices]
    assert text(chat(seed=11, temperature=1.5).choices[0].message) == text(three.choices[0].message)
    assert text(chat(seed=12, temperature=1.5).choices[0].message) != text(three.choices[1].message)


@check
def a_stream_is_the_answer_in_pieces():
    whole = chat(seed=5, temperature=1.2)
    content, reasoning, finish, usage = "", "", None, None
    chunks = list(chat(seed=5, temperature=1.2, stream=True, stream_options={"include_usage": True}))
    assert chunks[0].choices[0].delta.role == "assistant"
    for chunk in chunks:
        for choice in chunk.choices:
            content += choice.delta.content or ""
            reasoning += getattr(choice.delta, "reasoning_content", None) or ""
            finish = choice.finish_reason or finish
        usage = chunk.usage or usage
    assert reasoning + "|" + content == text(whole.choices[0].message)
    assert finish == whole.choices[0].finish_reason
    assert usage.completion_tokens == whole.usage.completion_tokens
    return f"{len(chunks)} chunks"


@check
def a_stop_string_ends_the_text():
    free = text(chat(seed=5, max_tokens=40, temperature=1.2).choices[0].message)
    stop = free.strip("|")[4:6]
    stopped = chat(seed=5, max_tokens=40, temperature=1.2, stop=[stop])
    assert stopped.choices[0].finish_reason == "stop" and stop not in text(stopped.choices[0].message)


@check
def logprobs_have_their_alternatives():
    entries = chat(logprobs=True, top_logprobs=4, temperature=0).choices[0].logprobs.content
    for entry in entries:
        assert len(entry.top_logprobs) == 4 and entry.logprob <= 0
        assert entry.top_logprobs[0].token == entry.token and entry.top_logprobs[0].logprob == entry.logprob
        assert bytes(entry.bytes).decode("utf-8", "replace") == entry.token or entry.token.startswith("bytes:")


@check
def exact_tokens_are_returned_on_request():
    answer = chat(seed=2, logprobs=True, extra_body={"return_token_ids": True})
    ids = answer.choices[0].model_extra["token_ids"]
    assert len(ids) == answer.usage.completion_tokens == len(answer.choices[0].logprobs.content)
    assert len(answer.model_extra["prompt_token_ids"]) == answer.usage.prompt_tokens
    streamed = chat(seed=2, stream=True, extra_body={"return_token_ids": True})
    assert [i for c in streamed for i in (c.choices[0].model_extra.get("token_ids") or [])] == ids


class Finding(BaseModel):
    metres: Literal[10, 20, 30]
    sure: bool


@check
def json_fits_the_schema_of_a_pydantic_model():
    for seed in range(4):
        parsed = client.chat.completions.parse(
            model=MODEL, messages=QUESTION, response_format=Finding, seed=seed, max_tokens=200)
        assert isinstance(parsed.choices[0].message.parsed, Finding)


@check
def a_forced_call_fits_its_schema_and_is_answered():
    answer = chat(tools=TOOLS, tool_choice=NAMED, seed=3, max_tokens=300)
    assert answer.choices[0].finish_reason == "tool_calls"
    message = answer.choices[0].message
    call = message.tool_calls[0]
    assert call.function.name == "search" and call.id and call.type == "function"
    jsonschema.validate(json.loads(call.function.arguments), SEARCH)
    after = chat([*QUESTION, message.model_dump(exclude_none=True),
                  {"role": "tool", "tool_call_id": call.id, "content": "1,233 km"}], tools=TOOLS)
    assert after.usage.prompt_tokens > answer.usage.prompt_tokens
    return call.function.arguments


@check
def required_calls_are_streamed_call_by_call():
    asked = dict(tools=TOOLS, tool_choice="required", seed=4, max_tokens=400)
    whole = [(c.function.name, c.function.arguments) for c in chat(**asked).choices[0].message.tool_calls]
    calls, ids = {}, set()
    for chunk in chat(**asked, stream=True):
        for part in chunk.choices[0].delta.tool_calls or []:
            name, arguments = calls.get(part.index, ("", ""))
            calls[part.index] = (name or part.function.name, arguments + (part.function.arguments or ""))
            ids |= {part.id} - {None}
    assert [calls[i] for i in sorted(calls)] == whole and len(ids) == len(whole)
    return f"{len(whole)} calls"


@check
def the_streaming_helper_builds_the_same_message():
    with client.chat.completions.stream(model=MODEL, messages=QUESTION, tools=TOOLS, tool_choice=NAMED, seed=3,
                                        max_tokens=300) as stream:  # fmt: skip
        kinds = {event.type for event in stream}
        final = stream.get_final_completion()
    assert "tool_calls.function.arguments.done" in kinds, kinds
    jsonschema.validate(json.loads(final.choices[0].message.tool_calls[0].function.arguments), SEARCH)


@check
def parallel_calls_can_be_forbidden():
    for seed in range(3):
        answer = chat(tools=TOOLS, tool_choice="required", parallel_tool_calls=False, seed=seed, max_tokens=300)
        assert len(answer.choices[0].message.tool_calls) == 1


@check
def completions_of_several_prompts_have_legacy_logprobs():
    answer = client.completions.create(model=MODEL, prompt=["The river", "A bridge"], max_tokens=6, logprobs=2, n=2)
    assert [choice.index for choice in answer.choices] == [0, 1, 2, 3]
    for choice in answer.choices:
        logprobs = choice.logprobs
        count = len(logprobs.tokens)
        assert 0 < count <= 6 and len(logprobs.token_logprobs) == len(logprobs.text_offset) == count
        assert all(len(top) in (2, 3) for top in logprobs.top_logprobs)


@check
def echo_scores_a_prompt_by_text_or_by_tokens():
    asked = dict(model=MODEL, max_tokens=0, echo=True, logprobs=1, extra_body={"return_token_ids": True})
    scored = client.completions.create(prompt="The river flows.", **asked).choices[0]
    ids = scored.model_extra["prompt_token_ids"]
    assert scored.text == "The river flows." and scored.logprobs.token_logprobs[0] is None
    again = client.completions.create(prompt=[ids, ids[:3]], **asked).choices
    assert [len(choice.logprobs.tokens) for choice in again] == [len(ids), 3]
    for a, b in zip(scored.logprobs.token_logprobs[1:], again[0].logprobs.token_logprobs[1:], strict=True):
        assert abs(a - b) < 1e-3


@check
def a_completion_is_streamed():
    asked = dict(model=MODEL, prompt="The river", max_tokens=12, seed=8)
    whole = client.completions.create(**asked).choices[0]
    chunks = list(client.completions.create(**asked, stream=True))
    assert "".join(chunk.choices[0].text for chunk in chunks) == whole.text
    assert chunks[-1].choices[0].finish_reason == whole.finish_reason


@check
def errors_are_the_clients_own_types():
    def raised(kind, call):
        try:
            call()
        except kind as error:
            return error
        raise AssertionError(f"no {kind.__name__}")

    assert raised(openai.NotFoundError, lambda: client.models.retrieve("nobody")).code == "model_not_found"
    unknown = raised(openai.NotFoundError, lambda: client.chat.completions.create(model="nobody", messages=QUESTION))
    assert unknown.param == "model" and unknown.type == "invalid_request_error"
    assert raised(openai.BadRequestError, lambda: chat(temperature=9)).param == "temperature"
    assert raised(openai.BadRequestError, lambda: chat(stop=7)).param == "stop"
    assert raised(openai.BadRequestError, lambda: chat(max_tokens=10**9)).code == "context_length_exceeded"
    assert raised(openai.BadRequestError, lambda: chat(max_tokens=10**9, stream=True)).status_code == 400
    assert raised(openai.BadRequestError, lambda: chat([])).param == "messages"
    assert raised(openai.BadRequestError, lambda: client.completions.create(model=MODEL, prompt="a", suffix="b")).param == "suffix"


@check
def many_ask_at_once():
    async def ask():
        async with AsyncOpenAI(base_url=url() + "/v1", api_key=KEY, timeout=120) as many:
            asked = [many.chat.completions.create(model=MODEL, messages=QUESTION, max_tokens=16, seed=i)
                     for i in range(32)]  # fmt: skip
            return await asyncio.gather(*asked)

    answers = asyncio.run(ask())
    assert len(answers) == 32 and all(answer.usage.completion_tokens > 0 for answer in answers)


@check
def a_stream_that_is_left_stops_the_model():
    stream = chat(max_tokens=1000, n=4, stream=True, extra_body={"ignore_eos": True})
    next(iter(stream))
    stream.close()
    headers = {} if KEY == "none" else {"Authorization": f"Bearer {KEY}"}
    for _ in range(50):
        metrics = requests.get(url() + "/actuator/prometheus", headers=headers).text
        running = [line for line in metrics.splitlines() if line.startswith("reagent_model_running{") and f'"{MODEL}"' in line]
        if not running or float(running[0].split()[-1]) == 0:
            return None if running else "not seen: the model is not a base model"
        asyncio.run(asyncio.sleep(0.1))
    raise AssertionError("still running after 5 s")


if __name__ == "__main__":
    sys.exit(run())
