"""Makes the tiny checkpoints and the values transformers computes from them, which the tests of lm are held to.

    python lab/conformance/parity/make_fixtures.py --out lab/conformance/fixtures

Deterministic for given library versions (see README.md there for the format of expected.json).
"""

import argparse
import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import tiny_tokenizers
import torch
import transformers
from transformers import AutoModelForCausalLM, LlamaConfig, PreTrainedTokenizerFast, Qwen2Config, Qwen3Config

VOCABULARY = 320
GREEDY = 64
MIN_GAP = 5e-3  # between the two best logits on a greedy path: far above float32 noise
SAMPLES = 16

SHAPE = dict(
    vocab_size=VOCABULARY, hidden_size=48, intermediate_size=80, num_hidden_layers=2, num_attention_heads=4,
    num_key_value_heads=2, max_position_embeddings=160, rms_norm_eps=1e-6,
)  # fmt: skip
SMALL = SHAPE | dict(hidden_size=32, intermediate_size=48)
QWEN_IDS = dict(bos_token_id=None, eos_token_id=313, pad_token_id=311)
LLAMA_IDS = dict(bos_token_id=313, eos_token_id=[314, 318], pad_token_id=314)

CHATML = (
    "{%- for message in messages %}\n{{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}\n"
    "{%- endfor %}\n{%- if add_generation_prompt %}\n{{- '<|im_start|>assistant\\n' }}\n{%- endif %}\n"
)
HEADERS = (
    "{{- bos_token }}\n{%- for message in messages %}\n{{- '<|start_header_id|>' + message['role'] + "
    "'<|end_header_id|>\\n\\n' + message['content'] | trim + '<|eot_id|>' }}\n{%- endfor %}\n"
    "{%- if add_generation_prompt %}\n{{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}\n{%- endif %}\n"
)


@dataclass
class Fixture:
    name: str
    config: object
    dtype: torch.dtype = torch.float32
    layout: str = "rope_parameters"  # or "rope_scaling", what transformers 4 wrote
    shard: str | None = None
    drop: list[str] = field(default_factory=list)  # config fields older files do not have
    lengths: tuple[int, ...] = (5, 17, 48)


def rope(kind: str, theta: float = 10000.0, **more) -> dict:
    return {"rope_type": kind, "rope_theta": theta, **more}


LLAMA3_ROPE = rope(
    "llama3", 500000.0, factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0, original_max_position_embeddings=32)
FIXTURES = [
    Fixture("qwen3", Qwen3Config(**SHAPE, **QWEN_IDS, head_dim=16, tie_word_embeddings=True,
                                 rope_parameters=rope("default", 1000000.0))),
    Fixture("qwen3-yarn", Qwen3Config(**SMALL, **QWEN_IDS, head_dim=16, tie_word_embeddings=False, rope_parameters=rope(
        "yarn", 1000.0, factor=4.0, original_max_position_embeddings=40)), dtype=torch.bfloat16),
    Fixture("qwen2", Qwen2Config(**SHAPE, **QWEN_IDS, tie_word_embeddings=False, rope_parameters=rope("default")),
            dtype=torch.bfloat16, layout="rope_scaling", shard="60KB", drop=["head_dim", "layer_types"]),
    Fixture("llama", LlamaConfig(**SHAPE, **LLAMA_IDS, tie_word_embeddings=False, rope_parameters=LLAMA3_ROPE),
            dtype=torch.float16, layout="rope_scaling"),
    Fixture("llama-biased", LlamaConfig(**SMALL, **LLAMA_IDS, tie_word_embeddings=True, attention_bias=True,
                                        mlp_bias=True, rope_parameters=LLAMA3_ROPE), shard="70KB"),
    Fixture("llama-linear", LlamaConfig(**SMALL, **LLAMA_IDS, tie_word_embeddings=False,
                                        rope_parameters=rope("linear", factor=2.0)),
            dtype=torch.bfloat16, layout="rope_scaling", drop=["head_dim", "attention_bias", "mlp_bias"]),
    Fixture("llama-dynamic", LlamaConfig(**SMALL | dict(max_position_embeddings=96), **LLAMA_IDS,
                                         tie_word_embeddings=False, rope_parameters=rope("dynamic", factor=2.0)),
            dtype=torch.float16, lengths=(5, 17, 120)),
]  # fmt: skip


