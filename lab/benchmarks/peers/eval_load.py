"""What ./reagent bench eval loads: our services and Inspect AI on one chat server, and two evaluations that are compared."""

import argparse
import datetime
import json
import os
import random
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from sides import HERE, Setting, Side

OURS, INSPECT = "reagent", "inspect"
SAMPLES = 4  # of each question of the evaluations that are compared


def made_up(count: int) -> list[dict]:
    """Sums in GSM8K's form, answers behind ####."""
    draw = random.Random(1)
    rows = []
    for i in range(count):
        have, more, times = draw.randint(2, 90), draw.randint(2, 90), draw.randint(2, 9)
        rows.append({
            "question": f"Box {i} has {have} apples. {more} more are put in, and then there are {times} such boxes with as many"
                        f" apples each. How many apples are there in all of them together?",
            "answer": f"One box has {have} + {more} = {have + more}.\n{times} have {times * (have + more)}.\n"
                      f"#### {times * (have + more)}"})  # fmt: skip
    return rows


def questions(options: argparse.Namespace) -> list[dict]:
    if options.questions_file is None:
        return made_up(options.questions)
    lines = options.questions_file.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()][: options.questions]


def call(url: str, body: object = None, kind: str = "application/json") -> dict:
    data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, {"Content-Type": kind}), timeout=600) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refused:
        raise SystemExit(f"{url}: {refused.code} {refused.read().decode(errors='replace')}") from None


