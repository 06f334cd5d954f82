"""Requests that the services once took wrongly, against a platform of its own with stand-ins for other people's servers.

    ./reagent conformance cases served
"""

import itertools
import json
import os
import pathlib
import sys
import tempfile
import time

import openai
import orjson
from checkpoint.foreign import make
from checks import check, run
from stand_ins import serve
from started import DATA, PORT, PORTS, ask, platform, raw

SERVER = PORT + 4
MODEL = "policy-tiny"
MIRBES = [{"role": "user", "content": "What is the size of Mirbes?"}]


def judged(trajectory, **more):
    return ask("judge", "/v1/judgements", {"trajectory": trajectory} | more)


def calls_of(judgement):
    stored = ask("judge", "/v1/trajectories/" + judgement["trajectory_id"])[1]
    steps = stored.get("trajectory", stored)["steps"]
    return [(call["name"], call.get("result")) for step in steps for call in step.get("calls", [])]


def chat(body):
    return ask("policy", "/v1/chat/completions", {"model": MODEL, "messages": MIRBES} | body)


def completion(status, answer):
    assert status == 200, (status, answer)
    return answer["choices"][0]


def schema(properties, **more):
    return {"type": "json_schema", "json_schema": {"name": "r", "schema": {
        "type": "object", "properties": properties, "required": list(properties), "additionalProperties": False} | more}}  # fmt: skip


def refused(status, answer, name):
    return status == 400 and answer["error"]["param"] == name and answer["error"]["code"] == "unsupported_parameter"


# --- judging ----------------------------------------------------------------------------------------------------------


@check
def anthropics_blocks_are_calls_and_results():
    status, answer = judged([
        {"role": "user", "content": "What is the size of Mirbes?"},
        {"role": "assistant", "content": [{"type": "thinking", "thinking": "I look."}, {
            "type": "tool_use", "id": "t1", "name": "search", "input": {"queries": ["size of Mirbes"]}}]},
        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t1", "content": "size of Mirbes: 285"}]},
        {"role": "assistant", "content": "\\boxed{ 285 }"}])  # fmt: skip
    assert status == 200, answer
    assert calls_of(answer) == [("search", "size of Mirbes: 285")], calls_of(answer)


@check
def a_part_that_is_not_known_is_named():
    status, answer = judged([{"role": "user", "content": "q"}, {"role": "assistant", "content": [{"type": "novelty", "x": 1}]}])
    assert status == 400 and "[1].content[0]" in json.dumps(answer), answer


@check
def results_go_to_the_calls_in_order_when_ids_are_equal():
    def call(query):
        return {"id": "call_0", "type": "function", "function": {"name": "search", "arguments": json.dumps({"queries": [query]})}}

    chat_messages = [
        {"role": "user", "content": "Which is larger?"},
        {"role": "assistant", "content": None, "tool_calls": [call("size of Ponlor"), call("size of Mirbes")]},
        {"role": "tool", "tool_call_id": "call_0", "content": "size of Ponlor: 33"},
        {"role": "tool", "tool_call_id": "call_0", "content": "size of Mirbes: 285"},
        {"role": "assistant", "content": "\\boxed{ Mirbes }"}]  # fmt: skip
    otel = [
        {"role": "user", "parts": [{"type": "text", "content": "Which is larger?"}]},
        {"role": "assistant", "parts": [{"type": "tool_call", "id": "c", "name": "search", "arguments": {"q": "Ponlor"}},
                                        {"type": "tool_call", "id": "c", "name": "search", "arguments": {"q": "Mirbes"}}]},
        {"role": "tool", "parts": [{"type": "tool_call_response", "id": "c", "response": "size of Ponlor: 33"},
                                   {"type": "tool_call_response", "id": "c", "response": "size of Mirbes: 285"}]},
        {"role": "assistant", "parts": [{"type": "text", "content": "Mirbes"}]}]  # fmt: skip
    for trajectory in chat_messages, otel:
        status, answer = judged(trajectory)
        if status == 200:
            assert [result for _, result in calls_of(answer)] == ["size of Ponlor: 33", "size of Mirbes: 285"], calls_of(answer)
        else:
            assert status == 400 and "id" in json.dumps(answer), answer


