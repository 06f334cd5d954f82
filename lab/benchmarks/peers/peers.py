"""Runs the same works on our runtime and on its peers, side by side, and prints one table.

    ./reagent bench peers [WORK ...] [--model 40m] [--quick]

Every side is a process of its own that loads, warms up and then works when it is told to. Sides take turns within
each round, so that whatever else the machine does hits all of them; medians over the rounds are compared.
"""

import argparse
import datetime
import json
import os
import platform
import statistics
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from sides import HERE, Setting, Side, Unavailable
from works import OURS, SHAPES, Work, works


def arguments(listed: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./reagent bench peers", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    names = [work.name for work in works(quick=True)]
    parser.add_argument("works", nargs="*", metavar="WORK", choices=[*names, []], help=f"of {', '.join(names)}; all")
    parser.add_argument("--model", action="append", choices=SHAPES, help="size; may be repeated; 40m and 0.5b")
    parser.add_argument("--peer", action="append", help="only these peers; may be repeated")
    parser.add_argument("--quick", action="store_true", help="short works: minutes, to see that everything runs")
    parser.add_argument("--rounds", type=int, help="turns of each side; 3, or 2 with --quick")
    parser.add_argument("--dtype", choices=["f32", "bf16"], default="f32")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="of every side; all cores")
    parser.add_argument("--limit", type=float, default=3_600, help="seconds a side may take for one turn; 3600")
    parser.add_argument("--cache", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--tokenizer", type=Path, required=True, help=argparse.SUPPRESS)
    return parser.parse_args(listed)


def machine(threads: int) -> dict:
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if "model name" in line]
        cpu = names[0] if names else cpu
    return {"cpu": cpu, "cores": os.cpu_count(), "threads": threads,
            "system": f"{platform.system()} {platform.release()}",
            "load_average_before": round(os.getloadavg()[0], 2)}  # fmt: skip


def checkpoint(setting: Setting, cache: Path, tokenizer: Path, model: str, dtype: str) -> Path:
    directory = cache / "checkpoints" / f"{model}-{dtype}"
    made = directory / "complete.json"
    if not made.exists() or json.loads(made.read_text()) != asdict(SHAPES[model]):
        print(f"Making {directory}", file=sys.stderr)
        command = [setting.python, HERE / "checkpoint.py", model, dtype, tokenizer, directory]
        subprocess.run(command, check=True, stdout=sys.stderr)
    return directory


def measure(
    setting: Setting, work: Work, model: str, dtype: str, directory: Path, peers: list[str], rounds: int
) -> dict[str, dict]:
    """Every side's rates, versions and checks; {"unavailable": reason} for a side that cannot."""
    document = setting.logs / f"{work.name}-{model}.json"
    document.write_text(json.dumps(work.document(SHAPES[model], dtype, setting.threads)))
    results: dict[str, dict] = {side: {"rates": [], "checks": []} for side in [OURS, *peers]}
    with ExitStack() as stack:
        running: dict[str, Side] = {}
        for number in range(rounds):
            order = list(results) if number % 2 == 0 else list(reversed(results))
            for name in order:
                if "unavailable" in results[name]:
                    continue
                print(f"{model} {work.name}: {name}, turn {number + 1} of {rounds}", file=sys.stderr)
                try:
                    if name not in running:
                        command = setting.command(name, directory / work.architecture, document)
                        running[name] = Side(setting, command, setting.logs / f"{work.name}-{model}-{name}.log")
                        stack.callback(running[name].close)
                        results[name]["versions"] = running[name].ready()["versions"]
                    answer = running[name].turn()
                    results[name]["rates"].append(answer["rate"])
                    results[name]["checks"].append(answer["check"])
                except Unavailable as e:
                    results[name]["unavailable"] = str(e)
                if (not work.resident or "unavailable" in results[name]) and name in running:
                    running.pop(name).close()
    return results


def same(ours: list[list], theirs: list[list]) -> str:
    """Whether both sides computed the same: the first greedy tokens, or the first loss."""
    if not any(ours) or not any(theirs):
        return "-"
    if [len(check) for check in ours] != [len(check) for check in theirs]:
        return "no"
    pairs = [pair for a, b in zip(ours, theirs, strict=True) for pair in zip(a, b, strict=True)]
    return "yes" if all(a == b or isinstance(a, float) and abs(a - b) <= 1e-3 * abs(b) for a, b in pairs) else "no"


