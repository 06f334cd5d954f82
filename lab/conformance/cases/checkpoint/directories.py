"""Directories that say something twice, elsewhere than usual or in part: read as transformers reads them, or refused by name.

All are models of one platform: one that is refused leaves the others as they are, and says why to whoever asks for it.
"""

import json
import pathlib
import sys
import tempfile

import checks
from foreign import equal_or_named, logprobs, make, prompt, score
from safetensors.torch import load_file, save_file
from started import ask, base_models, platform

YARN = {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 64}


def stale_index(directory):
    """Shards of other weights beside the one file."""
    weights = load_file(directory / "model.safetensors")
    parts = {name: f"model-0000{1 + i % 2}-of-00002.safetensors" for i, name in enumerate(sorted(weights))}
    for file in set(parts.values()):
        save_file({n: (w * 0.5).contiguous() for n, w in weights.items() if parts[n] == file}, directory / file, {"format": "pt"})
    (directory / "model.safetensors.index.json").write_text(json.dumps({"metadata": {}, "weight_map": parts}))


def head(directory, flipped=True):
    weights = load_file(directory / "model.safetensors")
    embedding = weights["model.embed_tokens.weight"]
    weights["lm_head.weight"] = (embedding.flip(0) if flipped else embedding).clone()
    save_file(weights, directory / "model.safetensors", {"format": "pt"})


def outside(config):
    config["original_max_position_embeddings"] = config["rope_parameters"].pop("original_max_position_embeddings")


def dynamic(config):
    del config["rope_parameters"]
    config.update(rope_theta=1e4, rope_scaling={"type": "dynamic", "factor": 2.0, "original_max_position_embeddings": 64})


def linear(config):
    config.update(rope_parameters={"rope_type": "linear", "rope_theta": 1e4})


def llama3(config):
    config.update(rope_parameters={"rope_type": "llama3", "rope_theta": 1e4, "factor": 8.0,
                                   "original_max_position_embeddings": 64})  # fmt: skip


THETA = {"rope_type": "default", "rope_theta": 1e6}
# what it is, the words of a refusal, how it is made
CASES = {
    "plain": (["nothing"], {}),
    "staleindex": (["index"], {"files": stale_index}),
    "scalingbeside": (["rope_scaling"], {"rope_parameters": THETA, "config": lambda c: c.update(rope_scaling=YARN)}),
    "thetatwice": (["rope_theta"], {"rope_parameters": THETA, "config": lambda c: c.update(rope_theta=1e4)}),
    "outside": (["original_max_position_embeddings"], {
        "family": "llama", "config": outside, "rope_parameters": {"rope_theta": 1e4} | YARN}),
    "dynamic": (["original_max_position_embeddings", "dynamic"], {
        "family": "llama", "config": dynamic, "max_position_embeddings": 128}),
    "linear": (["factor"], {"family": "llama", "config": linear}),
    "llamathree": (["low_freq_factor", "high_freq_factor"], {"family": "llama", "config": llama3}),
    "otherhead": (["lm_head", "tie_word_embeddings"], {"tie_word_embeddings": True, "files": head}),
    "samehead": (["nothing"], {"tie_word_embeddings": True, "files": lambda d: head(d, flipped=False)}),
    "mistral": (["model_type 'mistral'"], {"config": lambda c: c.update(model_type="mistral")}),
    "sliding": (["layer_types"], {"config": lambda c: c.update(layer_types=["full_attention", "sliding_attention"],
                                                               use_sliding_window=False)}),
    "quantised": (["quantization_config"], {"config": lambda c: c.update(quantization_config={
        "quant_method": "bitsandbytes", "load_in_8bit": True})}),
}  # fmt: skip


def number_check(name, directory, words):
    def numbers():
        ids = prompt(directory, 90)
        return equal_or_named(logprobs(directory, ids), score(name, ids), words)

    numbers.__name__ = name
    checks.check(numbers)


@checks.check
def a_model_that_is_refused_is_listed_with_its_directory_and_the_reason():
    status, listed = ask("policy", "/v1/models/mistral")
    assert status == 200, listed
    assert "/mistral" in listed["unavailable"] and "model_type" in listed["unavailable"], listed


@checks.check
def a_model_without_chat_template_serves_completions_alone():
    ids = [5, 6, 7, 8]
    assert isinstance(score("plain", ids), list)
    status, answer = ask("policy", "/v1/chat/completions", {"model": "plain", "messages": [{"role": "user", "content": "x"}]})
    assert status == 400 and "chat template" in answer["error"]["message"], answer


with tempfile.TemporaryDirectory() as made:
    directories = {}
    for name, (words, making) in CASES.items():
        directories[name] = make(pathlib.Path(made) / name, template=None if name == "plain" else "x", **making)
        number_check(name, directories[name], words)
    with platform(**base_models(**directories)):
        sys.exit(checks.run())