@check
def halves_of_characters_never_go_out():
    for half in "\ud83d b", "a\udc00":
        status, answer = raw("policy", "/v1/completions", {"model": MODEL, "prompt": "a" + half, "echo": True, "max_tokens": 2})
        assert status == 200, (status, answer)
        orjson.loads(answer)
    trajectory = {"question": "q", "steps": [], "answer": "surrogates"}
    status, fresh = raw("judge", "/v1/judgements", {"trajectory": trajectory, "judge": "foreign"})
    judgement = orjson.loads(fresh)
    assert judgement["outcome"] == "SCORED", judgement
    stored = ask("judge", "/v1/judgements/" + judgement["id"])[1]
    assert stored["critique"] == judgement["critique"], (stored["critique"], judgement["critique"])
    status, stream = raw("judge", "/v1/judgements", {"trajectory": trajectory | {"answer": f"streamed {time.time()}"}, "judge": "foreign"},
                         headers={"Accept": "text/event-stream"})  # fmt: skip
    events = [orjson.loads(line[5:]) for line in stream.split(b"\n") if line.startswith(b"data:")]
    assert any("\U0001f600" in event.get("delta", "") for event in events), events


# --- completions ------------------------------------------------------------------------------------------------------


@check
def constraints_hold_or_are_refused_by_name():
    plain = completion(*chat({"seed": 1, "max_tokens": 30}))["message"]["content"]

    def content(name, value, **more):
        status, answer = chat({"seed": 1, "max_tokens": 30, name: value} | more)
        return None if refused(status, answer, name) else completion(status, answer)["message"]["content"]

    done = []
    for name, value, holds in [
        ("structured_outputs", {"choice": ["yes", "no"]}, lambda text: text in ("yes", "no")),
        ("guided_choice", ["yes", "no"], lambda text: text in ("yes", "no")),
        ("guided_json", {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]},
         lambda text: isinstance(json.loads(text)["a"], int)),
        ("repetition_penalty", 1.8, lambda text: text != plain),
        ("bad_words", ["size"], lambda text: "size" not in text),
    ]:  # fmt: skip
        text = content(name, value)
        assert text is None or holds(text), (name, text)
        done += [name] * (text is not None)
    text = content("include_stop_str_in_output", True, stop=["the"])
    assert text is None or text.endswith("the"), text
    for neutral in {"repetition_penalty": 1}, {"min_tokens": 0}, {"include_stop_str_in_output": False}, {"guided_json": None}:
        completion(*chat({"max_tokens": 2} | neutral))
    return "done: " + ", ".join(done)


@check
def a_begun_turn_is_continued():
    begun = [*MIRBES, {"role": "assistant", "content": "I should search for the size of Mir"}]
    fields = {"continue_final_message": True, "add_generation_prompt": False}
    status, answer = chat({"messages": begun, "max_tokens": 8, "temperature": 0} | fields)
    if refused(status, answer, "continue_final_message"):
        return "refused"
    said = completion(status, answer)["message"]["content"]
    assert said.startswith("bes"), said
    return repr(said)


@check
def numbers_under_a_grammar_end():
    unit = schema({"score": {"type": "number", "minimum": 0, "maximum": 1}})
    for body in {"temperature": 0}, *({"seed": seed} for seed in range(20)):
        choice = completion(*chat({"max_tokens": 200, "response_format": unit,
                                   "messages": [{"role": "user", "content": "Rate it."}]} | body))  # fmt: skip
        assert choice["finish_reason"] == "stop", choice
        assert 0 <= json.loads(choice["message"]["content"])["score"] <= 1, choice
    for seed in range(20):
        choice = completion(*chat({"max_tokens": 150, "seed": seed, "response_format": schema({"d": {"type": "number"}})}))
        assert choice["finish_reason"] == "stop", choice
        assert abs(json.loads(choice["message"]["content"])["d"]) < float("inf"), choice


@check
def a_function_without_parameters_takes_none():
    for function in {"name": "get_time", "description": "Takes no arguments."}, {"name": "get_time", "parameters": None}:
        choice = completion(*chat({"max_tokens": 80, "seed": 3, "tool_choice": "required",
                                   "tools": [{"type": "function", "function": function}]}))  # fmt: skip
        assert choice["finish_reason"] == "tool_calls", choice
        assert choice["message"]["tool_calls"][0]["function"]["arguments"] == "{}", choice


@check
def tools_are_told_to_a_model_whose_template_has_no_calls():
    client = openai.OpenAI(base_url=f"http://localhost:{PORTS['policy']}/v1", api_key="none")
    tool = {"type": "function", "function": {"name": "get_weather", "parameters": {
        "type": "object", "properties": {"city": {"enum": ["Oslo"]}}, "required": ["city"], "additionalProperties": False}}}  # fmt: skip
    answer = client.chat.completions.create(
        model="plain", messages=[{"role": "user", "content": "Weather?"}], tools=[tool], tool_choice="required",
        max_tokens=100, extra_body={"parallel_tool_calls": False})  # fmt: skip
    call = answer.choices[0].message.tool_calls[0]
    assert json.loads(call.function.arguments) == {"city": "Oslo"}, answer
    client.chat.completions.create(model="plain", max_tokens=2, tools=[tool], messages=[
        {"role": "user", "content": "Weather?"}, {"role": "assistant", "content": None, "tool_calls": [call.model_dump()]},
        {"role": "tool", "tool_call_id": call.id, "content": "rain"}])  # fmt: skip


