"""Runs named checks, one line each."""

import os
import traceback
from collections.abc import Callable

CHECKS: list[tuple[str, Callable[[], str | None]]] = []


def check(function: Callable[[], str | None]) -> Callable[[], str | None]:
    """The function's name says what is checked; it may return a remark, and raises when it does not hold."""
    CHECKS.append((function.__name__.replace("_", " "), function))
    return function


def run() -> int:
    failed = 0
    for name, function in CHECKS:
        try:
            remark = function()
            print(f"ok   {name}" + (f": {remark}" if remark else ""), flush=True)
        except Exception as error:  # whatever a check dies of is its failure
            failed += 1
            print(f"FAIL {name}: {type(error).__name__}: {error}", flush=True)
            if os.environ.get("REAGENT_CONFORMANCE_TRACES"):
                traceback.print_exc()
    return 1 if failed else 0


def url() -> str:
    return os.environ.get("REAGENT_POLICY_URL", "http://localhost:8082").rstrip("/")