def rows(work: Work, model: str, results: dict) -> list[dict]:
    ours = results[OURS]
    made = []
    for peer, result in results.items():
        if peer == OURS:
            continue
        row = {"model": model, "work": work.name, "title": work.title, "unit": work.unit, "peer": peer,
               "aim": work.aims[peer], "ours": None, "theirs": None, "ratio": None, "same": "-"}  # fmt: skip
        if "unavailable" not in ours:
            row["ours"] = statistics.median(ours["rates"])
        if "unavailable" not in result:
            row["theirs"] = statistics.median(result["rates"])
        if row["ours"] and row["theirs"]:
            row["ratio"] = row["ours"] / row["theirs"]
            row["same"] = same(ours["checks"], result["checks"])
        reasons = {OURS: ours.get("unavailable"), peer: result.get("unavailable")}
        row["note"] = "; ".join(f"{side}: {reason}" for side, reason in reasons.items() if reason)
        made.append(row)
    return made


def number(value: float | None, form: str = ",.4g") -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if form == ",.4g" and value >= 1_000 else format(value, form)


def table(found: list[dict]) -> str:
    lines = ["| model | work | unit | ours | peer | peer's | ours / peer | aim | same output |",
             "|---|---|---|---:|---|---:|---:|---:|---|"]  # fmt: skip
    notes: list[str] = []
    for row in found:
        mark = ""
        if row["note"]:
            if row["note"] not in notes:
                notes.append(row["note"])
            mark = f" ({notes.index(row['note']) + 1})"
        lines.append(
            f"| {row['model']} | {row['title']} | {row['unit']} | {number(row['ours'])} | {row['peer']}{mark} "
            f"| {number(row['theirs'])} | {number(row['ratio'], '.2f')} | {row['aim']} | {row['same']} |")
    return "\n".join(lines + [""] + [f"({i}) {note}" for i, note in enumerate(notes, 1)])


def report(about: dict, found: list[dict]) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in sorted(about["versions"].items()))
    load = about["machine"]["load_average_before"]
    return "\n".join([
        f"`{about['command']}`, {about['date']}, commit {about['commit']}",
        "",
        f"{about['machine']['cpu']}, {about['machine']['cores']} cores, {about['machine']['threads']} threads on every"
        f" side, {about['machine']['system']}, {about['dtype']}; load average before the run {load}",
        "",
        versions, "", table(found), ""])  # fmt: skip


def commit() -> str:
    asked = subprocess.run(["git", "-C", HERE, "describe", "--always", "--dirty"], capture_output=True, text=True)
    return asked.stdout.strip() or "unknown"


def main() -> int:
    given = sys.argv[1:]
    cut = given.index("--") if "--" in given else len(given)
    options, ours = arguments(given[:cut]), given[cut + 1 :]
    logs = options.cache / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    setting = Setting(sys.executable, ours, options.cache / "jlama", logs, options.threads, options.limit)
    models = options.model or ["40m", "0.5b"]
    rounds = options.rounds or (2 if options.quick else 3)
    command = f"./reagent bench peers {os.environ.get('REAGENT_BENCH_ARGUMENTS', '')}".strip()
    about = {"command": command, "commit": commit(), "dtype": options.dtype,
             "date": datetime.date.today().isoformat(), "machine": machine(options.threads), "rounds": rounds,
             "versions": {"python": platform.python_version()}}  # fmt: skip
    found: list[dict] = []
    measured: dict[str, dict] = {}
    chosen = [work for work in works(options.quick) if not options.works or work.name in options.works]
    target = options.cache / "results" / f"peers-{datetime.datetime.now():%Y%m%d-%H%M%S}"
    target.parent.mkdir(exist_ok=True)
    for model in models:
        directory = checkpoint(setting, options.cache, options.tokenizer, model, options.dtype)
        for work in chosen:
            peers = [peer for peer in work.aims if not options.peer or peer in options.peer]
            if not peers:
                continue
            results = measure(setting, work, model, options.dtype, directory, peers, rounds)
            for result in results.values():
                about["versions"] |= result.get("versions", {})
            measured[f"{model} {work.name}"] = results
            found += rows(work, model, results)
            # after every work: what was measured outlives an interrupted run
            target.with_suffix(".json").write_text(
                json.dumps(about | {"rows": found, "measured": measured}, indent=1) + "\n")
            target.with_suffix(".md").write_text(report(about, found))
    print(report(about, found))
    print(f"{target}.md, {target}.json", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