# --- names and ids ----------------------------------------------------------------------------------------------------


@check
def u0000_is_never_an_error_of_ours():
    run_of = {"kind": "grpo", "policy": {"base_model": MODEL}, "dataset": {"name": "world"}, "options": {"steps": 1}}
    session = {"tags": [], "user_metadata": None, "sdk_version": "0"}
    requests = [
        ("judge", "/v1/judgements?judge=%00", None), ("judge", "/v1/judgements?model=%00", None),
        ("training", "/v1/training-runs?name=%00", None), ("policy", "/v1/agents/runs?model=%00", None),
        ("training", "/v1/training-runs", run_of | {"name": "a\u0000b"}),
        ("training", "/v1/training-runs", run_of | {"policy": {"base_model": MODEL, "system": "s\u0000"}}),
        ("training", "/v1/training-runs", run_of | {"policy": {"base_model": "\ud800"}}),
        ("training", "/v1/training-runs", run_of | {"dataset": {"name": "jsonl", "path": "a\u0000"}}),
        ("policy", "/v1/chat/completions", {"model": "a\u0000@b", "messages": MIRBES}),
        ("policy", "/api/v1/create_session", session | {"sdk_version": "0\u0000"}),
        ("policy", "/api/v1/get_info", {"model_id": "a\u0000"}), ("policy", "/api/v1/sessions/%00", None),
        ("policy", "/api/v1/training_runs/%00", None), ("policy", "/api/v1/samplers/%00", None)]  # fmt: skip
    for service, path, body in requests:
        status, answer = raw(service, path, body)
        assert status < 500, (service, path, body, status, answer[:200])


@check
def names_that_no_server_has_are_refused_at_the_call():
    grpo = {"kind": "grpo", "policy": {"base_model": "policy-tinny"}, "dataset": {"name": "world"}, "options": {"steps": 1}}
    status, answer = ask("training", "/v1/training-runs", grpo)
    assert 400 <= status < 500 and MODEL in json.dumps(answer), (status, answer)
    status, answer = ask("training", "/v1/training-runs", grpo | {
        "kind": "reagent-u", "policy": {"base_model": MODEL}, "judge": {"name": "nobody"}})  # fmt: skip
    assert 400 <= status < 500 and "rrm-tiny" in json.dumps(answer), (status, answer)


# --- agents' tools ----------------------------------------------------------------------------------------------------


def tool_result(name, arguments):
    status, answer = ask("policy", "/v1/agents/runs", {
        "model": "scripted", "tools": [name], "question": json.dumps({"name": name, "arguments": arguments})})  # fmt: skip
    assert status == 200, answer
    run = ask("policy", "/v1/agents/runs/" + answer["id"])[1]
    return next(call["result"] for attempt in ("first", "last", "run") if run.get(attempt)
                for turn in run[attempt]["turns"] for call in turn["calls"]) if "turns" not in run else run["turns"][0]["calls"][0]["result"]  # fmt: skip


@check
def a_file_that_is_not_utf8_is_searched():
    result = tool_result("search", {"queries": ["naïve latin1"]})
    assert "b.txt" in result, result


@check
def an_endless_program_is_told_its_limit():
    result = tool_result("python", {"code": "print('begun', flush=True)\nwhile True: pass"})
    # on a busy machine it is out of time before it has had its 20 s of processor time
    limit = "processor" in result and "20" in result or "longer than 30 s" in result
    assert limit and "do less" in result and "137" not in result, result
    return result.splitlines()[0]


@check
def a_slow_mcp_server_is_told_with_its_patience():
    result = tool_result("slow_wait", {})
    assert "3 s" in result and "Mono" not in result, result
    return result.splitlines()[0]


@check
def an_mcp_server_that_refuses_is_told_as_that():
    listed = json.dumps(ask("policy", "/v1/agents/tools")[1])
    assert "gone" in listed and "refused" in listed and "ClosedChannelException" not in listed, listed


# --- training ---------------------------------------------------------------------------------------------------------


def lines(name, *rows):
    datasets = DATA / "datasets"
    datasets.mkdir(parents=True, exist_ok=True)
    (datasets / name).write_text("".join(json.dumps(row) + "\n" for row in rows))
    return {"name": "jsonl", "path": name}


def trained(kind, dataset, **options):
    status, run = ask("training", "/v1/training-runs", {
        "kind": kind, "policy": {"base_model": MODEL, "lora_rank": 0}, "dataset": dataset, "options": options})  # fmt: skip
    if status != 201:
        return status, run
    while run["state"] not in ("SUCCEEDED", "FAILED", "CANCELLED"):
        time.sleep(0.5)
        run = ask("training", "/v1/training-runs/" + run["id"])[1]
    return 201, run


