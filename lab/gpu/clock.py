"""Time and memory on a device that works on while the caller goes on."""

import statistics
import time
from collections.abc import Callable

import torch


def settle(device: str) -> None:
    if device != "cpu":
        torch.cuda.synchronize()


def seconds(device: str, work: Callable[[], object], rounds: int, warm: int = 1) -> float:
    """The median of rounds, after some that are not counted."""
    for _ in range(warm):
        work()
    times = []
    for _ in range(rounds):
        settle(device)
        began = time.perf_counter()
        work()
        settle(device)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def forget_peak(device: str) -> None:
    if device != "cpu":
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()


def peak_gigabytes(device: str) -> float | None:
    return None if device == "cpu" else round(torch.cuda.max_memory_allocated() / 1e9, 2)


def ceilings(device: str, small: bool) -> dict:
    """What the card does at most: bytes read and written by a large copy, bfloat16 arithmetic of a large product."""
    numbers, square = (1 << 22, 256) if small else (1 << 31, 8_192)
    source = torch.zeros(numbers, dtype=torch.int8, device=device)
    target = torch.empty_like(source)
    copied = seconds(device, lambda: target.copy_(source), 5, 2)
    del source, target
    a, b = (torch.randn(square, square, device=device).bfloat16() for _ in range(2))
    product = seconds(device, lambda: a @ b, 10, 3)
    return {"gigabytes_per_s": 2 * numbers / copied / 1e9, "teraflops": 2 * square**3 / product / 1e12}