class Bench:
    """The processes of one run, and what they have said."""

    def __init__(self, options: argparse.Namespace, ours: list[str], scratch: Path, stack: ExitStack) -> None:
        self.options, self.scratch, self.stack = options, scratch, stack
        logs = options.cache / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        self.setting = Setting(sys.executable, ours, Path(), logs, os.cpu_count(), options.limit)
        self.versions: dict[str, str] = {}
        self.right: int | None = None
        self.rows = questions(options)
        self.latencies = options.latency or [50, 500]
        plain = [{"question": row["question"], "target": row["answer"].split("####")[-1].strip().replace(",", "")}
                 for row in self.rows]  # fmt: skip
        self.file = scratch / "questions.jsonl"
        self.file.write_text("".join(json.dumps(row) + "\n" for row in plain))
        benchmarks = scratch / "benchmarks"
        benchmarks.mkdir()
        (benchmarks / "gsm8k.jsonl").write_text("".join(json.dumps(row) + "\n" for row in self.rows))
        _, ready = self.side("stub", [*ours, "-Xmx256m", "io.reagent.benchmarks.EvalStub", str(self.file)])
        self.stub = f"http://127.0.0.1:{ready['port']}"
        models = [f"stub-{latency}={self.stub}/{latency}/v1" for latency in self.latencies]
        recording = [f"-XX:StartFlightRecording=filename={options.jfr},settings=profile,dumponexit=true"] if options.jfr else []
        self.services, ready = self.side(OURS, [
            *ours, "-Xmx512m", *recording, "io.reagent.benchmarks.EvalServices", str(scratch),
            str(options.concurrency), *models])  # fmt: skip
        self.url = f"http://localhost:{ready['port']}/v1"

    def side(self, name: str, command: list[str]) -> tuple[Side, dict]:
        side = Side(self.setting, command, self.setting.logs / f"eval-{name}.log")
        self.stack.callback(side.close)
        ready = side.ready()
        self.versions |= ready["versions"]
        return side, ready

    def until_over(self, evaluation: str, pause_s: float) -> dict:
        while True:
            time.sleep(pause_s)
            view = call(f"{self.url}/evaluations/{evaluation}")
            if view["state"] not in ("QUEUED", "RUNNING", "WAITING"):
                if view["state"] != "SUCCEEDED":
                    raise SystemExit(f"the evaluation ended as {view['state']}: {view['reason']}")
                return view
            pause_s = 0.5  # as often as who follows an evaluation's events is told

    def ours(self, latency: int) -> dict:
        """One evaluation, from its request until it is over."""
        before = self.services.turn()
        sent = time.time()
        created = call(f"{self.url}/evaluations", {
            "benchmark": "gsm8k", "policy": f"stub-{latency}", "samples": 1, "prompt": "none", "tools": [],
            "concurrency": self.options.concurrency})  # fmt: skip
        view = self.until_over(created["id"], 1.1 * self.ideal(latency))
        after = self.services.turn()
        taken = {name: after[name] - before[name] for name in ("cpu_s", "postgres_cpu_s")}
        over = datetime.datetime.fromisoformat(view["times"]["finished"]).timestamp()
        return {"seconds": over - sent, "done": view["progress"]["done"], "correct": view["progress"]["correct"], **taken}

    def ideal(self, latency: int) -> float:
        return len(self.rows) / self.options.concurrency * latency / 1000

    def run(self, sides: list[str]) -> dict[int, dict[str, list[dict]]]:
        """Every measured evaluation by latency and side; at the first latency each side's first one is its process's first."""
        found: dict[int, dict[str, list[dict]]] = {latency: {side: [] for side in sides} for latency in self.latencies}
        inspect = self.side(INSPECT, [
            sys.executable, str(HERE / "inspect_side.py"), str(self.file), str(self.options.concurrency),
            str(self.scratch / "inspect")])[0] if INSPECT in sides else None  # fmt: skip
        for latency, results in found.items():
            ask = {OURS: lambda: self.ours(latency), INSPECT: lambda: inspect.turn(f"{self.stub}/{latency}/v1")}
            if latency == self.latencies[0]:
                for side in sides:
                    results[side].append(self.counted(side, latency, ask[side]))
                for _ in range(self.options.warm_up):
                    self.counted(OURS, latency, ask[OURS])
            for turn in range(self.options.rounds):
                for side in sides if turn % 2 == 0 else reversed(sides):
                    results[side].append(self.counted(side, latency, ask[side]))
        return found

    def counted(self, side: str, latency: int, ask: Callable[[], dict]) -> dict:
        """One evaluation, with what the stub saw of it; ends the bench unless each question was asked once and graded alike."""
        before = call(f"{self.stub}/counts")
        result = ask()
        asked = call(f"{self.stub}/counts")
        result["stub_cpu_s"] = asked["cpu_s"] - before["cpu_s"]
        result["most_at_once"] = asked["most_at_once"]
        print(f"{side}, {latency} ms: {json.dumps(result)}", file=sys.stderr)
        if not len(self.rows) == result["done"] == asked["requests"] == asked["questions"] or asked["unknown"]:
            raise SystemExit(f"{side} did not ask each of {len(self.rows)} questions once")
        if asked["most_at_once"] > self.options.concurrency:
            raise SystemExit(f"{side} asked {asked['most_at_once']} at once")
        self.right = result["correct"] if self.right is None else self.right
        if self.right != result["correct"]:
            raise SystemExit(f"{side} found {result['correct']} answers right, others {self.right}")
        return result

    def compare(self) -> list[float]:
        """Seconds of each comparison of two evaluations."""
        directory = self.scratch / "benchmarks"
        items = made_up(self.options.compared // SAMPLES)
        (directory / "apples.jsonl").write_text("".join(json.dumps(row) + "\n" for row in items))
        (directory / "apples.yaml").write_text('path: apples.jsonl\nquestion: question\nanswer: answer\nanswer_after: "####"\n')
        ids = []
        for seed, right in ((1, 0.6), (2, 0.61)):
            draw, lines = random.Random(seed), []
            for row in items:
                target = row["answer"].split("####")[-1].strip()
                for rollout in range(1, SAMPLES + 1):
                    answer = target if draw.random() < right else f"{target}1"
                    messages = [{"role": "user", "content": row["question"]}, {"role": "assistant", "content": answer}]
                    lines.append(json.dumps({"question": row["question"], "rollout_idx": rollout, "messages": messages,
                                             "prediction": answer, "termination": "answer"}))  # fmt: skip
            body = "\n".join(lines).encode()
            made = call(f"{self.url}/evaluations/import?format=release&benchmark=apples&policy=p{seed}&grader=exact-match", body,
                        "application/x-ndjson")  # fmt: skip
            ids.append(made["id"])
        for evaluation in ids:
            while (state := self.first_scoring(evaluation)["state"]) != "SUCCEEDED":
                if state in ("FAILED", "CANCELLED"):
                    raise SystemExit(f"the imported attempts could not be graded: {state}")
                time.sleep(0.5)
        seconds = []
        for _ in range(1 + self.options.rounds):
            start = time.perf_counter()
            found = call(f"{self.url}/evaluations/compare?a={ids[0]}&b={ids[1]}")
            seconds.append(time.perf_counter() - start)
            assert found["shared"] == len(items), found["shared"]
        return seconds

    def first_scoring(self, evaluation: str) -> dict:
        return call(f"{self.url}/evaluations/{evaluation}/scorings")["scorings"][0]
