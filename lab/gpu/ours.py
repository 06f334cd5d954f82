"""The programs at work on random weights: seconds of each measurement."""

import torch
from clock import seconds
from generation import Generation
from plan import Measurement
from program import random_weights
from training import Batch, Training, random_adapter

ROUNDS = 3


def measure(m: Measurement, device: str) -> float:
    return {"decode": decode, "prefill": prefill, "train": train}[m.kind](m, device)


def prompt(m: Measurement) -> list[int]:
    return [(7 * i + 3) % m.shape.vocabulary for i in range(m.length)]


@torch.inference_mode()
def decode(m: Measurement, device: str) -> float:
    """Of one step: a token for every sequence, drawn greedily and read by the host, which gives it back."""
    weights = random_weights(m.shape, device, torch.bfloat16)
    generation = Generation(m.shape, weights, m.batch, m.length + m.new)
    for slot in range(m.batch):
        generation.prefill(prompt(m), slot)

    def steps() -> None:
        tokens = [1] * m.batch
        for at in range(m.new):
            tokens = generation.step(tokens, m.length + at)

    return seconds(device, steps, ROUNDS) / m.new


@torch.inference_mode()
def prefill(m: Measurement, device: str) -> float:
    weights = random_weights(m.shape, device, torch.bfloat16)
    generation = Generation(m.shape, weights, 1, m.length)
    return seconds(device, lambda: generation.prefill(prompt(m), 0), ROUNDS)


def train(m: Measurement, device: str) -> float:
    """Of one step: PPO's loss and gradients, products in bfloat16, then AdamW."""
    adapter = random_adapter(m.shape, device) if m.trained == "adapter" else []
    training = Training(m.shape, random_weights(m.shape, device, torch.float32), True, adapter)
    batch = Batch.random(m.shape, m.batch, m.length, device)

    def step() -> None:
        training.backward(batch, "ppo", 0.8, 1.28)
        training.update(1e-6)

    return seconds(device, step, ROUNDS)
