"""Makes the gradients that torch and PEFT compute for every loss, of all weights and of adapters on every target.

    python lab/conformance/parity/make_gradients.py --out lab/conformance/fixtures

Reads checkpoints that make_fixtures.py made there and writes gradients.json and an adapter beside two of them (see
README.md there). Everything is computed in float64, so that a difference is the other side's.
"""

import argparse
import json
import shutil
import warnings
from pathlib import Path

import numpy as np
import torch
import transformers
from make_fixtures import VOCABULARY, f32, load
from peft import LoraConfig, get_peft_model
from safetensors.torch import save_file

FIXTURES = ("qwen3", "qwen2")  # one with norms of q and k and a tied head, one with biases and a head of its own
RANK, ALPHA = 2, 6
TARGETS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj", "lm_head")
SAMPLES = 8

# name, least and greatest ratio of policy to sampler
LOSSES = {"cross_entropy": None, "importance_sampling": None, "ppo": (0.8, 1.28), "cispo": (0.5, 1.5)}
LOG_RATIOS = (-1.2, -0.5, -0.1, 0.12, 0.6, 1.1)  # on both sides of every bound, away from the kinks


def logprobs(model, ids: list[int]) -> torch.Tensor:
    """Of ids[1:]."""
    logits = model(torch.tensor([ids[:-1]]), use_cache=False).logits[0]
    return logits.log_softmax(-1).gather(1, torch.tensor(ids[1:])[:, None])[:, 0]


def summed(name: str, model, examples: list[dict]) -> torch.Tensor:
    """The loss by its definition, over every target of every example."""
    total = torch.zeros((), dtype=torch.float64)
    for e in examples:
        now = logprobs(model, e["tokens"])
        sampled, advantage, weight = (torch.tensor(e[key], dtype=torch.float64)
                                      for key in ("logprobs", "advantages", "weights"))  # fmt: skip
        ratio = (now - sampled).exp()
        low, high = LOSSES[name] or (0, 0)
        match name:
            case "cross_entropy":
                gain = now
            case "importance_sampling":
                gain = ratio * advantage
            case "ppo":
                gain = torch.minimum(ratio * advantage, ratio.clamp(low, high) * advantage)
            case "cispo":
                gain = ratio.detach().clamp(low, high) * now * advantage
        total = total - (weight * gain).sum()
    return total


def made_up(model, rng: np.random.Generator) -> list[dict]:
    """Examples whose sampler differed from the model; two of them begin alike."""
    beginning = rng.integers(0, VOCABULARY, 24).tolist()  # long enough to be computed once
    examples = []
    for tokens in (beginning + rng.integers(0, VOCABULARY, 8).tolist(), rng.integers(0, VOCABULARY, 21).tolist(),
                   beginning + rng.integers(0, VOCABULARY, 5).tolist()):  # fmt: skip
        n = len(tokens) - 1
        with torch.no_grad():
            sampled = logprobs(model, tokens) - torch.tensor(rng.choice(LOG_RATIOS, n))
        examples.append({"tokens": tokens, "weights": f32(rng.choice([0.0, 0.25, 1.0], n)),
                         "advantages": f32(rng.choice([1.3, -0.7], n)), "logprobs": f32(sampled)})  # fmt: skip
    return examples


def gradients(model, examples: list[dict], names: dict[str, str], rng: np.random.Generator) -> dict:
    """Of every loss, by the names that a file has: the whole's norm, and the values at some places."""
    found = {}
    for loss in LOSSES:
        model.zero_grad()
        value = summed(loss, model, examples)
        value.backward()
        parameters = {}
        for name, p in model.named_parameters():
            if p.requires_grad:
                flat = p.grad.flatten()
                indices = sorted(rng.choice(len(flat), min(SAMPLES, len(flat)), replace=False).tolist())
                parameters[names.get(name, name)] = {
                    "norm": f32([flat.norm()])[0], "indices": indices, "values": f32(flat[indices])}  # fmt: skip
        found[loss] = {"loss": f32([value.item()])[0], "parameters": parameters}
    return found


def adapted(directory: Path, targets: tuple[str, ...], weights: dict[str, torch.Tensor]):
    """PEFT's model with these targets' weights, and the names its parameters have in a file."""
    config = LoraConfig(r=RANK, lora_alpha=ALPHA, target_modules=list(targets), lora_dropout=0.0)
    model = get_peft_model(load(directory, torch.float64), config)
    names = {name: name.replace(".default", "") for name, p in model.named_parameters() if p.requires_grad}
    for name, p in model.named_parameters():
        if p.requires_grad:
            p.data = weights[names[name]].double()
    return model.double(), names


def adapter(directory: Path, rng: np.random.Generator) -> dict[str, torch.Tensor]:
    """Random weights on every target, both halves away from zero, saved as PEFT's file and configuration."""
    config = LoraConfig(r=RANK, lora_alpha=ALPHA, target_modules=list(TARGETS), lora_dropout=0.0)
    model = get_peft_model(load(directory), config)
    weights = {name.replace(".default", ""): torch.tensor(0.2 * rng.standard_normal(tuple(p.shape)), dtype=torch.float32)
               for name, p in model.named_parameters() if p.requires_grad}  # fmt: skip
    out = directory / "adapter"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    save_file(weights, out / "adapter_model.safetensors")
    (out / "adapter_model.safetensors").chmod(0o644)
    (out / "adapter_config.json").write_text(json.dumps(
        {"peft_type": "LORA", "r": RANK, "lora_alpha": ALPHA, "target_modules": list(TARGETS)}, indent=2) + "\n")
    return weights


def make(directory: Path) -> None:
    rng = np.random.default_rng(11)
    model = load(directory, torch.float64)
    examples = made_up(model, rng)
    weights = adapter(directory, rng)
    document = {"examples": examples, "bounds": {name: bounds for name, bounds in LOSSES.items() if bounds},
                "full": gradients(model, examples, {}, rng), "adapters": []}  # fmt: skip
    for targets in [TARGETS, *((target,) for target in TARGETS)]:
        lora, names = adapted(directory, targets, weights)
        document["adapters"].append({"targets": targets, "losses": gradients(lora, examples, names, rng)})
    path = directory / "gradients.json"
    path.write_text(json.dumps(document, separators=(",", ":")) + "\n")
    print(f"{directory.name}: gradients of {len(LOSSES)} losses, {path.stat().st_size // 1024} KiB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    out = parser.parse_args().out
    torch.set_num_threads(1)
    transformers.utils.logging.disable_progress_bar()
    # a head that shares the embedding's matrix is not merged here
    warnings.filterwarnings("ignore", message=".*tie_word_embeddings.*")
    for name in FIXTURES:
        make(out / name)


if __name__ == "__main__":
    main()
