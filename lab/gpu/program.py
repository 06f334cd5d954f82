"""The programs of libraries/lm as libraries/lm's TorchScript.java wraps and loads them, and what they are given."""

import io
import json
import warnings
import zipfile
from pathlib import Path

import torch
from plan import Shape

HOME = Path(__file__).resolve().parents[2]
SOURCES = HOME / "libraries/lm/src/main/resources/io/reagent/lm"
FIXTURES = HOME / "lab/conformance/fixtures"
# pickled: __torch__.M.__new__() with the state {"training": False}
MODULE = b"\x80\x02c__torch__\nM\n)\x81}X\x08\x00\x00\x00training\x89sb."
STORED = {"F32": torch.float32, "BF16": torch.bfloat16, "F16": torch.float16}


def load(*sources: str):
    """One program from files of SOURCES: the first begins its class, the others go on with its methods."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as entries:
        entries.writestr("m/version", "3\n")
        entries.writestr("m/constants.pkl", b"\x80\x02).")
        entries.writestr("m/data.pkl", MODULE)
        entries.writestr("m/code/__torch__.py", "".join((SOURCES / name).read_text() for name in sources))
    archive.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch.jit.load is deprecated, and is what DJL calls
        return torch.jit.load(archive)


def decoder():
    # the program is interpreted as written, as in the JVM
    torch._C._set_graph_executor_optimize(False)
    return load("decoder/decoder.py", "decoder/products.py", "decoder/training.py")


def optimizer():
    return load("train/optimizer.py")


def slots(shape: Shape) -> list[tuple[str, tuple[int, ...]]]:
    """The tensors of Layout.java, in its order; a size of (0,) is one that the family does not have."""
    queries, keys = shape.heads * shape.head_dim, shape.kv_heads * shape.head_dim
    absent, d = (0,), shape.hidden
    norm = (shape.head_dim,) if shape.qk_norm else absent
    layer = [
        ("norm", (d,)), ("qkv", (queries + 2 * keys, d)), ("bias", (queries + 2 * keys,) if shape.qkv_bias else absent),
        ("norm", norm), ("norm", norm), ("out", (d, queries)), ("bias", absent),
        ("norm", (d,)), ("gate_up", (2 * shape.intermediate, d)), ("bias", absent),
        ("down", (d, shape.intermediate)), ("bias", absent),
    ]  # fmt: skip
    head = absent if shape.tied else (shape.vocabulary, d)
    return [("embedding", (shape.vocabulary, d)), ("norm", (d,)), ("head", head)] + layer * shape.layers


def random_weights(shape: Shape, device: str, dtype: torch.dtype) -> list[torch.Tensor]:
    """Matrices normal with deviation 0.02, norms 1, biases 0: speed does not depend on what they are."""
    weights = []
    for kind, size in slots(shape):
        if kind in ("norm", "bias"):
            weights.append(torch.full(size, float(kind == "norm"), dtype=dtype, device=device))
        else:
            weights.append(torch.empty(size, dtype=dtype, device=device).normal_(0, 0.02))
    return tied(weights)


def tied(weights: list[torch.Tensor]) -> list[torch.Tensor]:
    """A tied head is the embedding again."""
    if weights[2].numel() == 0:
        weights[2] = weights[0]
    return weights


def checkpoint(directory: Path, device: str, dtype: torch.dtype) -> tuple[Shape, float, list[torch.Tensor]]:
    """A fixture's shape, the factor that its positions are divided by, and its weights."""
    config = json.loads((directory / "config.json").read_text())
    tensors = {}
    for file in sorted(directory.glob("*.safetensors")):
        tensors |= safetensors(file)
    heads, d = config["num_attention_heads"], config["hidden_size"]
    rope = config.get("rope_parameters") or config.get("rope_scaling") or {}
    shape = Shape(
        directory.name, config["vocab_size"], d, config["num_hidden_layers"], config["intermediate_size"], heads,
        config["num_key_value_heads"], config.get("head_dim") or d // heads, config.get("tie_word_embeddings", False),
        "model.layers.0.self_attn.q_proj.bias" in tensors, "model.layers.0.self_attn.q_norm.weight" in tensors,
        config["rms_norm_eps"], rope.get("rope_theta") or config.get("rope_theta") or 10_000.0,
    )  # fmt: skip
    weights = [torch.cat([tensors[name] for name in names]) if names else torch.zeros(0) for names in parts(shape)]
    moved = [weight.to(device=device, dtype=torch.float32).to(dtype) for weight in weights]
    return shape, float(rope.get("factor", 1.0)), tied(moved)


def parts(shape: Shape) -> list[list[str]]:
    """Of each slot the tensors of a checkpoint that it is made of."""
    names = [["model.embed_tokens.weight"], ["model.norm.weight"], [] if shape.tied else ["lm_head.weight"]]
    for i in range(shape.layers):
        layer = f"model.layers.{i}."
        qkv = [layer + f"self_attn.{x}_proj" for x in "qkv"]
        names += [
            [layer + "input_layernorm.weight"], [x + ".weight" for x in qkv],
            [x + ".bias" for x in qkv] if shape.qkv_bias else [],
            [layer + "self_attn.q_norm.weight"] if shape.qk_norm else [],
            [layer + "self_attn.k_norm.weight"] if shape.qk_norm else [],
            [layer + "self_attn.o_proj.weight"], [], [layer + "post_attention_layernorm.weight"],
            [layer + "mlp.gate_proj.weight", layer + "mlp.up_proj.weight"], [], [layer + "mlp.down_proj.weight"], [],
        ]  # fmt: skip
    return names


def safetensors(file: Path) -> dict[str, torch.Tensor]:
    data = bytearray(file.read_bytes())
    length = int.from_bytes(data[:8], "little")
    tensors = {}
    for name, entry in json.loads(data[8 : 8 + length]).items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            flat = torch.frombuffer(data[8 + length + begin : 8 + length + end], dtype=STORED[entry["dtype"]])
            tensors[name] = flat.reshape(entry["shape"])
    return tensors


def rope(shape: Shape, positions: int, device: str, dtype: torch.dtype, factor: float = 1.0):
    """Tables [P, h]; the first half of sin is negated, so that rotation is one roll."""
    exponents = torch.arange(0, shape.head_dim, 2, dtype=torch.float64) / shape.head_dim
    inverse = (shape.rope_base**-exponents / factor).float()
    angles = torch.outer(torch.arange(positions).float(), inverse)
    cos, sin = angles.double().cos(), angles.double().sin()
    tables = torch.cat([cos, cos], 1), torch.cat([-sin, sin], 1)
    return tuple(table.to(device=device, dtype=torch.float32).to(dtype) for table in tables)
