"""Writes a random checkpoint of a shape, for every side the same numbers.

    python checkpoint.py SHAPE DTYPE TOKENIZER_DIRECTORY OUT

OUT/qwen3 is for transformers and for us, OUT/llama the same without the norms of queries and keys (which Jlama does
not know), OUT/qwen3.gguf for llama.cpp. Speed does not depend on what the numbers are.
"""

import json
import shutil
import sys
from dataclasses import asdict
from pathlib import Path

import gguf
import torch
from safetensors.torch import save_file
from works import SHAPES, Shape

DTYPES = {"f32": torch.float32, "f16": torch.float16, "bf16": torch.bfloat16}
GGUF_NAMES = {
    "input_layernorm": "attn_norm", "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v", "self_attn.o_proj": "attn_output", "self_attn.q_norm": "attn_q_norm",
    "self_attn.k_norm": "attn_k_norm", "post_attention_layernorm": "ffn_norm", "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up", "mlp.down_proj": "ffn_down",
}  # fmt: skip
THETA = 10_000.0
EPSILON = 1e-6


def weights(shape: Shape, dtype: torch.dtype) -> dict[str, torch.Tensor]:
    random = torch.Generator().manual_seed(1)

    def matrix(rows: int, columns: int, deviation: float | None = None) -> torch.Tensor:
        values = torch.randn(rows, columns, generator=random)
        return (values * (columns**-0.5 if deviation is None else deviation)).to(dtype)

    def ones(length: int) -> torch.Tensor:
        return torch.ones(length, dtype=dtype)

    queries, keys = shape.heads * shape.head_dim, shape.key_value_heads * shape.head_dim
    # small beside what the layers add: else a tied head repeats the last token, whatever the layers compute
    tensors = {"model.embed_tokens.weight": matrix(shape.vocabulary, shape.hidden, 0.02)}
    for i in range(shape.layers):
        layer = {
            "input_layernorm": ones(shape.hidden), "self_attn.q_proj": matrix(queries, shape.hidden),
            "self_attn.k_proj": matrix(keys, shape.hidden), "self_attn.v_proj": matrix(keys, shape.hidden),
            "self_attn.q_norm": ones(shape.head_dim), "self_attn.k_norm": ones(shape.head_dim),
            "self_attn.o_proj": matrix(shape.hidden, queries), "post_attention_layernorm": ones(shape.hidden),
            "mlp.gate_proj": matrix(shape.intermediate, shape.hidden),
            "mlp.up_proj": matrix(shape.intermediate, shape.hidden),
            "mlp.down_proj": matrix(shape.hidden, shape.intermediate),
        }  # fmt: skip
        tensors |= {f"model.layers.{i}.{name}.weight": tensor for name, tensor in layer.items()}
    return tensors | {"model.norm.weight": ones(shape.hidden)}


def configuration(shape: Shape, kind: str, architecture: str, dtype: torch.dtype) -> dict:
    return {
        "model_type": kind, "architectures": [architecture], "vocab_size": shape.vocabulary,
        "hidden_size": shape.hidden, "num_hidden_layers": shape.layers, "intermediate_size": shape.intermediate,
        "num_attention_heads": shape.heads, "num_key_value_heads": shape.key_value_heads,
        "head_dim": shape.head_dim, "hidden_act": "silu", "max_position_embeddings": shape.context,
        "rope_theta": THETA, "rms_norm_eps": EPSILON, "attention_bias": False, "tie_word_embeddings": True,
        "bos_token_id": 0, "eos_token_id": 0, "torch_dtype": str(dtype).removeprefix("torch."),
    }  # fmt: skip


def write_safetensors(directory: Path, tensors: dict, config: dict, tokenizer: Path) -> None:
    directory.mkdir(parents=True)
    save_file(tensors, directory / "model.safetensors", metadata={"format": "pt"})
    (directory / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(tokenizer / name, directory / name)


def gguf_name(name: str) -> str:
    parts = name.removesuffix(".weight").split(".")
    if parts[1] == "layers":
        return f"blk.{parts[2]}.{GGUF_NAMES['.'.join(parts[3:])]}.weight"
    return {"embed_tokens": "token_embd", "norm": "output_norm"}[parts[1]] + ".weight"


def write_gguf(path: Path, tensors: dict, shape: Shape, dtype: str) -> None:
    writer = gguf.GGUFWriter(path, "qwen3")
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.hidden)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.intermediate)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.key_value_heads)
    writer.add_key_length(shape.head_dim)
    writer.add_value_length(shape.head_dim)
    writer.add_rope_freq_base(THETA)
    writer.add_layer_norm_rms_eps(EPSILON)
    writer.add_vocab_size(shape.vocabulary)
    writer.add_tokenizer_model("no_vocab")
    for name, tensor in tensors.items():
        # llama.cpp keeps vectors in float32 in every file type
        if tensor.dim() == 1 or dtype == "f32":
            writer.add_tensor(gguf_name(name), tensor.float().numpy())
        elif dtype == "f16":
            writer.add_tensor(gguf_name(name), tensor.numpy())
        else:
            writer.add_tensor(gguf_name(name), tensor.view(torch.uint8).numpy(),
                              raw_dtype=gguf.GGMLQuantizationType.BF16)  # fmt: skip
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def main() -> None:
    name, dtype, tokenizer, out = sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4])
    shape, number = SHAPES[name], DTYPES[dtype]
    shutil.rmtree(out, ignore_errors=True)
    tensors = weights(shape, number)
    write_safetensors(out / "qwen3", tensors, configuration(shape, "qwen3", "Qwen3ForCausalLM", number), tokenizer)
    plain = {key: tensor for key, tensor in tensors.items() if "q_norm" not in key and "k_norm" not in key}
    write_safetensors(out / "llama", plain, configuration(shape, "llama", "LlamaForCausalLM", number), tokenizer)
    write_gguf(out / "qwen3.gguf", tensors, shape, dtype)
    count = sum(tensor.numel() for tensor in tensors.values())
    (out / "complete.json").write_text(json.dumps(asdict(shape)) + "\n")
    print(f"{out}: {count:,} numbers in {dtype}")


if __name__ == "__main__":
    main()
