"""docs/finetune.py, as a reader would run it: that it runs, and that the policy says afterwards what it was taught.

    PYTHONPATH=lab/conformance TINKER_API_KEY=tml-local python lab/conformance/tinker/notebook.py
"""

import os
import subprocess
import sys
from pathlib import Path

from checks import check, run, url

ROOT = Path(__file__).parents[3]
TAUGHT = ["Elda is a river.", "Mirbes is a town.", "Ponlor is a hill.", "Corvi is a lake."]


@check
def the_script_of_the_docs_fine_tunes_and_samples():
    # from where the platform runs: the tokenizer's directory, as the service names it, is below there
    ran = subprocess.run([sys.executable, "-W", "ignore", "docs/finetune.py"], cwd=ROOT, text=True, capture_output=True,
                         env=os.environ | {"TINKER_BASE_URL": url()}, timeout=300)  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-2000:]
    lines = ran.stdout.splitlines()
    missing = [sentence for sentence in TAUGHT if not any(line.endswith("? " + sentence) for line in lines)]
    assert not missing, ran.stdout
    assert lines[-1].startswith("tinker://") and lines[-1].endswith("/sampler_weights/places"), lines[-1]
    return ", ".join(line.replace("  ", " ") for line in (lines[0], lines[-6]))


if __name__ == "__main__":
    sys.exit(run())
