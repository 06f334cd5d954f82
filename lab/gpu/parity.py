"""The programs' numbers on this device beside those that transformers and torch computed on a CPU, in fixtures."""

import json

import torch
from generation import Generation
from program import FIXTURES, checkpoint, parts
from training import ACTIVATIONS, Batch, Training

# plain and divided rotary embeddings, with and without norms of queries and keys, biases, a tied head
FAMILIES = ("qwen3", "qwen2", "llama-linear")


def checks(device: str) -> list[dict]:
    found = []
    for family in FAMILIES:
        expected = json.loads((FIXTURES / family / "expected.json").read_text())
        # in bfloat16 on a CPU these models' logprobs are up to 0.05 off on average, and 0.3 at most
        for dtype, limits in ((torch.float32, (1e-3, 1e-3)), (torch.bfloat16, (0.1, 0.6))):
            found += logits(family, expected, device, dtype, *limits)
        found.append(greedy(family, expected, device))
        for mixed, limit in ((False, 1e-3), (True, 0.02)):
            found += steps(family, expected["training"], device, mixed, limit)
    return found + losses("qwen3", device, ACTIVATIONS) + losses("qwen2", device, 0)


def check(name: str, value: float, limit: float) -> dict:
    return {"name": name, "value": value, "limit": limit, "ok": value <= limit}


def bits(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")


def logits(family, expected, device, dtype, mean: float, largest: float) -> list[dict]:
    """Logprobs of whole prompts: how far they are from float32 on a CPU."""
    shape, factor, weights = checkpoint(FIXTURES / family, device, dtype)
    gaps = []
    for prompt in expected["prompts"]:
        generation = Generation(shape, weights, 1, 64, factor)
        found = generation.prefill(prompt["ids"], 0, every=True)[prompt["positions"]].cpu()
        wanted = torch.tensor(prompt["logits"])
        gaps.append((found.log_softmax(-1) - wanted.log_softmax(-1)).abs().flatten())
    gap = torch.cat(gaps)
    name = f"{family} {bits(dtype)} logprobs,"
    return [check(f"{name} mean gap", gap.mean().item(), mean), check(f"{name} largest gap", gap.max().item(), largest)]


def greedy(family, expected, device) -> dict:
    """Tokens that differ from the reference's 64 after each prompt, decoded with the cache in float32."""
    shape, factor, weights = checkpoint(FIXTURES / family, device, torch.float32)
    different = 0
    for prompt in expected["prompts"]:
        wanted = prompt.get("greedy", [])
        generation = Generation(shape, weights, 1, 128, factor)
        token = int(generation.prefill(prompt["ids"], 0)[0].argmax())
        for at, expected_token in enumerate(wanted):
            different += token != expected_token
            token = generation.step([expected_token], len(prompt["ids"]) + at)[0]
    return check(f"{family} float32 greedy tokens that differ", different, 0)


def steps(family, expected, device, mixed: bool, limit: float) -> list[dict]:
    """Two steps of AdamW on all weights: losses, norms of the gradients, and the weights after them; one where `mixed`."""
    shape, factor, weights = checkpoint(FIXTURES / family, device, torch.float32)
    training = Training(shape, weights, mixed, factor=factor)
    flat = [weight for of in expected["weights"] for weight in of]
    batch = Batch.of(expected["sequences"], flat, [0.0] * len(flat), [0.0] * len(flat), device)
    adamw, name = expected["adamw"], f"{family} {'bfloat16' if mixed else 'float32'} products,"
    found = []
    pairs = list(zip(expected["losses"], expected["grad_norms"], strict=True))
    # where a gradient is near 0, its sign and so AdamW's first steps hang on rounding
    for n, (loss, norm) in enumerate(pairs[:1] if mixed else pairs, 1):
        ours = training.backward(batch, "cross_entropy")
        moved = training.update(
            adamw["lr"], adamw["betas"], adamw["eps"], adamw["weight_decay"], True, adamw["max_grad_norm"]
        )
        found.append(check(f"{name} loss {n}, relative gap", abs(ours - loss) / max(1.0, abs(loss)), limit))
        found.append(check(f"{name} gradient norm {n}, relative gap", abs(moved - norm) / norm, limit))
    if not mixed:
        gap = after(shape, training.weights, expected["parameters"])
        found.append(check(f"{name} weights after two steps, largest gap", gap, 2 * adamw["lr"] * 0.1))
    return found


def after(shape, weights, expected: dict) -> float:
    largest = 0.0
    for slot, names in enumerate(parts(shape)):
        row = 0
        for name in names:
            wanted = expected[name]
            rows = wanted["shape"][0]
            values = weights[slot].detach()[row : row + rows].flatten().cpu()[wanted["indices"]]
            largest = max(largest, (values - torch.tensor(wanted["after_step_2"])).abs().max().item())
            row += rows
    return largest


def losses(family, device, activations: int) -> list[dict]:
    """Every loss and its gradients' norms, against float64; layers are computed twice where none may be kept."""
    expected = json.loads((FIXTURES / family / "gradients.json").read_text())
    sequences = [example["tokens"] for example in expected["examples"]]
    flat = ([x for example in expected["examples"] for x in example[of]] for of in ("weights", "logprobs", "advantages"))
    batch = Batch.of(sequences, *flat, device)
    found = []
    for loss, wanted in expected["full"].items():
        shape, factor, weights = checkpoint(FIXTURES / family, device, torch.float32)
        training = Training(shape, weights, False, factor=factor, activations=activations)
        ours = training.backward(batch, loss, *expected["bounds"].get(loss, (0.0, float("inf"))))
        gap = abs(ours - wanted["loss"]) / max(1.0, abs(wanted["loss"]))
        found.append(check(f"{family} float32 {loss}, relative gap", gap, 1e-3))
        found.append(check(f"{family} float32 {loss}, gradients' relative gap", norms(shape, training, wanted), 1e-3))
    return found


def norms(shape, training: Training, wanted: dict) -> float:
    largest = 0.0
    for slot, names in enumerate(parts(shape)):
        row = 0
        for name in names:
            rows = rows_of(shape, name)
            gradient = training.weights[slot].grad[row : row + rows].norm().item()
            expected = wanted["parameters"][name]["norm"]
            largest = max(largest, abs(gradient - expected) / max(expected, 1e-3))
            row += rows
    return largest


def rows_of(shape, name: str) -> int:
    """Of the tensors that are stacked; any other is its slot's only one."""
    rows = {"q_proj": shape.heads * shape.head_dim, "k_proj": shape.kv_heads * shape.head_dim,
            "v_proj": shape.kv_heads * shape.head_dim, "gate_proj": shape.intermediate,
            "up_proj": shape.intermediate}  # fmt: skip
    return next((count for part, count in rows.items() if part in name), 1 << 40)
