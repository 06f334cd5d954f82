"""Renders conversations, and many small Jinja fragments, through transformers; lm.text must render the same.

    python lab/conformance/parity/make_chat_fixtures.py --out lab/conformance/fixtures/chat
"""

import argparse
import json
from pathlib import Path

import tiny_tokenizers
import transformers
from jinja_cases import SOURCES, VARIABLES
from transformers import PreTrainedTokenizerFast
from transformers.utils.chat_template_utils import render_jinja_template

TEMPLATES = Path(__file__).parent / "templates"

SEARCH = {"type": "function", "function": {
    "name": "search", "description": "Search the web <b>&amp; more</b>; it's \"quoted\".",
    "parameters": {"type": "object", "properties": {
        "query": {"type": "array", "items": {"type": "string"}, "description": "Queries"},
        "top_k": {"type": "integer", "default": 10, "minimum": 1},
        "filters": {"type": "object", "additionalProperties": {"type": "number"}},
        "lang": {"type": ["string", "null"], "enum": ["en", "de", "日本語", None]},
    }, "required": ["query"], "additionalProperties": False}}}  # fmt: skip
PYTHON = {"type": "function", "function": {
    "name": "python", "description": "",
    "parameters": {"type": "object", "properties": {"code": {"type": "string"}, "timeout": {"type": "number"},
                                                    "strict": {"type": "boolean"}, "any": {}}}}}  # fmt: skip
TOOLS = [SEARCH, PYTHON]


def system(text): return {"role": "system", "content": text}
def user(text): return {"role": "user", "content": text}
def assistant(text=None, calls=None, **more): return {"role": "assistant", "content": text} | (
    {"tool_calls": calls} if calls else {}) | more
def call(name, arguments, id="call_1"): return {
    "id": id, "type": "function", "function": {"name": name, "arguments": arguments}}
def result(text, id="call_1", **more): return {"role": "tool", "tool_call_id": id, "content": text} | more


Q = user("How long is the river?")
CONVERSATIONS = {
    "one question": dict(messages=[Q], add_generation_prompt=True),
    "one question, not prompted": dict(messages=[Q]),
    "system": dict(messages=[system("  Be brief.\n"), Q], add_generation_prompt=True),
    "many turns": dict(messages=[system("Be kind."), Q, assistant("1,233 km."), user("Sure?"), assistant("Yes."),
                                 user("Thanks!\n\n")], add_generation_prompt=True),
    "answered": dict(messages=[Q, assistant("1,233 km.")]),
    "answered and prompted again": dict(messages=[Q, assistant("1,233 km.")], add_generation_prompt=True),
    "thinking off": dict(messages=[Q], add_generation_prompt=True, enable_thinking=False),
    "thinking on": dict(messages=[Q], add_generation_prompt=True, enable_thinking=True),
    "tools": dict(messages=[system("Use tools."), Q], tools=TOOLS, add_generation_prompt=True),
    "tools without system": dict(messages=[Q], tools=[SEARCH], add_generation_prompt=True),
    "a call": dict(messages=[Q, assistant("", [call("search", {"query": ["river length"], "top_k": 3})])], tools=TOOLS),
    "a call and its result": dict(messages=[
        Q, assistant("Let me look.", [call("search", {"query": ["river"]})]), result("1,233 km", name="search")],
        tools=TOOLS, add_generation_prompt=True),
    "parallel calls": dict(messages=[
        Q, assistant("", [call("search", {"query": ["a"]}, "c1"), call("python", {"code": "print(1)\n"}, "c2")]),
        result("first", "c1"), result("second", "c2"), assistant("Both agree.")], tools=TOOLS,
        add_generation_prompt=True),
    "call without content": dict(messages=[Q, assistant(None, [call("python", {})]), result("")], tools=TOOLS),
    "argument types": dict(messages=[Q, assistant("", [call("f", {
        "int": 7, "negative": -3, "big": 12345678901234567890, "float": 0.1, "whole": 2.0, "tiny": 1e-7, "huge": 1e16,
        "large": 123456789012345.6, "yes": True, "no": False, "nothing": None, "empty": {}, "list": [], "nested": {
            "a": [1, [2, {"b": None}], "</x>&'\"\\\n\t\u0007\u2028\x7f"]}})])], tools=TOOLS),
    "arguments as text": dict(messages=[Q, assistant("", [call("python", "{not json")])], tools=TOOLS),
    "unicode": dict(messages=[system("Ünïcödé 東京 👩‍👩‍👧"), user("e\u0301 \u00a0 nbsp\u3000wide\u200b"),
                              assistant("", [call("search", {"кириллица": "значение 🙂"})]), result("ﷺ \u2029 x")],
                    tools=TOOLS, add_generation_prompt=True),
    "reasoning field": dict(messages=[Q, assistant("It is long.", reasoning_content="\nThe page says so.\n")]),
    "reasoning under another name": dict(messages=[Q, assistant("It is long.", thinking="Hm.")]),
    "reasoning in the text": dict(messages=[Q, assistant("<think>\nfirst\n</think>\n\nIt is long."), user("And wide?"),
                                            assistant("<think>second</think>No.")]),
    "reasoning between calls": dict(messages=[
        Q, assistant("", [call("search", {"query": "x"})], reasoning_content="Search first."), result("found"),
        assistant("", [call("search", {"query": "y"})], reasoning_content="Again."), result("found more"),
        assistant("Done.", reasoning_content="Enough.")], tools=TOOLS),
    "reasoning of earlier turns": dict(messages=[
        Q, assistant("One.", reasoning_content="old"), user("Next?"), assistant("Two.", reasoning_content="new")]),
    "results as user text": dict(messages=[Q, assistant("x"), user("<tool_response>\n1\n</tool_response>"),
                                           assistant("y", reasoning_content="r")]),
    "a second system turn": dict(messages=[system("A"), Q, system("B"), assistant("x")]),
    "blank and spaced text": dict(messages=[user("  \n "), assistant("\n\n  text  \n")], add_generation_prompt=True),
    "template syntax in text": dict(messages=[user("{{ 7*7 }}{% raw %}{# no #}"), assistant("}} %}")]),
    "built-in tools": dict(messages=[Q, assistant("", [call("search", {"query": "a", "lang": "en"})]), result("r")],
                           builtin_tools=["search", "code_interpreter"], date_string="1 May 2026"),
    "tools in the system turn": dict(messages=[system("S"), Q], tools=TOOLS, tools_in_user_message=False,
                                     date_string="1 May 2026", add_generation_prompt=True),
    "unknown role": dict(messages=[{"role": "critic", "content": "x"}]),
}  # fmt: skip