def initialise(model: torch.nn.Module, generator: torch.Generator) -> None:
    """Wide weights, so that logits are spread and every part of the network matters to them."""
    for name, p in model.named_parameters():
        noise = torch.randn(p.shape, generator=generator)
        if "norm" in name:
            p.data = 1 + 0.2 * noise
        elif p.dim() == 1:
            p.data = 0.2 * noise
        elif "embed" in name or "lm_head" in name:
            p.data = 0.6 * noise
        else:
            p.data = 1.2 * noise / p.shape[1] ** 0.5


def f32(values) -> list:
    """Shortest decimals that read back as the same float32."""
    array = np.asarray(values, dtype=np.float32)
    return [float(str(v)) for v in array.ravel()] if array.ndim < 2 else [f32(row) for row in array]


def old_layout(config: dict) -> dict:
    parameters = dict(config.pop("rope_parameters"))
    config["rope_theta"] = parameters.pop("rope_theta")
    kind = parameters["rope_type"]
    if kind == "linear":
        parameters = {"type": kind, "factor": parameters["factor"]}  # the oldest spelling
    config["rope_scaling"] = None if kind == "default" else parameters
    config["torch_dtype"] = config.pop("dtype")
    return config


def save(fixture: Fixture, model, directory: Path) -> None:
    shutil.rmtree(directory, ignore_errors=True)
    model.generation_config = transformers.GenerationConfig(
        do_sample=True, temperature=0.6, top_k=20, top_p=0.95,
        eos_token_id=fixture.config.eos_token_id, pad_token_id=fixture.config.pad_token_id)
    more = {"max_shard_size": fixture.shard} if fixture.shard else {}
    model.to(fixture.dtype).save_pretrained(directory, **more)
    for weights in directory.glob("*.safetensors"):
        weights.chmod(0o644)

    path = directory / "config.json"
    config = json.loads(path.read_text())
    if fixture.layout == "rope_scaling":
        config = old_layout(config)
    for name in fixture.drop:
        config.pop(name, None)
    path.write_text(json.dumps(config, indent=2, sort_keys=True) + "\n")

    llama = isinstance(fixture.config, LlamaConfig)
    backend = (tiny_tokenizers.llama3 if llama else tiny_tokenizers.qwen)(VOCABULARY)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=backend, bos_token="<|begin_of_text|>" if llama else None,
        eos_token="<|eot_id|>" if llama else "<|im_end|>", pad_token="<|end_of_text|>" if llama else "<|endoftext|>")
    ids = fixture.config.eos_token_id
    assert tokenizer.eos_token_id in (ids if isinstance(ids, list) else [ids]), tokenizer.eos_token_id
    tokenizer.save_pretrained(directory)
    path = directory / "tokenizer_config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"chat_template": HEADERS if llama else CHATML}, indent=2)
                    + "\n")


def load(directory: Path, dtype: torch.dtype = torch.float32):
    return AutoModelForCausalLM.from_pretrained(directory, dtype=dtype, attn_implementation="eager").eval()


@torch.no_grad()
def greedy(model, prompt: list[int]) -> tuple[list[int], float]:
    """Tokens by full recomputation, no cache, and the narrowest gap met between first and second choice."""
    ids, gap = list(prompt), float("inf")
    for _ in range(GREEDY):
        best = model(torch.tensor([ids]), use_cache=False).logits[0, -1].topk(2)
        gap = min(gap, float(best.values[0] - best.values[1]))
        ids.append(int(best.indices[0]))
    return ids[len(prompt):], gap


