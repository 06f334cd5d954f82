"""The measured processes: how each is started, and taking turns with them."""

import json
import os
import queue
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO

HERE = Path(__file__).resolve().parent


class Unavailable(Exception):
    """A side that cannot do this work here, with the reason for the table."""


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

    def turn(self) -> dict:
        try:
            self.process.stdin.write("go\n")
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
