"""A Reagent-U run of our coordinator on SkyRL's Tinker server (JAX on the CPU), which this script starts.

    ./reagent conformance skyrl [--steps 3]

Needs a running platform whose coordinator knows the server by name, because runs reach no other ones:

    REAGENT_TRAINING_SERVERS_POLICIES_SKYRL_URL=http://127.0.0.1:18009 ./reagent up --detach

(REAGENT_SKYRL_PORT is another port). The platform's judge judges. The run is cancelled and resumed once, and
SkyRL's server is killed and started again once: the run must come to its end all the same.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from checks import check, run

HOME = Path(__file__).resolve().parents[3]
TRAINING = os.environ.get("REAGENT_TRAINING_URL", "http://localhost:8083").rstrip("/")
MODEL = Path(os.environ.get("REAGENT_POLICY_TOKENIZER", HOME / "models" / "policy-tiny")).resolve()
PORT = int(os.environ.get("REAGENT_SKYRL_PORT", "18009"))
OVER = ("SUCCEEDED", "FAILED", "CANCELLED")

parser = argparse.ArgumentParser(prog="./reagent conformance skyrl", description=__doc__,
                                 formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
parser.add_argument("--steps", type=int, default=3, help="optimizer steps; 3")
parser.add_argument("--limit", type=float, default=1800, help="seconds for all of it; 1800")
parser.add_argument("--log", type=Path, help="receives what SkyRL prints")
OPTIONS = parser.parse_args()
DEADLINE = time.monotonic() + OPTIONS.limit


class SkyRL:
    """The server; killed and started again it finds its database and its checkpoints."""

    def __init__(self, scratch: Path, log: Path):
        self.scratch, self.log, self.port = scratch, log, PORT
        self.process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        options = {
            "--host": "127.0.0.1", "--port": str(self.port), "--base-model": str(MODEL), "--backend": "jax",
            "--backend-config": json.dumps({"max_lora_adapters": 3, "max_lora_rank": 8, "train_micro_batch_size": 4,
                                            "sample_max_num_sequences": 16}),
            "--database-url": f"sqlite:///{self.scratch / 'skyrl.db'}", "--checkpoints-base": str(self.scratch / "checkpoints"),
        }  # fmt: skip
        listed = [part for option in options.items() for part in option]
        peers = HOME / "benchmarks" / "peers" / "skyrl"
        environment = os.environ | {"PATH": f"{peers}{os.pathsep}{os.environ['PATH']}", "JAX_PLATFORMS": "cpu",
                                    "REAGENT_SKYRL_PYTHON": sys.executable}  # fmt: skip
        self.process = subprocess.Popen(
            [str(peers / "uv"), "run", "--local", "-m", "skyrl.tinker.api", *listed],
            stdout=self.log.open("ab"), stderr=subprocess.STDOUT, env=environment, start_new_session=True)  # fmt: skip
        while not self.answers():
            assert self.process.poll() is None, f"SkyRL's server ended; {self.log} says why"
            wait("SkyRL's server")

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.url + "/api/v1/healthz", timeout=5):
                return True
        except OSError:
            return False

    def kill(self) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def wait(what: str) -> None:
    assert time.monotonic() < DEADLINE, f"{OPTIONS.limit:.0f} s were not enough: still waiting for {what}"
    time.sleep(0.5)


def call(method: str, path: str, body: dict | None = None) -> dict:
    request = urllib.request.Request(
        TRAINING + path, method=method, headers={"Content-Type": "application/json"},
        data=None if body is None else json.dumps(body).encode())  # fmt: skip
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refused:
        raise AssertionError(f"{method} {path}: {refused.code} {refused.read().decode()}") from None


def until(what: str, holds) -> dict:
    """The run's row as soon as something holds of it."""
    while True:
        row = call("GET", f"/v1/training-runs/{ID}")
        if holds(row):
            return row
        assert row["state"] != "FAILED", row["reason"]
        wait(what)


scratch = tempfile.TemporaryDirectory(prefix="reagent-skyrl-", ignore_cleanup_errors=True)
server = SkyRL(Path(scratch.name), OPTIONS.log or Path(scratch.name) / "skyrl.log")
ID = ""


@check
def a_reagent_u_run_trains_on_skyrl():
    global ID
    known = call("GET", "/v1/training-defaults")["servers"]["policies"]
    assert "skyrl" in known, f"the coordinator knows {known}: start the platform as ./reagent conformance skyrl --help says"
    server.start()
    ID = call("POST", "/v1/training-runs", {
        "kind": "reagent-u", "name": "conformance",
        "policy": {"server": "skyrl", "base_model": str(MODEL), "lora_rank": 8, "tokenizer_directory": str(MODEL)},
        "dataset": {"name": "world"},
        # JAX compiles for every length, so there are few: what is answered does not matter here
        "options": {"steps": OPTIONS.steps, "tasks_per_step": 2, "group_size": 4, "temperature": 1, "learning_rate": 1e-3,
                    "turns": 2, "calls": 2, "turn_tokens": 32, "answer_tokens": 32, "context_tokens": 250,
                    "attempt_tokens": 100, "evaluate_every": 1, "evaluation_tasks": 2, "evaluation_temperature": 1},
    })["id"]  # fmt: skip
    row = until("the first step", lambda row: row["step"] >= 1)
    return f"run {ID}, step {row['step']} of {row['steps']}"


@check
def the_ratio_begins_at_one():
    steps = call("GET", f"/v1/training-runs/{ID}/steps")["items"]
    policy = next(step["metrics"]["policy"] for step in steps if step["trained"])
    assert abs(policy["ratio"] - 1) < 0.02, policy
    return f"{policy['ratio']:.4f} over {policy['learned_tokens']} tokens, clip fraction {policy['clip_fraction']:.4f}"


@check
def a_killed_server_is_waited_for():
    server.kill()
    waiting = until("the run to wait", lambda row: row["state"] == "WAITING")
    server.start()
    row = until("a step after that", lambda row: row["step"] > waiting["step"])
    return f"{waiting['reason']}; then step {row['step']}"


@check
def a_cancelled_run_goes_on():
    call("POST", f"/v1/training-runs/{ID}/cancel", {})
    before = until("the end of the cancelled run", lambda row: row["state"] in OVER)
    call("POST", f"/v1/training-runs/{ID}/resume", {})
    row = until("its end", lambda row: row["state"] == "SUCCEEDED")
    return f"from step {before['step']} to {row['step']}"


@check
def evaluations_follow_the_weights():
    evaluations = call("GET", f"/v1/training-runs/{ID}/evaluations")["items"]
    assert [one["step"] for one in evaluations] == list(range(OPTIONS.steps + 1)), evaluations
    return ", ".join(f"{one['passed']} of {one['tried']}" for one in evaluations)


if __name__ == "__main__":
    # the server is ended whatever ends this script
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        code = run()
    finally:
        server.kill()
        scratch.cleanup()
    sys.exit(code)
