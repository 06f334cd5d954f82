"""The measured processes: how each is started, and taking turns with them."""

import argparse
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

HERE = Path(__file__).resolve().parent


class Unavailable(Exception):
    """A side that cannot do this work here, with the reason for the table."""


def add_common(parser: argparse.ArgumentParser, limit_s: int) -> None:
    """The options of every comparison of sides."""
    parser.add_argument("--quick", action="store_true", help="short works: minutes, to see that everything runs")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="of every side; all cores")
    parser.add_argument("--limit", type=float, default=limit_s, help=f"seconds a side may take for one turn; {limit_s}")
    parser.add_argument("--cache", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--tokenizer", type=Path, required=True, help=argparse.SUPPRESS)


def split(given: list[str]) -> tuple[list[str], list[str]]:
    """What is for the bench, and behind -- the command of our side's process."""
    cut = given.index("--") if "--" in given else len(given)
    return given[:cut], given[cut + 1 :]


@dataclass(frozen=True)
class Setting:
    """Where everything is.

    python  an interpreter with the peers installed
    ours    the command of our side's Java process
    jlama   the directory with Jlama's jars
    """

    python: str
    ours: list[str]
    jlama: Path
    logs: Path
    threads: int
    limit_s: float

    @classmethod
    def of(cls, options: argparse.Namespace, ours: list[str], python: str) -> "Setting":
        """From the options of add_common."""
        logs = options.cache / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        return cls(python, ours, options.cache / "jlama", logs, options.threads, options.limit)

    def command(self, side: str, checkpoint: Path, work: Path) -> list[str]:
        """The process of a side; the checkpoint is named without the .gguf that llama.cpp's has."""
        directory = str(checkpoint)
        match side:
            case "reagent":
                return [*self.ours, directory, str(work)]
            case "gemm":
                return [*self.ours, "--ceiling", str(work)]
            case "transformers":
                return [self.python, str(HERE / "transformers_peer.py"), directory, str(work)]
            case "trl":
                return [self.python, str(HERE / "trl_peer.py"), directory, str(work)]
            case "llama.cpp":
                return [self.python, str(HERE / "llama_peer.py"), f"{directory}.gguf", str(work)]
            case "jlama":
                if not any(self.jlama.glob("jlama-core-*.jar")):
                    raise Unavailable(f"no jars in {self.jlama}; the launcher fetches them from Maven Central")
                return [self.ours[0], "-Xmx4g", "--add-modules", "jdk.incubator.vector",
                        "--enable-native-access=ALL-UNNAMED", "-cp", f"{self.jlama}/*",
                        str(HERE / "jlama" / "JlamaPeer.java"), directory, str(work)]  # fmt: skip
        raise ValueError(side)

    def environment(self) -> dict[str, str]:
        """The same threads for every side, nothing on a GPU, nothing over the network."""
        return os.environ | {
            "OMP_NUM_THREADS": str(self.threads), "MKL_NUM_THREADS": str(self.threads), "CUDA_VISIBLE_DEVICES": "",
            "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false", "PYTHONUNBUFFERED": "1",
        }  # fmt: skip


class Side:
    """One running process, until it is closed."""

    def __init__(self, setting: Setting, command: list[str], log: Path) -> None:
        self.log, self.limit_s = log, setting.limit_s
        self.errors = log.open("w")
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, text=True,
            env=setting.environment())  # fmt: skip
        self.lines: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._read, args=(self.process.stdout,), daemon=True).start()

    def _read(self, output: IO[str]) -> None:
        for line in output:
            self.lines.put(line)
        self.lines.put(None)

    def ready(self) -> dict:
        """{"versions": ...}, once it has loaded and warmed up."""
        return self._next()

    def turn(self, order: str = "go") -> dict:
        try:
            self.process.stdin.write(f"{order}\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise Unavailable(self._reason()) from None
        return self._next()

    def _next(self) -> dict:
        while True:
            try:
                line = self.lines.get(timeout=self.limit_s)
            except queue.Empty:
                raise Unavailable(f"no answer in {self.limit_s:.0f} s (--limit)") from None
            if line is None:
                raise Unavailable(self._reason())
            if line.startswith("{"):
                answer = json.loads(line)
                if "unavailable" in answer:
                    raise Unavailable(answer["unavailable"])
                return answer

    def _reason(self) -> str:
        self.process.wait()
        written = [line.strip() for line in self.log.read_text(errors="replace").splitlines() if line.strip()]
        told = [line for line in written if "Error" in line or "Exception" in line] or written
        return f"ended with {self.process.returncode}: {told[-1] if told else 'no message'} ({self.log})"

    def close(self) -> None:
        try:
            self.process.stdin.close()
            self.process.wait(timeout=20)
        except (BrokenPipeError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        self.errors.close()


def take_turns(
    setting: Setting, sides: list[str], command: Callable[[str], list[str]], name: str, rounds: int, resident: bool
) -> dict[str, dict]:
    """Every side's rates, versions and checks; {"unavailable": reason} besides for a side that cannot.

    command   of a side's process
    name      of its log, before the side's
    resident  whether sides stay loaded between their turns; else each is started for its turn
    """
    results: dict[str, dict] = {side: {"rates": [], "checks": [], "versions": {}} for side in sides}
    with ExitStack() as stack:
        running: dict[str, Side] = {}
        for number in range(rounds):
            for side in sides if number % 2 == 0 else reversed(sides):
                result = results[side]
                if "unavailable" in result:
                    continue
                print(f"{name}: {side}, turn {number + 1} of {rounds}", file=sys.stderr)
                try:
                    if side not in running:
                        running[side] = Side(setting, command(side), setting.logs / f"{name}-{side}.log")
                        stack.callback(running[side].close)
                        result["versions"] = running[side].ready()["versions"]
                    answer = running[side].turn()
                    result["rates"].append(answer["rate"])
                    result["checks"].append(answer["check"])
                except Unavailable as e:
                    result["unavailable"] = str(e)
                if (not resident or "unavailable" in result) and side in running:
                    running.pop(side).close()
    return results
