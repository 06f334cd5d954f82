"""Runs every script of this directory and those under it, one line each; a script passes when it exits with 0.

    python lab/conformance/cases/run.py [part of a path ...]
"""

import os
import pathlib
import re
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).parent


def scripts(parts):
    """Those that can be run by themselves: modules that others import have no main part."""
    for path in sorted(HERE.rglob("*.py")):
        name = str(path.relative_to(HERE).with_suffix(""))
        if path.name != "run.py" and "sys.exit(" in path.read_text() and (not parts or any(part in name for part in parts)):
            yield name, path


def main(parts):
    failed = 0
    paths = os.pathsep.join([str(HERE), str(HERE.parent), os.environ.get("PYTHONPATH", "")])
    chosen = list(scripts(parts))
    if not chosen:
        print("no check has that in its name; there are", ", ".join(name for name, _ in scripts([])))
        return 1
    for name, path in chosen:
        began = time.time()
        ran = subprocess.run([sys.executable, "-W", "ignore", path], capture_output=True, text=True,
                             env=os.environ | {"PYTHONPATH": paths})  # fmt: skip
        failed += ran.returncode != 0
        print(f"{'FAIL' if ran.returncode else 'ok  '} {name} ({time.time() - began:.0f} s)", flush=True)
        said = ran.stdout.strip().splitlines()
        shown = said + ran.stderr.strip().splitlines()[-8:] if ran.returncode else [l for l in said if re.match("ok ", l)] or said[-1:]
        for line in shown:
            print("       " + line[:400], flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
