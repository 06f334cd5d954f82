"""Tokenizers and chat templates as other tools write them: transformers' prompts, and text that stays text."""

import json
import pathlib
import sys
import tempfile

import checks
from foreign import TEXT, Tokenizer, byte_level, decoders, make, models, normalizers, pre_tokenizers, trainers
from started import ask, base_models, platform
from transformers import AutoTokenizer

ROLES = "{{ bos_token }}{%- for m in messages %}{{ m.role + ': ' + m.content }}{{ eos_token }}{%- endfor %}"
CALLS = ("{%- for m in messages %}{{ '<|im_start|>' + m.role + '\\n' + (m.content or '') }}{%- for c in m.tool_calls or [] %}"
         "{{ '<tool_call>\\n' }}{{ c.function | tojson }}{{ '\\n</tool_call>' }}{%- endfor %}{{ '<|im_end|>\\n' }}{%- endfor %}")  # fmt: skip
SENTENCEPIECE = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>"}


def prompt_ids(model, messages):
    status, answer = ask("policy", "/v1/chat/completions",
                         {"model": model, "messages": messages, "max_tokens": 1, "return_token_ids": True})  # fmt: skip
    assert status == 200, answer
    return answer["prompt_token_ids"]


def only_in_the_map(directory):
    """bos_token and eos_token in special_tokens_map.json alone."""
    config = json.loads((directory / "tokenizer_config.json").read_text())
    for name in ("eos_token", "pad_token"):
        del config[name]
    (directory / "tokenizer_config.json").write_text(json.dumps(config))
    (directory / "special_tokens_map.json").write_text(json.dumps({"bos_token": "<|endoftext|>", "eos_token": {
        "content": "<|im_end|>", "lstrip": False, "rstrip": False, "single_word": False, "normalized": False}}))  # fmt: skip


def unigram():
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.train_from_iterator(TEXT, trainers.UnigramTrainer(
        vocab_size=200, show_progress=False, special_tokens=["<unk>", "<s>", "</s>"], unk_token="<unk>"))  # fmt: skip
    return tokenizer


def llama():
    """BPE with byte fallback and a decoder that drops the space that begins a text, as Llama 2 has it."""
    tokenizer = Tokenizer(models.BPE(byte_fallback=True, unk_token="<unk>", fuse_unk=True))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    special = ["<unk>", "<s>", "</s>"]
    words = [word for line in TEXT for word in line.encode("ascii", "ignore").decode().split()]
    tokenizer.train_from_iterator(words, trainers.BpeTrainer(vocab_size=200, show_progress=False, special_tokens=special))
    state = json.loads(tokenizer.to_str())
    pieces = [p for p, _ in sorted(state["model"]["vocab"].items(), key=lambda e: e[1]) if p not in special]
    state["model"]["vocab"] = {p: i for i, p in enumerate(special + [f"<0x{b:02X}>" for b in range(256)] + pieces)}
    tokenizer = Tokenizer.from_str(json.dumps(state))
    tokenizer.decoder = decoders.Sequence([
        decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])  # fmt: skip
    return tokenizer


@checks.check
def control_tokens_of_the_special_tokens_map_reach_the_template():
    messages = [{"role": "user", "content": "hello"}]
    expected = AutoTokenizer.from_pretrained(directories["mapped"]).apply_chat_template(messages, tokenize=True)
    expected = expected["input_ids"] if hasattr(expected, "keys") else expected
    assert prompt_ids("mapped", messages) == list(expected), (prompt_ids("mapped", messages), expected)


@checks.check
def text_that_spells_a_unigrams_control_token_stays_text():
    counts = [prompt_ids("unigram", [{"role": "user", "content": text}]).count(2) for text in ("the river", "</s>the river")]
    assert counts[0] == counts[1], counts


@checks.check
def a_word_that_was_added_again_keeps_its_id():
    text = f"a {again} and {again}s"
    status, answer = ask("policy", "/v1/completions", {"model": "again", "prompt": text, "max_tokens": 1, "return_token_ids": True})
    assert status == 200, answer
    expected = words.encode(text).ids
    assert answer["choices"][0]["prompt_token_ids"] == expected, (answer["choices"][0]["prompt_token_ids"], expected)


@checks.check
def completions_of_sentencepiece_vocabularies_keep_their_first_space():
    seen = 0
    for seed in range(40):
        text = " ".join(TEXT[seed % 3].split()[: 2 + seed // 3])
        _, answer = ask("policy", "/v1/completions", {"model": "llama", "prompt": text, "max_tokens": 4, "seed": seed,
                                                      "echo": True, "ignore_eos": True, "return_token_ids": True})  # fmt: skip
        choice = answer["choices"][0]
        if pieces.id_to_token(choice["token_ids"][0]).startswith("▁") and min(choice["token_ids"]) > 2:
            seen += 1
            expected = pieces.decode(choice["prompt_token_ids"] + choice["token_ids"])
            assert choice["text"] == expected, (expected, choice["text"])
    assert seen > 3, seen
    return f"{seen} completions"


@checks.check
def members_of_a_call_stand_in_the_order_of_the_request():
    arguments = '{"zeta": 1, "query": "x", "alpha": 2, "mid": 3}'
    messages = [{"role": "user", "content": "go"},
                {"role": "assistant", "content": None, "tool_calls": [
                    {"id": "c1", "type": "function", "function": {"name": "search", "arguments": arguments}}]},
                {"role": "tool", "tool_call_id": "c1", "content": "found"}]  # fmt: skip
    text = byte_level().decode(prompt_ids("calls", messages), skip_special_tokens=False)
    assert '{"name": "search", "arguments": ' + arguments + "}" in text, text


with tempfile.TemporaryDirectory() as made:
    root = pathlib.Path(made)
    words = byte_level()
    again = next(w for w in sorted(words.get_vocab()) if w.isascii() and w.isalpha() and len(w) >= 4)
    words.add_tokens([again])
    pieces = llama()
    directories = {
        "mapped": make(root / "mapped", template=ROLES, files=only_in_the_map),
        "unigram": make(root / "unigram", family="llama", tokenizer=unigram(), template=ROLES, named=SENTENCEPIECE),
        "again": make(root / "again", tokenizer=words),
        "llama": make(root / "llama", family="llama", tokenizer=pieces, named=SENTENCEPIECE),
        "calls": make(root / "calls", template=CALLS),
    }
    with platform(**base_models(**directories)):
        sys.exit(checks.run())
