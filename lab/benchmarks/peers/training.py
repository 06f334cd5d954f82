"""RL steps of the running platform: how much of a Reagent-U step is model work, and GRPO beside TRL's trainer.

python training.py CHECKPOINT, with the platform up and otherwise idle; the launcher's `bench training` does it.
"""

import argparse
import json
import os
import statistics
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import works
from sides import Setting, Side

TASKS, SAMPLES = 8, 8
LORA = {"rank": 16, "alpha": 32}
WARM_UP = 3  # steps until the services' code is compiled
LEARNING_RATE = 1e-3


def call(url: str, body: dict | None = None) -> dict:
    request = urllib.request.Request(
        url, json.dumps(body).encode() if body is not None else None, {"Content-Type": "application/json"})  # fmt: skip
    try:
        with urllib.request.urlopen(request, timeout=600) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refused:
        raise SystemExit(f"{url}: {refused.code} {refused.read().decode(errors='replace')}") from None
    except urllib.error.URLError as away:
        raise SystemExit(f"{url} does not answer ({away.reason}); start the platform: ./reagent up --detach") from None


class Coordinator:
    def __init__(self, url: str, steps: int) -> None:
        self.url, self.steps = url, steps

    def run(self, kind: str) -> tuple[str, list[dict]]:
        """A run's id, and the metrics of its steps after the warm-up."""
        body = {
            "kind": kind, "name": "bench", "policy": {"base_model": "policy-tiny", "lora_rank": LORA["rank"]},
            "dataset": {"name": "world"},
            "options": {
                "steps": WARM_UP + self.steps, "tasks_per_step": TASKS,
                "group_size": SAMPLES // 2 if kind == "reagent-u" else SAMPLES,
                "temperature": 1, "turns": 12, "calls": 12, "context_tokens": 1900, "turn_tokens": 128,
                "answer_tokens": 96, "attempt_tokens": 800, "learning_rate": LEARNING_RATE,
                # other tasks than any earlier run, whose judgements are kept
                "seed": int(time.time()),
            },
        }  # fmt: skip
        run = call(f"{self.url}/v1/training-runs", body)["id"]
        while (row := call(f"{self.url}/v1/training-runs/{run}"))["state"] not in ("SUCCEEDED", "FAILED", "CANCELLED"):
            time.sleep(0.5)
        if row["state"] != "SUCCEEDED":
            raise SystemExit(f"the {kind} run ended as {row['state']}: {row.get('reason')}")
        steps = call(f"{self.url}/v1/training-runs/{run}/steps?limit=100")["items"]
        return run, [step["metrics"] for step in steps[WARM_UP:]]

    def rollouts(self, run: str) -> list[dict]:
        """Of the run's last step, with their trajectories and tokens."""
        last = WARM_UP + self.steps - 1
        listed = call(f"{self.url}/v1/training-runs/{run}/rollouts?step={last}&limit=100")["items"]
        return [call(f"{self.url}/v1/rollouts/{rollout['id']}") for rollout in listed]


def judged_alone(url: str, trajectories: list[dict]) -> float:
    """Seconds in which the judge, with nothing beside it, judges them all at once."""

    def judge(trajectory: dict) -> None:
        call(f"{url}/v1/judgements", {"trajectory": trajectory, "options": {"use_cache": False}})

    with ThreadPoolExecutor(len(trajectories)) as clients:
        start = time.perf_counter()
        list(clients.map(judge, trajectories))
        return time.perf_counter() - start


def median(steps: list[dict], value: Callable[[dict], float]) -> float:
    return statistics.median(value(step) for step in steps)


def beside_trl(arguments: argparse.Namespace, prompt: int, lengths: list[int]) -> float:
    """TRL's steps an hour on rollouts of these many sampled tokens, each sampled in one turn from one prompt.

    The prompt has what a rollout of ours read over its turns: system, question and the tools' results.
    """
    work = works.Work(
        "training", "grpo", "GRPO step", "steps/h", {},
        tuple({"prompt": works.prompt(prompt, i), "new": max(lengths)} for i in range(TASKS)),
        samples=SAMPLES, rows=SAMPLES, lora=LORA, learning_rate=LEARNING_RATE)  # fmt: skip
    threads = os.cpu_count()
    arguments.cache.mkdir(parents=True, exist_ok=True)
    document = arguments.cache / "training.json"
    document.write_text(json.dumps(work.document(works.SHAPES["tiny"], "f32", threads) | {"lengths": lengths}))
    setting = Setting(sys.executable, [], Path(), arguments.cache, threads, 600)
    side = Side(setting, setting.command("trl", arguments.checkpoint, document), arguments.cache / "training-trl.log")
    try:
        side.ready()
        return statistics.median(side.turn()["rate"] for _ in range(arguments.steps))
    finally:
        side.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="./reagent bench training", description=__doc__.splitlines()[0])
    parser.add_argument("checkpoint", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--training", default="http://localhost:8083", help="the coordinator")
    parser.add_argument("--judge", default="http://localhost:8081")
    parser.add_argument("--cache", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--steps", type=int, default=5, help=f"measured, after {WARM_UP} to warm up")
    arguments = parser.parse_args()
    coordinator = Coordinator(arguments.training, arguments.steps)
    print(f"Medians of {arguments.steps} steps of {TASKS} tasks x {SAMPLES} rollouts, LoRA of rank {LORA['rank']}\n", flush=True)

    run, steps = coordinator.run("reagent-u")
    whole = median(steps, lambda step: step["seconds"]["total"])
    training = median(steps, lambda step: step["seconds"]["training"])
    print(f"reagent-u step        {whole:6.1f} s, a model busy in {median(steps, lambda s: s['busy']):.1%} of it", flush=True)
    judging = judged_alone(arguments.judge, [rollout["trajectory"] for rollout in coordinator.rollouts(run)])
    run, plain = coordinator.run("grpo")
    sampling = median(plain, lambda step: step["seconds"]["sampling"])
    print(f"its phases alone      {sampling + judging + training:6.1f} s: sampling {sampling:.1f}, judging {judging:.1f},"
          f" training {training:.1f}; the step takes {whole / (sampling + judging + training):.2f} of it", flush=True)  # fmt: skip

    ours = 3_600 / median(plain, lambda step: step["seconds"]["total"])
    ended = coordinator.rollouts(run)
    lengths = [sum(rollout["sampled"]) for rollout in sorted(ended, key=lambda r: (r["task_index"], r["sample"]))]
    new = round(statistics.mean(lengths))
    prompt = round(statistics.mean(len(rollout["tokens"]) for rollout in ended)) - new
    print(f"grpo step             {3_600 / ours:6.1f} s, {ours:.0f} steps/h: a rollout has {new} tokens sampled,"
          f" {max(lengths)} at most, and {prompt} read", flush=True)  # fmt: skip
    theirs = beside_trl(arguments, prompt, lengths)
    print(f"TRL's GRPOTrainer     {3_600 / theirs:6.1f} s, {theirs:.0f} steps/h on completions of these lengths;"
          f" ours / TRL's {ours / theirs:.2f}", flush=True)  # fmt: skip
    theirs = beside_trl(arguments, prompt, [new] * len(lengths))
    print(f"                      {3_600 / theirs:6.1f} s, {theirs:.0f} steps/h if all had the mean length;"
          f" ours / TRL's {ours / theirs:.2f}")  # fmt: skip


if __name__ == "__main__":
    main()