@check
def a_conversations_reference_is_its_answer():
    line = {"messages": [{"role": "user", "content": "What is 7 + 8?"}, {"role": "assistant", "content": "\\boxed{15}"}]}
    _, run = trained("sft", lines("boxed.jsonl", *[line] * 40), steps=15, tasks_per_step=8, learning_rate=3e-3,
                     evaluate_every=15, evaluation_tasks=4, context_tokens=512, turn_tokens=32, answer_tokens=32)  # fmt: skip
    assert run["state"] == "SUCCEEDED", run
    last = ask("training", f"/v1/training-runs/{run['id']}/evaluations")[1]["items"]
    best = max(row["passed"] for row in last)
    assert best == 4, last


@check
def prompts_that_do_not_fit_are_named_with_file_and_line():
    long = "word " * 12000
    question = lines("long.jsonl", *[{"question": long, "answer": "1"}] * 6)
    status, run = trained("grpo", question, steps=2, max_empty_steps=1, group_size=2, tasks_per_step=4)
    said = json.dumps(run)
    assert "long.jsonl" in said and "line" in said and "too easy" not in said, said[-600:]
    talk = [{"role": "user", "content": "hello"}, {"role": "assistant", "content": "a"}]
    mixed = lines("mixed.jsonl", {"messages": [{"role": "user", "content": long}, talk[1]]}, *[{"messages": talk}] * 8)
    status, run = trained("sft", mixed, steps=2, tasks_per_step=4, evaluation_tasks=1, learning_rate=1e-4)
    assert status == 201 and run["state"] == "SUCCEEDED", run


@check
def calls_are_learned_in_supervised_fine_tuning():
    calls = [{"id": "c1", "type": "function", "function": {"name": "search", "arguments": "{\"queries\": [\"size of Mirbes\"]}"}}]
    said = {"role": "assistant", "content": "I look for the size."}
    tokens = {}
    for name, assistant in ("with", said | {"tool_calls": calls}), ("without", said), ("null", said | {"tool_calls": calls, "content": None}):
        line = {"messages": [*MIRBES, assistant, {"role": "tool", "tool_call_id": "c1", "content": "size of Mirbes: 285"},
                             {"role": "assistant", "content": "\\boxed{ 285 }"}]}  # fmt: skip
        status, run = trained("sft", lines(name + ".jsonl", *[line] * 4), steps=1, tasks_per_step=2, evaluation_tasks=1, learning_rate=1e-4)
        assert status == 201 and run["state"] == "SUCCEEDED", run
        step = ask("training", f"/v1/training-runs/{run['id']}/steps")[1]["items"][0]
        tokens[name] = step["metrics"]["policy"]["server"]["tokens:sum"]
    assert tokens["with"] > tokens["null"] and tokens["with"] > tokens["without"], tokens
    return str(tokens)


def main():
    serve(SERVER)
    with tempfile.TemporaryDirectory() as made:
        documents = pathlib.Path(made) / "documents"
        documents.mkdir()
        (documents / "a.txt").write_text("hello")
        (documents / "b.txt").write_bytes("Café münchen naïve ? no, latin1: éü".encode("latin-1"))
        make(pathlib.Path(made) / "plain", max_position_embeddings=2048)
        here = pathlib.Path(__file__).parent
        address = f"http://127.0.0.1:{SERVER}"
        settings = {
            "REAGENT_POLICY_BASEMODELS_PLAIN_DIRECTORY": str(pathlib.Path(made) / "plain"),
            "REAGENT_JUDGES_FOREIGN_OPENAI_BASE_URL": address + "/judge/v1",
            "REAGENT_JUDGES_FOREIGN_OPENAI_MODEL": "scripted",
            "REAGENT_AGENTS_MODELS_SCRIPTED_BASE_URL": address + "/v1", "REAGENT_AGENTS_MODELS_SCRIPTED_MODEL": "scripted",
            "REAGENT_AGENTS_TOOLS_SEARCH_DOCUMENTS": str(documents),
            "REAGENT_AGENTS_TOOLS_MCP_GONE_URL": f"http://127.0.0.1:{PORT + 5}/mcp",
            "REAGENT_AGENTS_TOOLS_MCP_SLOW_COMMAND_0": sys.executable,
            "REAGENT_AGENTS_TOOLS_MCP_SLOW_COMMAND_1": str(here / "stand_ins.py"),
            "REAGENT_AGENTS_TOOLS_MCP_SLOW_PATIENCE": "3s"}  # fmt: skip
        with platform(**settings):
            return run()


if __name__ == "__main__":
    sys.exit(main())
