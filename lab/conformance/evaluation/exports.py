"""Exported evaluations, read by those they are written for: Inspect AI, and the scorer published with the Reagent paper."""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

from checks import check, run
from inspect_ai.log import read_eval_log, recompute_metrics

URL = os.environ.get("REAGENT_EVALUATION_URL", "http://localhost:8084").rstrip("/")
KEY = os.environ.get("REAGENT_EVALUATION_KEY")
SCORER = os.environ.get("REAGENT_RELEASE_SCORER")
FOLDER = Path(tempfile.mkdtemp(prefix="reagent-exports-"))
PATIENCE = 900


def call(path: str, body: bytes | None = None, kind: str = "application/json") -> bytes:
    request = urllib.request.Request(URL + path, data=body)
    if body is not None:
        request.add_header("Content-Type", kind)
    if KEY:
        request.add_header("Authorization", "Bearer " + KEY)
    with urllib.request.urlopen(request, timeout=120) as answer:
        return answer.read()


def get(path: str) -> dict:
    return json.loads(call(path))


def ended(evaluation: str) -> dict:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = get("/v1/evaluations/" + evaluation)
        if found["state"] in ("SUCCEEDED", "PARTIAL", "FAILED", "CANCELLED"):
            assert found["state"] == "SUCCEEDED", found["reason"]
            return found
        time.sleep(2)
    raise AssertionError(f"{evaluation} did not end in {PATIENCE} s")


def graded(evaluation: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while get(f"/v1/evaluations/{evaluation}/scorings")["scorings"][0]["state"] != "SUCCEEDED":
        assert time.monotonic() < deadline, f"{evaluation} was not graded in {PATIENCE} s"
        time.sleep(1)


def evaluation() -> dict:
    """The one that is named, else the newest on the task world, else one made now."""
    named = os.environ.get("REAGENT_EVALUATION")
    if named:
        return ended(named)
    for found in get("/v1/evaluations?benchmark=world&state=SUCCEEDED")["items"]:
        if "imported" not in found["spec"] or found["spec"]["imported"] is None:
            return found
    order = {
        "benchmark": "world",
        "policy": os.environ.get("REAGENT_POLICY_MODEL", "policy-tiny"),
        "samples": 3,
        "subset": {"limit": 20},
    }
    return ended(json.loads(call("/v1/evaluations", json.dumps(order).encode()))["id"])


THIS = evaluation()
PATH = "/v1/evaluations/" + THIS["id"]
RESULTS = get(PATH + "/results")
SAMPLES = THIS["spec"]["questions"]["samples"]


def export(name: str, parameters: str) -> Path:
    file = FOLDER / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(call(f"{PATH}/export?{parameters}"))
    return file


def figures(log) -> dict:
    return {
        (score.reducer or "mean", name): metric.value
        for score in log.results.scores
        for name, metric in score.metrics.items()
    }


LOG = export("log.json", "format=inspect")


def same(ours: float | None, theirs: float | None, what: str) -> None:
    assert ours is not None and theirs is not None, f"{what} is missing: {ours}, {theirs}"
    assert abs(ours - theirs) < 1e-9, f"{what}: {ours} here, {theirs} there"


@check
def inspect_opens_the_log_with_every_sample() -> str:
    log = read_eval_log(str(LOG))
    assert len(log.samples) == RESULTS["counts"]["attempts"], len(log.samples)
    scored = sum(1 for sample in log.samples if sample.scores)
    assert scored == RESULTS["counts"]["correct"] + RESULTS["counts"]["wrong"], scored
    assert all(sample.messages for sample in log.samples if not sample.error)
    called = sum(len(message.tool_calls or []) for s in log.samples for message in s.messages if message.role == "assistant")
    return f"{len(log.samples)} samples, {scored} scored, {called} tool calls"


@check
def its_header_alone_is_read_without_the_samples() -> None:
    header = read_eval_log(str(LOG), header_only=True)
    assert header.results.total_samples == THIS["progress"]["planned"]
    same(RESULTS["pass_at_1"]["value"], figures(header)["mean", "accuracy"], "accuracy")


@check
def inspect_computes_the_same_figures_from_the_samples() -> str:
    log = read_eval_log(str(LOG))
    recompute_metrics(log)
    found = figures(log)
    same(RESULTS["pass_at_1"]["value"], found["mean", "accuracy"], "accuracy")
    if "standard_error" in RESULTS["pass_at_1"]:
        same(RESULTS["pass_at_1"]["standard_error"], found["mean", "stderr"], "stderr")
    whole = RESULTS["counts"]["attempts"] == RESULTS["counts"]["correct"] + RESULTS["counts"]["wrong"]
    for at in RESULTS["at"][1:] if whole else []:
        same(at["pass_at_k"]["value"], found[f"pass_at_{at['k']}", "accuracy"], f"pass@{at['k']}")
    return f"accuracy {found['mean', 'accuracy']:.4f}"


@check
def what_inspect_writes_again_is_imported_to_the_same_figure() -> None:
    from inspect_ai.log import write_eval_log

    again = FOLDER / "again.json"
    write_eval_log(read_eval_log(str(LOG)), str(again), format="json")
    benchmark = urllib.parse.quote(THIS["spec"]["questions"]["benchmark"])
    imported = json.loads(call(f"/v1/evaluations/import?format=inspect&benchmark={benchmark}", again.read_bytes()))
    graded(imported["id"])
    theirs = get(f"/v1/evaluations/{imported['id']}/results?scoring=2")
    same(RESULTS["pass_at_1"]["value"], theirs["pass_at_1"]["value"], "their pass@1")
    ours = get(f"/v1/evaluations/{imported['id']}/results")
    assert ours["counts"]["attempts"] == RESULTS["counts"]["attempts"], ours["counts"]


@check
def the_releases_scorer_counts_the_same() -> str:
    if not SCORER:
        return "not run; REAGENT_RELEASE_SCORER names the get_score.py of the release"

    def score(*arguments: str) -> str:
        return subprocess.run(
            [sys.executable, SCORER, *arguments], check=True, capture_output=True, text=True
        ).stdout

    counts = RESULTS["counts"]
    file = export("release.jsonl", "format=release")
    said = score("--file", str(file))
    total, correct = (int(re.search(name + r": (\d+)", said)[1]) for name in ("Total", "Correct"))
    assert (total, correct) == (counts["attempts"], counts["correct"]), said
    for rollout in range(1, SAMPLES + 1):
        export(f"rollouts/iter{rollout}.jsonl", f"format=release&rollout={rollout}")
    said = score("--folder", str(FOLDER / "rollouts"))
    passed = float(re.search(rf"pass@{SAMPLES}: ([\d.]+)\s*$", said)[1])
    if counts["attempts"] == counts["correct"] + counts["wrong"]:
        expected = RESULTS["at"][SAMPLES - 1]["pass_at_k"]["value"]
        assert abs(expected - passed) <= 5e-5, f"pass@{SAMPLES}: {expected} here, {passed} there"
    return f"{correct} of {total} right, pass@{SAMPLES} {passed:.4f}"


if __name__ == "__main__":
    sys.exit(run())
