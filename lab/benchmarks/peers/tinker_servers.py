"""Training and sampling through the Tinker protocol: our server, the runtime under it, and SkyRL's server, side by side.

    ./reagent bench tinker [WORK ...] [--peer skyrl] [--model tiny] [--rounds 3]

Both servers are driven by the same script and the same SDK, on the same checkpoint, with the same tokens. Sides take
turns; medians are compared. SkyRL computes with its JAX backend on the CPU.
"""

import argparse
import datetime
import json
import os
import socket
import statistics
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from peers import checkpoint, commit, machine, report
from sides import HERE, Setting, Side, Unavailable
from works import SHAPES, Work, works

RUNTIME, OURS, SKYRL = "runtime", "policy-api", "skyrl"
CHOSEN = {"concurrent-64": {RUNTIME: 0.85, SKYRL: 2.0}, "sft-lora": {RUNTIME: 0.85, SKYRL: 2.0}}


def arguments(listed: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./reagent bench tinker", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("works", nargs="*", metavar="WORK", help=f"of {', '.join(CHOSEN)}; both")
    parser.add_argument("--peer", action="append", choices=[RUNTIME, SKYRL], help="only this peer")
    parser.add_argument("--model", action="append", choices=SHAPES, help="size; may be repeated; tiny and 40m")
    parser.add_argument("--quick", action="store_true", help="short works, to see that everything runs")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each side; 3")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="of every side; all cores")
    parser.add_argument("--limit", type=float, default=900, help="seconds a side may take for one turn; 900")
    parser.add_argument("--cache", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--tokenizer", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--peers-python", required=True, help=argparse.SUPPRESS)
    options = parser.parse_args(listed)
    for work in options.works:
        if work not in CHOSEN:
            parser.error(f"there is no work {work}; there are {', '.join(CHOSEN)}")
    return options


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def server(side: str, java: list[str], directory: Path, port: int, scratch: Path) -> list[str]:
    """The command that serves a checkpoint."""
    if side == OURS:
        return [*java, "io.reagent.policy.PolicyApi", f"--server.port={port}",
                f"--reagent.database.embedded.directory={scratch / 'postgres'}",
                f"--reagent.database.embedded.port={free_port()}",
                f"--reagent.policy.checkpoints={scratch / 'checkpoints'}",
                f"--reagent.policy.base-models.bench.directory={directory}"]  # fmt: skip
    options = {
        "--host": "127.0.0.1", "--port": str(port), "--base-model": str(directory), "--backend": "jax",
        "--backend-config": json.dumps({"max_lora_adapters": 2, "max_lora_rank": 16}),
        "--database-url": f"sqlite:///{scratch / 'skyrl.db'}", "--checkpoints-base": str(scratch / "skyrl"),
    }  # fmt: skip
    listed = [part for option in options.items() for part in option]
    # the server looks for uv in PATH to start its engine
    path = f"PATH={HERE / 'skyrl'}{os.pathsep}{os.environ['PATH']}"
    return ["env", path, str(HERE / "skyrl" / "uv"), "run", "--local", "-m", "skyrl.tinker.api", *listed]


def command(side: str, ours: list[str], directory: Path, document: Path, scratch: Path) -> list[str]:
    if side == RUNTIME:
        return [*ours, "io.reagent.benchmarks.PeersBench", str(directory), str(document)]
    port = free_port()
    model = "bench" if side == OURS else str(directory)
    return [sys.executable, str(HERE / "tinker_side.py"), model, str(document), str(port), "--",
            *server(side, ours, directory, port, scratch)]  # fmt: skip


def measure(setting: Setting, work: Work, model: str, directory: Path, rounds: int, peers: list[str]) -> dict[str, dict]:
    """Every side's rates and checks; sides that train are started anew for each turn, as in ./reagent bench peers."""
    document = setting.logs / f"tinker-{work.name}-{model}.json"
    document.write_text(json.dumps(work.document(SHAPES[model], "f32", setting.threads)))
    results: dict[str, dict] = {side: {"rates": [], "checks": [], "versions": {}} for side in (OURS, *peers)}
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="reagent-bench-", ignore_cleanup_errors=True)))
        running: dict[str, Side] = {}
        for number in range(rounds):
            for name in results if number % 2 == 0 else reversed(results):
                result = results[name]
                if "unavailable" in result:
                    continue
                print(f"{model} {work.name}: {name}, turn {number + 1} of {rounds}", file=sys.stderr)
                try:
                    if name not in running:
                        log = setting.logs / f"tinker-{work.name}-{model}-{name}.log"
                        running[name] = Side(setting, command(name, setting.ours, directory, document, scratch), log)
                        stack.callback(running[name].close)
                        result["versions"] = running[name].ready()["versions"]
                    answer = running[name].turn()
                    result["rates"].append(answer["rate"])
                    result["checks"].append(answer["check"])
                except Unavailable as e:
                    result["unavailable"] = str(e)
    return results


def rows(work: Work, model: str, results: dict[str, dict]) -> list[dict]:

    made = []
    for peer, aim in CHOSEN[work.name].items():
        if peer not in results:
            continue
        rates = [results[side]["rates"] for side in (OURS, peer)]
        mine, theirs = (statistics.median(found) if found else None for found in rates)
        reasons = {side: results[side].get("unavailable") for side in (OURS, peer)}
        made.append({
            "model": model, "work": work.name, "title": work.title, "unit": work.unit, "peer": peer, "aim": aim,
            "ours": mine, "theirs": theirs, "ratio": mine / theirs if mine and theirs else None, "same": "-",
            "note": "; ".join(f"{side}: {reason}" for side, reason in reasons.items() if reason)})  # fmt: skip
    return made


def main() -> int:
    given = sys.argv[1:]
    cut = given.index("--")
    options, ours = arguments(given[:cut]), given[cut + 1 :]
    logs = options.cache / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    os.environ |= {"JAX_PLATFORMS": "cpu"}
    setting = Setting(options.peers_python, ours, options.cache / "jlama", logs, options.threads, options.limit)
    about = {"command": f"./reagent bench tinker {os.environ.get('REAGENT_BENCH_ARGUMENTS', '')}".strip(),
             "commit": commit(), "dtype": "f32", "date": datetime.date.today().isoformat(),
             "machine": machine(options.threads), "versions": {}}  # fmt: skip
    for package in ("skyrl", "jax", "tinker"):
        try:
            about["versions"][package] = version(package)
        except PackageNotFoundError:
            about["versions"][package] = "missing"
    found: list[dict] = []
    target = options.cache / "results" / f"tinker-{datetime.datetime.now():%Y%m%d-%H%M%S}"
    target.parent.mkdir(exist_ok=True)
    for model in options.model or ["tiny", "40m"]:
        directory = checkpoint(setting, options.cache, options.tokenizer, model, "f32") / "qwen3"
        for work in works(options.quick):
            if work.name in (options.works or CHOSEN):
                # one request is one sequence of its own here, so that all sides sample and none is greedy
                results = measure(setting, replace(work, resident=True), model, directory, options.rounds,
                                  options.peer or [RUNTIME, SKYRL])  # fmt: skip
                found += rows(work, model, results)
                target.with_suffix(".json").write_text(json.dumps(about | {"rows": found}, indent=1) + "\n")
                target.with_suffix(".md").write_text(report(about, found))
    print(report(about, found))
    print(f"{target}.md, {target}.json", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