def render(tokenizer, arguments: dict) -> dict:
    try:
        return {"text": tokenizer.apply_chat_template(
            arguments["messages"], tokenize=False,
            **{k: v for k, v in arguments.items() if k != "messages"})}  # fmt: skip
    except Exception as e:  # noqa: BLE001 - whatever transformers fails with, we have to fail too
        return {"error": str(e)}


def continued(arguments: dict) -> dict | None:
    """The same conversation with its last turn left open, where it is an assistant's and has a text to go on with."""
    last = arguments["messages"][-1]
    if last["role"] != "assistant" or "tool_calls" in last:
        return None
    return {k: v for k, v in arguments.items() if k != "add_generation_prompt"} | {"continue_final_message": True}


def render_fragment(source: str) -> dict:
    try:
        rendered, _ = render_jinja_template([[]], chat_template=source, **VARIABLES)
        return {"template": source, "text": rendered[0]}
    except Exception as e:  # noqa: BLE001
        return {"template": source, "error": f"{type(e).__name__}: {e}"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    document = {"made_with": {"transformers": transformers.__version__}, "conversations": CONVERSATIONS, "templates": {}}
    for name in ("thinking", "signatures", "headers"):
        llama = name == "headers"
        backend = tiny_tokenizers.llama3(320) if llama else tiny_tokenizers.qwen(320)
        tokenizer = PreTrainedTokenizerFast(
            tokenizer_object=backend, bos_token="<|begin_of_text|>" if llama else None,
            eos_token="<|eot_id|>" if llama else "<|im_end|>", pad_token=None if llama else "<|endoftext|>")
        tokenizer.chat_template = (TEMPLATES / f"{name}.jinja").read_text()
        rendered, opened = {}, {}
        for title, arguments in CONVERSATIONS.items():
            if llama and "date_string" not in arguments:
                arguments = arguments | {"date_string": "20 Nov 2026"}
            rendered[title] = render(tokenizer, arguments)
            if left_open := continued(arguments):
                opened[title] = render(tokenizer, left_open)
        document["templates"][name] = {
            "source": tokenizer.chat_template, "special_tokens": tokenizer.special_tokens_map, "rendered": rendered,
            "continued": opened}
        print(name, sum("text" in r for r in rendered.values()), "rendered,",
              {t: r["error"][:90] for t, r in rendered.items() if "error" in r})  # fmt: skip
    (out / "conversations.json").write_text(json.dumps(document, indent=1) + "\n")
    fragments = [render_fragment(source) for source in SOURCES]
    (out / "fragments.json").write_text(json.dumps({"variables": VARIABLES, "cases": fragments}, indent=1) + "\n")
    print(len(fragments), "fragments,", sum("error" in f for f in fragments), "of them errors")


if __name__ == "__main__":
    main()