def prompts(fixture: Fixture, directory: Path, rng: np.random.Generator) -> list[dict] | None:
    result = []
    for length in fixture.lengths:
        ids = rng.integers(0, 300, length).tolist()
        with torch.no_grad():
            logits = load(directory)(torch.tensor([ids])).logits[0]
            exact = load(directory, torch.float64)(torch.tensor([ids])).logits[0]
        if (noise := float((logits - exact).abs().max())) > 2e-5:
            print(f"  {fixture.name}: float32 noise {noise:.1e}, next seed")
            return None
        positions = sorted({0, length // 3, length - 2, length - 1})
        entry = {"ids": ids, "positions": positions, "logits": f32(logits[positions])}
        # dynamic scaling beyond the trained length depends on when each key was cached: only logits are defined
        if length + GREEDY <= fixture.config.max_position_embeddings:
            entry["greedy"], gap = greedy(load(directory), ids)
            if gap < MIN_GAP:
                print(f"  {fixture.name}: greedy gap {gap:.1e}, next seed")
                return None
        result.append(entry)
    return result


def weighted_loss(model, sequences: list[list[int]], weights: list[list[float]]):
    """Sum over tokens of weight * cross entropy; position i predicts ids[i + 1]."""
    total, all_logprobs = 0.0, []
    for ids, weight in zip(sequences, weights, strict=True):
        logits = model(torch.tensor([ids[:-1]]), use_cache=False).logits[0]
        logprobs = logits.log_softmax(-1).gather(1, torch.tensor(ids[1:])[:, None])[:, 0]
        total = total - (logprobs * torch.tensor(weight)).sum()
        all_logprobs.append(f32(logprobs.detach()))
    return total, all_logprobs


def sample_indices(gradient: torch.Tensor, rng: np.random.Generator) -> list[int]:
    """Places whose gradient is zero or well above noise: after one Adam step the sign alone decides."""
    flat = gradient.flatten().abs()
    usable = torch.nonzero((flat == 0) | (flat > 1e-3 * flat.max())).flatten().numpy()
    return sorted(rng.choice(usable, min(SAMPLES, len(usable)), replace=False).tolist())


def training(directory: Path, rng: np.random.Generator) -> dict:
    model = load(directory)
    sequences = [rng.integers(0, VOCABULARY, n).tolist() for n in (23, 7, 40)]
    weights = [f32(rng.choice([0.0, 0.25, 1.0, -0.5], len(ids) - 1)) for ids in sequences]
    hyper = dict(lr=1e-3, betas=(0.9, 0.95), eps=1e-8, weight_decay=0.1)
    optimizer = torch.optim.AdamW(model.parameters(), **hyper)
    step = {"sequences": sequences, "weights": weights,
            "adamw": hyper | {"max_grad_norm": 1.0}, "parameters": {}, "losses": [], "grad_norms": []}  # fmt: skip
    for number in range(2):
        optimizer.zero_grad()
        loss, logprobs = weighted_loss(model, sequences, weights)
        loss.backward()
        step["losses"].append(f32([loss.item()])[0])
        if number == 0:
            step["logprobs"] = logprobs
            for name, p in model.named_parameters():
                indices = sample_indices(p.grad, rng)
                step["parameters"][name] = {
                    "shape": list(p.shape), "grad_norm": f32([p.grad.norm()])[0], "indices": indices,
                    "grad": f32(p.grad.flatten()[indices])}  # fmt: skip
                if p.numel() <= 64:
                    step["parameters"][name]["full_grad"] = f32(p.grad.flatten())
        step["grad_norms"].append(f32([torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)])[0])
        optimizer.step()
        for name, p in model.named_parameters():
            entry = step["parameters"][name]
            entry[f"after_step_{number + 1}"] = f32(p.detach().flatten()[entry["indices"]])
    return step


def make(fixture: Fixture, out: Path) -> None:
    directory = out / fixture.name
    for seed in range(100):
        model = AutoModelForCausalLM.from_config(fixture.config, dtype=torch.float32)
        initialise(model, torch.Generator().manual_seed(seed))
        model.tie_weights()
        save(fixture, model, directory)
        rng = np.random.default_rng(seed)
        if (expected := prompts(fixture, directory, rng)) is not None:
            break
    document = {
        "made_with": {"transformers": transformers.__version__, "torch": torch.__version__, "seed": seed},
        "prompts": expected, "training": training(directory, rng),
    }  # fmt: skip
    (directory / "expected.json").write_text(json.dumps(document, separators=(",", ":")) + "\n")
    size = sum(f.stat().st_size for f in directory.iterdir()) // 1024
    print(f"{fixture.name}: {size} KiB, {model.num_parameters()} parameters, seed {seed}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", nargs="*", help="names of fixtures")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    transformers.utils.logging.disable_progress_bar()
    for fixture in FIXTURES:
        if not arguments.only or fixture.name in arguments.only:
            make(fixture, arguments.out)


if __name__ == "__main__":
    main()
