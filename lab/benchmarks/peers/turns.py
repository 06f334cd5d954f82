"""The side of a measured process: says when it is ready, then does the work once for every line it is sent."""

import json
import sys
from collections.abc import Callable



def emit(value: dict) -> None:
    print(json.dumps(value), flush=True)


def wait() -> bool:
    """Whether another turn is asked for."""
    return sys.stdin.readline().strip() == "go"


def prompts(work: dict, number: int) -> list[list[int]]:
    """The work's prompts with every id moved by the turn's number: no side can reuse what it computed before."""
    return [[(token + number) % work["ids"] for token in request["prompt"]] for request in work["requests"]]


def take(turn: Callable[[int], dict], versions: dict[str, str]) -> None:
    """Turn 0 warms up, then one JSON line per turn: {"rate": ..., "check": ...}."""
    emit({"ready": True, "warm_up": turn(0)["rate"], "versions": versions})
    number = 0
    while wait():
        number += 1
        emit(turn(number))
