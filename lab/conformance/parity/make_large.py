"""A checkpoint of Qwen3-1.7B's shape in bfloat16 with random weights, 3.4 GB, and the tokenizer of a shipped model.

    python lab/conformance/parity/make_large.py --out DIR

To see what a large model takes to load: nothing is downloaded, and the weights mean nothing.
"""

import argparse
import json
import pathlib
import shutil
import struct

import torch

VOCABULARY, HIDDEN, LAYERS, INTERMEDIATE, HEADS, KEY_VALUE_HEADS, HEAD = 151936, 2048, 28, 6144, 16, 8, 128
CONFIG = {"architectures": ["Qwen3ForCausalLM"], "model_type": "qwen3", "vocab_size": VOCABULARY, "hidden_size": HIDDEN,
          "num_hidden_layers": LAYERS, "intermediate_size": INTERMEDIATE, "num_attention_heads": HEADS,
          "num_key_value_heads": KEY_VALUE_HEADS, "head_dim": HEAD, "hidden_act": "silu", "max_position_embeddings": 40960,
          "rms_norm_eps": 1e-6, "rope_theta": 1000000, "attention_bias": False, "tie_word_embeddings": True,
          "torch_dtype": "bfloat16"}  # fmt: skip


def shapes():
    yield "model.embed_tokens.weight", [VOCABULARY, HIDDEN]
    for i in range(LAYERS):
        attention, mlp = f"model.layers.{i}.self_attn.", f"model.layers.{i}.mlp."
        yield f"model.layers.{i}.input_layernorm.weight", [HIDDEN]
        yield attention + "q_proj.weight", [HEADS * HEAD, HIDDEN]
        yield attention + "k_proj.weight", [KEY_VALUE_HEADS * HEAD, HIDDEN]
        yield attention + "v_proj.weight", [KEY_VALUE_HEADS * HEAD, HIDDEN]
        yield attention + "o_proj.weight", [HIDDEN, HEADS * HEAD]
        yield attention + "q_norm.weight", [HEAD]
        yield attention + "k_norm.weight", [HEAD]
        yield f"model.layers.{i}.post_attention_layernorm.weight", [HIDDEN]
        yield mlp + "gate_proj.weight", [INTERMEDIATE, HIDDEN]
        yield mlp + "up_proj.weight", [INTERMEDIATE, HIDDEN]
        yield mlp + "down_proj.weight", [HIDDEN, INTERMEDIATE]
    yield "model.norm.weight", [HIDDEN]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--tokenizer", type=pathlib.Path, default=pathlib.Path(__file__).parents[3] / "models" / "policy-tiny")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)

    header, end = {"__metadata__": {"format": "pt"}}, 0
    for name, shape in shapes():
        size = 2 * torch.Size(shape).numel()
        header[name] = {"dtype": "BF16", "shape": shape, "data_offsets": [end, end + size]}
        end += size
    described = json.dumps(header).encode()
    described += b" " * (-len(described) % 8)
    # the same 16 MB of random numbers over and over
    block = (0.02 * torch.randn(8 << 20, generator=torch.Generator().manual_seed(1))).bfloat16().view(torch.uint8).numpy()
    ones = torch.ones(HIDDEN).bfloat16().view(torch.uint8).numpy()
    with open(options.out / "model.safetensors", "wb") as file:
        file.write(struct.pack("<Q", len(described)) + described)
        for name, shape in shapes():
            left = 2 * torch.Size(shape).numel()
            while left:
                part = (ones if len(shape) == 1 else block)[:left]
                file.write(part.tobytes())
                left -= len(part)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(options.tokenizer / name, options.out)
    ends = json.loads((options.tokenizer / "config.json").read_text()).get("eos_token_id")
    (options.out / "config.json").write_text(json.dumps(CONFIG | {"eos_token_id": ends}, indent=2))


if __name__ == "__main__":
    main()
