"""Evaluations under load: all questions of GSM8K at once against a chat server that answers after a fixed time, Inspect AI
on the same server and questions beside it; and what evaluations compute.

    ./reagent bench eval [WORK ...] [--questions-file gsm8k.jsonl] [--rounds 5]

Without a file, arithmetic questions of the same number and form are made up. Sides take turns; medians are compared. "cold"
is the first evaluation of a process; before "warm" ones ours makes --warm-up more.
"""

import argparse
import datetime
import json
import os
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from eval_load import INSPECT, OURS, Bench
from report import commit, machine, number
from sides import Unavailable, split

WORKS = ("run", "compare", "rates")
AIM = {"warm / ideal": 1.2}

# (what, aim, ours, Inspect AI's)
Row = tuple[str, float | None, float | None, float | None]


def arguments(listed: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./reagent bench eval", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("works", nargs="*", metavar="WORK", help=f"of {', '.join(WORKS)}; all")
    parser.add_argument("--questions-file", type=Path, default=os.environ.get("REAGENT_GSM8K"),
                        help="GSM8K's test.jsonl; REAGENT_GSM8K")  # fmt: skip
    parser.add_argument("--questions", type=int, default=1_319, help="how many of them; 1319")
    parser.add_argument("--concurrency", type=int, default=64, help="at once, of every side; 64")
    parser.add_argument("--latency", type=int, action="append", help="ms until an answer; may be repeated; 50 and 500")
    parser.add_argument("--rounds", type=int, default=5, help="measured evaluations of each side; 5")
    parser.add_argument("--warm-up", type=int, default=8, help="of ours between the first and those, unmeasured; 8")
    parser.add_argument("--compared", type=int, default=100_000, help="samples of each of two evaluations; 100000")
    parser.add_argument("--no-inspect", action="store_true", help="ours alone")
    parser.add_argument("--jfr", type=Path, help="a recording of our services is left there")
    parser.add_argument("--limit", type=float, default=600, help="seconds one turn may take; 600")
    parser.add_argument("--cache", type=Path, required=True, help=argparse.SUPPRESS)
    options = parser.parse_args(listed)
    for work in options.works:
        if work not in WORKS:
            parser.error(f"there is no work {work}; there are {', '.join(WORKS)}")
    return options


def figures(bench: Bench, latency: int, runs: list[dict]) -> dict[str, float | None]:
    """One side's figures by name."""
    ideal, first = bench.ideal(latency), latency == bench.latencies[0]
    warm = runs[1:] if first else runs

    def median(field: str, by: float) -> float | None:
        return statistics.median(run[field] for run in warm) / by if field in warm[0] else None

    attempt = len(bench.rows) / 1000
    return {
        **({"cold, s": runs[0]["seconds"]} if first else {}),
        "warm, s": median("seconds", 1),
        "warm / ideal": median("seconds", ideal),
        "CPU time of an attempt, ms": median("cpu_s", attempt),
        "Postgres's, ms": median("postgres_cpu_s", attempt),
        "the server's, ms": median("stub_cpu_s", attempt),
    }


def loaded(bench: Bench, sides: list[str], measured: dict) -> list[Row]:
    found = measured["run"] = bench.run(sides)
    rows: list[Row] = []
    for latency, runs in found.items():
        what = f"{len(bench.rows):,} questions, {latency} ms, {bench.options.concurrency} at once"
        rows.append((f"{what}: ideal, s", None, bench.ideal(latency), None))
        ours, theirs = (figures(bench, latency, runs[side]) if side in runs else {} for side in (OURS, INSPECT))
        rows += [(f"{what}: {name}", AIM.get(name), value, theirs.get(name)) for name, value in ours.items()]
    heap = bench.services.turn()["heap_after_gc_mb"]
    return [*rows, ("most heap of the services after a collection, MB", 512, heap, None)]


def compared(bench: Bench, measured: dict) -> list[Row]:
    seconds = measured["compare"] = bench.compare()
    what = f"comparing two evaluations of {bench.options.compared:,} samples"
    return [(f"{what}, the first time, s", None, seconds[0], None), (f"{what}, s", 2, statistics.median(seconds[1:]), None)]


def computed(ours: list[str], measured: dict) -> list[Row]:
    said = subprocess.run([*ours, "io.reagent.benchmarks.EvalRates"], stdout=subprocess.PIPE, text=True, check=True).stdout
    rates = measured["rates"] = json.loads(next(line for line in said.splitlines() if line.startswith("{")))
    return [
        ("plain answers graded a second, one core", 20_000, rates["plain_per_s"], None),
        ("symbolic answers graded a second, one core", 300, rates["symbolic_per_s"], None),
        *((f"10,000 resamples of 5,000 items, {name}, s", 1, rates[f"bootstrap_{name}_s"], None)
          for name in ("mean", "ece", "auroc", "spearman"))]  # fmt: skip


def written(about: dict, rows: list[Row]) -> str:
    where = about["machine"]
    return "\n".join([
        f"`{about['command']}`, {about['date']}, commit {about['commit']}", "",
        f"{where['cpu']}, {where['cores']} cores, {where['system']}; load average before the run {where['load_average_before']}",
        "", ", ".join(f"{name} {version}" for name, version in sorted(about["versions"].items())), "",
        "| what | aim | ours | Inspect AI |", "|---|---:|---:|---:|",
        *(f"| {what} | {number(aim)} | {number(mine)} | {number(theirs)} |" for what, aim, mine, theirs in rows), ""])  # fmt: skip


def main() -> int:
    given, ours = split(sys.argv[1:])
    options = arguments(given)
    works = options.works or WORKS
    about = {"command": f"./reagent bench eval {os.environ.get('REAGENT_BENCH_ARGUMENTS', '')}".strip(), "commit": commit(),
             "date": datetime.date.today().isoformat(), "machine": machine(os.cpu_count()), "versions": {}}  # fmt: skip
    rows: list[Row] = []
    measured: dict[str, object] = {}
    if "rates" in works:
        rows += computed(ours, measured)
    if "run" in works or "compare" in works:
        with tempfile.TemporaryDirectory(prefix="reagent-bench-", ignore_cleanup_errors=True) as scratch, ExitStack() as stack:
            try:
                bench = Bench(options, ours, Path(scratch), stack)
                if "run" in works:
                    rows += loaded(bench, [OURS] if options.no_inspect else [OURS, INSPECT], measured)
                if "compare" in works:
                    rows += compared(bench, measured)
            except Unavailable as missing:
                raise SystemExit(str(missing)) from None
            about["versions"] = bench.versions
    target = options.cache / "results" / f"eval-{datetime.datetime.now():%Y%m%d-%H%M%S}"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.with_suffix(".json").write_text(json.dumps(about | {"rows": rows, "measured": measured}, indent=1) + "\n")
    target.with_suffix(".md").write_text(written(about, rows))
    print(written(about, rows))
    print(f"{target}.md, {target}.json", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
