"""500 idle sessions and 64 active ones on one policy-api, and the memory they take.

    PYTHONPATH=lab/conformance TINKER_API_KEY=tml-local python lab/conformance/tinker/sessions.py

Each active one is a client of its own: it trains an adapter, saves it and samples from it, all 64 at once. With the
service's process id in REAGENT_POLICY_PID its resident memory is told.
"""

import json
import logging
import os
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import tinker
from checks import check, run, url
from tinker import types

logging.getLogger("tinker").setLevel(logging.CRITICAL)
IDLE = 500
ACTIVE = 64
STEPS = 4
TEXT = [40 + i % 7 for i in range(64)]
rest = tinker.RestClient(base_url=url())
BASE = os.environ.get("REAGENT_POLICY_MODEL") or rest.get_server_capabilities().result().supported_models[0].model_name


def post(path: str, body: dict) -> dict:
    headers = {"Content-Type": "application/json", "X-API-Key": os.environ.get("TINKER_API_KEY", "")}
    request = urllib.request.Request(f"{url()}/api/v1/{path}", json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.loads(answer.read() or b"{}")


def memory() -> int | None:
    """MB of the service's process."""
    pid = os.environ.get("REAGENT_POLICY_PID")
    asked = ["ps", "-o", "rss=", "-p", pid or ""]
    return int(subprocess.run(asked, capture_output=True, text=True, check=True).stdout) // 1024 if pid else None


def finish(session: str) -> None:
    post(f"sessions/{session}/finish", {"status": "success"})


def work(service: tinker.ServiceClient) -> bool:
    """Whether it learned and was sampled from."""
    client = service.create_lora_training_client(base_model=BASE, rank=8, seed=1).result()
    datum = types.Datum(model_input=types.ModelInput.from_ints(TEXT[:-1]), loss_fn_inputs={"target_tokens": TEXT[1:]})
    losses = []
    for _ in range(STEPS):
        losses.append(client.forward_backward([datum], "cross_entropy").result().metrics["loss:sum"])
        client.optim_step(types.AdamParams(learning_rate=3e-3)).result()
    sampler = client.save_weights_and_get_sampling_client().result()
    sample = sampler.sample(types.ModelInput.from_ints(TEXT[:40]), 1, types.SamplingParams(max_tokens=16)).result()
    return losses[-1] < losses[0] and len(sample.sequences) == 1


@check
def five_hundred_idle_sessions_and_sixty_four_active_ones():
    before = memory()
    idle = [post("create_session", {"tags": [], "sdk_version": "0"})["session_id"] for _ in range(IDLE)]
    with_idle = memory()
    services = [tinker.ServiceClient(base_url=url()) for _ in range(ACTIVE)]
    began = time.monotonic()
    with ThreadPoolExecutor(ACTIVE) as threads:
        learned = list(threads.map(work, services))
    seconds = time.monotonic() - began
    with_active = memory()
    assert all(learned) and len(learned) == ACTIVE, learned
    for session in idle:
        post("session_heartbeat", {"session_id": session})
    for session in idle + [service.holder.get_session_id() for service in services]:
        finish(session)
    took = "" if before is None else (
        f", resident memory {before} MB before, {with_idle} MB with {IDLE} idle, {with_active} MB with {ACTIVE} active")  # fmt: skip
    return f"{ACTIVE} of {STEPS} steps and a sample each in {seconds:.0f} s{took}"


if __name__ == "__main__":
    sys.exit(run())
