"""Runs an agent and prints the run as the service stored it.

    python3 examples/show_run.py '{"model": "policy-tiny", "world_task": {"number": 7, "split": "held_out"}}'

The argument is the body of POST /v1/agents/runs; REAGENT_POLICY_URL says where the service is. What is printed is read
back from GET /v1/agents/runs/{id}: what was said, called and returned in each turn, what the judge wrote, and how it
ended. Long texts are cut, at […].
"""

import json
import os
import sys
import textwrap
import urllib.error
import urllib.request

RUNS = os.environ.get("REAGENT_POLICY_URL", "http://localhost:8082").rstrip("/") + "/v1/agents/runs"
WIDTH = 112
LONGEST = 260


def fetch(url: str, body: str | None = None) -> dict:
    headers = {"Content-Type": "application/json"}
    if os.environ.get("REAGENT_POLICY_KEY"):
        headers["Authorization"] = "Bearer " + os.environ["REAGENT_POLICY_KEY"]
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body.encode() if body else None, headers)) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refused:
        sys.exit(refused.read().decode())


def show(text: str, first: str, then: str = "     ") -> None:
    """A text, its lines wrapped."""
    text = text if len(text) <= LONGEST else text[:LONGEST] + " […]"
    for line in text.strip().splitlines() or [""]:
        print(textwrap.fill(line, WIDTH, initial_indent=first, subsequent_indent=then, break_long_words=False))
        first = then


def show_turns(turns: list[dict]) -> None:
    for number, turn in enumerate(turns, 1):
        if turn.get("told"):
            print(f"     (told to answer: {turn['told']})")
        show("\n".join(filter(None, [turn.get("thought"), turn["said"]])), f"{number:3}  ")
        for call in turn["calls"]:
            show(f"{call['name']} {call['arguments']}", "     > ", "       ")
            show(call["result"], "     ! " if call["failed"] else "     < ", "       ")


def show_run(run: dict) -> None:
    show(run["question"], "question: ")
    if run.get("first"):
        print("\nfirst attempt")
        show_turns(run["first"]["turns"])
        judgement = run["first"].get("judgement") or {}
        if judgement:
            score = "" if judgement.get("score") is None else f", score {judgement['score']}"
            print(f"\njudged by {judgement.get('judge')}: {judgement['outcome']}{score}")
            show(judgement.get("critique") or judgement.get("reason") or "", "     ")
        print(f"\nnot refined: {run['not_refined']}" if run.get("not_refined") else "\nrefined")
    if not run.get("not_refined"):
        show_turns(run["turns"])
    ending = [run.get("stop") or run["status"], run.get("limit"), run.get("error")]
    print(f"\n{run['model']}, {run['strategy']}: {', '.join(filter(None, ending))}", end="")
    print("" if run.get("reference") is None else f"; the answer is {run['reference']}, correct: {run['correct']}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    show_run(fetch(f"{RUNS}/{fetch(RUNS, sys.argv[1])['id']}"))
