"""A Tinker server under the Tinker SDK as one side: python tinker_side.py MODEL CHECKPOINT WORK PORT -- SERVER COMMAND

Starts the server, waits until it answers, and does the work through the SDK as a user's script would: all samples asked
for at once, forward_backward and optim_step in flight together. MODEL is what the server calls the checkpoint.
"""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from importlib.metadata import version
from pathlib import Path

import tinker
from tinker import types
from turns import prompts, take

START_LIMIT_S = 300


class Server:
    """A server process with all that it starts, until it is stopped."""

    def __init__(self, command: list[str], port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(command, stdout=sys.stderr, stderr=sys.stderr, start_new_session=True)

    def await_ready(self) -> None:
        deadline = time.monotonic() + START_LIMIT_S
        while True:
            try:
                with urllib.request.urlopen(f"{self.url}/api/v1/healthz", timeout=5):
                    return
            except OSError as e:
                if self.process.poll() is not None:
                    raise RuntimeError(f"the server ended with {self.process.returncode}") from e
                if time.monotonic() > deadline:
                    raise RuntimeError(f"no answer from {self.url} in {START_LIMIT_S} s") from e
                time.sleep(0.5)

    def stop(self) -> None:
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, number)
                self.process.wait(timeout=20)
            except ProcessLookupError:
                return
            except subprocess.TimeoutExpired:
                continue


def sampling(service: tinker.ServiceClient, model: str, work: dict):
    """New tokens a second of all requests at once."""
    client = service.create_sampling_client(base_model=model)

    def turn(number: int) -> dict:
        inputs = [types.ModelInput.from_ints(prompt) for prompt in prompts(work, number)]
        start = time.perf_counter()
        futures = [
            client.sample(prompt=prompt, num_samples=work["samples"], sampling_params=types.SamplingParams(
                max_tokens=request["new"], temperature=1.0, seed=index))
            for index, (prompt, request) in enumerate(zip(inputs, work["requests"], strict=True))
        ]  # fmt: skip
        tokens = sum(len(sequence.tokens) for future in futures for sequence in future.result().sequences)
        return {"rate": tokens / (time.perf_counter() - start), "check": []}

    return turn


def training(service: tinker.ServiceClient, model: str, work: dict):
    """Target tokens a second of an optimizer step; every token but the first is a target, as on the other sides."""
    client = service.create_lora_training_client(base_model=model, rank=work["lora"]["rank"], train_unembed=False)
    targets = sum(len(request["prompt"]) - 1 for request in work["requests"])
    data = [
        types.Datum(
            model_input=types.ModelInput.from_ints(request["prompt"][:-1]),
            loss_fn_inputs={"target_tokens": request["prompt"][1:], "weights": [1 / targets] * (len(request["prompt"]) - 1)})
        for request in work["requests"]
    ]  # fmt: skip
    adam = types.AdamParams(learning_rate=work["learning_rate"])

    def turn(number: int) -> dict:
        start = time.perf_counter()
        backward = client.forward_backward(data, "cross_entropy")
        step = client.optim_step(adam)
        result = backward.result()
        step.result()
        seconds = time.perf_counter() - start
        logprobs = [value for output in result.loss_fn_outputs for value in output["logprobs"].tolist()]
        return {"rate": targets / seconds, "check": [-sum(logprobs) / targets] if number == 0 else []}

    return turn


def main() -> None:
    cut = sys.argv.index("--")
    model, work_file, port = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    work = json.loads(work_file.read_text())
    server = Server(sys.argv[cut + 1 :], port)
    try:
        server.await_ready()
        service = tinker.ServiceClient(base_url=server.url, api_key="tml-bench")
        make = training if work["kind"] == "train" else sampling
        take(make(service, model, work), {"tinker": version("tinker")})
    finally:
        server.stop()


if __name__ == "__main__":
    main()
