"""Parity, decoding, prefill and training of libraries/lm's programs on one GPU.

    lab/gpu/run                   everything, in under eight minutes
    lab/gpu/run --plan            what would be measured, as JSON; needs no torch
    lab/gpu/run --cpu --small     the same code on a CPU and a tiny shape, in seconds

Ends with 1 where a comparison is beyond its limit. --out DIRECTORY receives gpu.json and gpu.md.
"""

import argparse
import gc
import importlib.util
import json
import sys
import time
from pathlib import Path

import report
from plan import Measurement, plan

NO_TIME = "no time was left"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="lab/gpu/run", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("--plan", action="store_true", help="print what would be measured")
    parser.add_argument("--cpu", action="store_true", help="on the CPU")
    parser.add_argument("--small", action="store_true", help="a tiny shape alone")
    parser.add_argument("--limit", type=float, default=420, help="seconds after which nothing more is begun (420)")
    parser.add_argument("--out", type=Path, default=Path("."), help="directory of gpu.json and gpu.md (.)")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    measurements = plan(options.small)
    if options.plan:
        print(json.dumps([each.described() for each in measurements], indent=1))
        return 0
    if importlib.util.find_spec("torch") is None:
        print("this Python has no torch: REAGENT_TORCH_PYTHON names one that has", file=sys.stderr)
        return 2
    import torch

    if not options.cpu and not torch.cuda.is_available():
        print("torch sees no GPU; --cpu --small tries the programs without one", file=sys.stderr)
        return 2
    device = "cpu" if options.cpu else "cuda"
    torch.manual_seed(1)
    made = {"about": about(torch, device), "rates": []}
    began = time.monotonic()
    for each in measurements:
        left = options.limit - (time.monotonic() - began)
        run(each, device, options.small, left, made)
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "gpu.json").write_text(json.dumps(made, indent=1) + "\n")
    made["about"]["seconds"] = round(time.monotonic() - began, 1)
    (options.out / "gpu.json").write_text(json.dumps(made, indent=1) + "\n")
    (options.out / "gpu.md").write_text(report.table(made))
    print(report.table(made))
    failed = [each for each in made["parity"] if not each["ok"]]
    failed += [each for each in made["rates"] if each["side"] == "ours" and each.get("missing", NO_TIME) != NO_TIME]
    return 1 if failed else 0


def about(torch, device: str) -> dict:
    name = "CPU" if device == "cpu" else torch.cuda.get_device_name()
    return {"device": name, "torch": torch.__version__, "date": time.strftime("%Y-%m-%d")}


def run(m: Measurement, device: str, small: bool, left: float, made: dict) -> None:
    import clock

    print(f"{m.name} {m.side}", file=sys.stderr, flush=True)
    if m.kind == "parity":
        import parity

        made["parity"] = parity.checks(device)
    elif m.kind == "ceiling":
        made["ceilings"] = clock.ceilings(device, small)
    else:
        rate = m.described()
        clock.forget_peak(device)
        rate |= {"missing": NO_TIME} if left <= 0 else measured(m, device, made["ceilings"])
        made["rates"].append(rate)
    gc.collect()


def measured(m: Measurement, device: str, ceilings: dict) -> dict:
    """Its figures, or why there are none: one work that fails does not end the others."""
    import clock

    try:
        if m.side == "ours":
            import ours as side
        else:
            import peer as side
        seconds = side.measure(m, device)
        return report.figures(m, seconds, ceilings) | {"peak_gb": clock.peak_gigabytes(device)}
    except ImportError as absent:
        return {"missing": f"{absent.name} is not there"}
    except Exception as failure:
        return {"missing": f"{type(failure).__name__}: {failure}".splitlines()[0][:200]}


if __name__ == "__main__":
    sys.exit(main())
