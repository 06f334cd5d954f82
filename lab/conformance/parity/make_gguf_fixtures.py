"""Makes tiny GGUF files, and what the gguf package reads in them, for the tests of `lm`.

    python lab/conformance/parity/make_gguf_fixtures.py --out lab/conformance/fixtures
"""

import argparse
import json
from pathlib import Path

import gguf
import numpy as np
from safetensors import safe_open

BLOCKS = ["F32", "F16", "BF16", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q4_K", "Q5_K", "Q6_K"]
# where the float16 scales lie in a block whose quantizer the package lacks
SCALES = {"Q4_K": [0, 2], "Q5_K": [0, 2], "Q6_K": [208]}
PRE = {"llama": "llama-bpe", "qwen2": "qwen2", "qwen3": "qwen2"}
MODULES = {
    "input_layernorm": "attn_norm",
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "self_attn.q_norm": "attn_q_norm",
    "self_attn.k_norm": "attn_k_norm",
    "post_attention_layernorm": "ffn_norm",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}
OUTSIDE = {"model.embed_tokens": "token_embd", "model.norm": "output_norm", "lm_head": "output"}


def blocks(out):
    """Two rows of 256 numbers in every format."""
    random = np.random.default_rng(7)
    writer = gguf.GGUFWriter(out / "blocks.gguf", "llama")
    expected = {}
    for name in BLOCKS:
        kind = gguf.GGMLQuantizationType[name]
        if name in SCALES:
            rows = random.integers(0, 256, (2, gguf.GGML_QUANT_SIZES[kind][1]), dtype=np.uint8)
            for place in SCALES[name]:
                scale = random.uniform(-0.1, 0.1, 2).astype(np.float16)
                rows[:, place : place + 2] = scale.view(np.uint8).reshape(2, 2)
        else:
            rows = gguf.quants.quantize(random.normal(0, 1, (2, 256)).astype(np.float32), kind)
        numbers = gguf.quants.dequantize(rows, kind).astype(np.float32)
        if name in ("F32", "F16"):
            writer.add_tensor(name, rows)
        else:
            writer.add_tensor(name, rows.view(np.uint8), raw_dtype=kind)
        expected[name] = [float(x) for x in numbers.ravel()]
    finish(writer)
    (out / "blocks.json").write_text(json.dumps(expected) + "\n")


def model(source, out):
    """A Hugging Face directory as the converter of llama.cpp would have it, in the types that it has."""
    config = json.loads((source / "config.json").read_text())
    family = config["model_type"]
    writer = gguf.GGUFWriter(out / f"{source.name}.gguf", family)
    heads, pairs = config["num_attention_heads"], config["num_key_value_heads"]
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(heads)
    writer.add_head_count_kv(pairs)
    width = config.get("head_dim") or config["hidden_size"] // heads
    writer.add_key_length(width)
    writer.add_value_length(width)
    writer.add_rope_dimension_count(width)
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    rope = config.get("rope_parameters") or config
    writer.add_rope_freq_base(rope["rope_theta"])
    if config.get("rope_scaling"):  # of Llama 3: what its published parameters come to
        wave = 2 * np.pi * rope["rope_theta"] ** (np.arange(0, width, 2) / width)
        smooth = np.clip((8192 / wave - 1) / 3, 0, 1)
        factor = config["rope_scaling"]["factor"]
        writer.add_tensor("rope_freqs.weight", (1 / ((1 - smooth) / factor + smooth)).astype(np.float32))
    vocabulary(source, config, writer)
    for shard in sorted(source.glob("*.safetensors")):
        with safe_open(shard, "pt") as tensors:
            for name in tensors.keys():
                module, kind = name.rsplit(".", 1)
                if module in OUTSIDE:
                    ours = f"{OUTSIDE[module]}.{kind}"
                else:
                    _, _, layer, rest = module.split(".", 3)
                    ours = f"blk.{layer}.{MODULES[rest]}.{kind}"
                tensor = tensors.get_tensor(name)
                if family == "llama" and rest_is(module, "q_proj", "k_proj"):
                    count = heads if module.endswith("q_proj") else pairs
                    tensor = tensor.reshape(count, 2, tensor.shape[0] // count // 2, -1).swapaxes(1, 2).reshape(tensor.shape)
                if str(tensor.dtype) == "torch.bfloat16":
                    import torch

                    raw = tensor.contiguous().view(torch.int16).numpy().view(np.uint8)
                    writer.add_tensor(ours, raw, raw_dtype=gguf.GGMLQuantizationType.BF16)
                else:
                    writer.add_tensor(ours, tensor.contiguous().numpy())
    finish(writer)


def control_tokens_first(out):
    """A vocabulary as SmolLM2's, with its control tokens before all others; nothing else of a model."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    control = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    merges = [("\u0120", "t"), ("h", "e"), ("\u0120t", "he"), ("1", "2"), ("i", "n")]
    texts = control + alphabet + [left + right for left, right in merges]
    tokenizer = Tokenizer(models.BPE({text: id for id, text in enumerate(texts)}, merges))
    digits = pre_tokenizers.Digits(individual_digits=True)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([digits, pre_tokenizers.ByteLevel(add_prefix_space=False)])
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(text, special=True, normalized=False) for text in control])
    writer = gguf.GGUFWriter(out / "smollm.gguf", "llama")
    writer.add_block_count(1)
    writer.add_context_length(64)
    writer.add_embedding_length(4)
    writer.add_feed_forward_length(4)
    writer.add_head_count(1)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list(texts)
    writer.add_token_types([3] * len(control) + [1] * (len(texts) - len(control)))
    writer.add_token_merges([" ".join(merge) for merge in merges])
    writer.add_eos_token_id(2)
    writer.add_tensor("token_embd.weight", np.zeros((len(texts), 4), np.float32))
    finish(writer)
    lines = ["in the 12 houses", "<|im_start|>the<|im_end|>", "  3\u00e9\n"]
    encoded = {line: tokenizer.encode(line, add_special_tokens=False).ids for line in lines}
    (out / "smollm.json").write_text(json.dumps(encoded) + "\n")


def rest_is(module, *ends):
    return module.endswith(ends)


def vocabulary(source, config, writer):
    tokenizer = json.loads((source / "tokenizer.json").read_text())
    added = {token["id"]: token for token in tokenizer["added_tokens"]}
    texts = {id: text for text, id in tokenizer["model"]["vocab"].items()} | {i: t["content"] for i, t in added.items()}
    rows = config["vocab_size"]
    kinds = [
        5 if id not in texts else 1 if id not in added else 3 if added[id]["special"] else 4 for id in range(rows)
    ]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(PRE[config["model_type"]])
    writer.add_token_list([texts.get(id, f"[PAD{id}]") for id in range(rows)])
    writer.add_token_types(kinds)
    merges = tokenizer["model"]["merges"]
    writer.add_token_merges([merge if isinstance(merge, str) else " ".join(merge) for merge in merges])
    named = json.loads((source / "tokenizer_config.json").read_text())
    generation = json.loads((source / "generation_config.json").read_text())
    ends = generation["eos_token_id"]
    ends = ends if isinstance(ends, list) else [ends]
    writer.add_eos_token_id(ends[0])
    if len(ends) > 1:
        writer.add_eot_token_id(ends[1])
    if config.get("bos_token_id") is not None:
        writer.add_bos_token_id(config["bos_token_id"])
    if config.get("pad_token_id") is not None:
        writer.add_pad_token_id(config["pad_token_id"])
    if named.get("chat_template"):
        writer.add_chat_template(named["chat_template"])


def finish(writer):
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    out = parser.parse_args().out
    (out / "gguf").mkdir(exist_ok=True)
    blocks(out / "gguf")
    control_tokens_first(out / "gguf")
    for name in PRE:
        model(out / name, out / "gguf")


if __name__ == "__main__":
    main()
