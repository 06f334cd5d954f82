"""Says how large images are, and ends with 1 where one is larger than it should be: 250 MB, 700 MB with libtorch."""

import json
import subprocess
import sys

LIMITS = {"rrm-api": 700, "policy-api": 700, "all": 800}

too_large = False
for name in sys.argv[1:]:
    images = json.loads(subprocess.check_output(["buildah", "images", "--json", f"localhost/reagent/{name}"]))
    text = images[0]["size"].split()
    size = float(text[0]) * {"MB": 1, "GB": 1000, "KB": 0.001}[text[1]]
    limit = LIMITS.get(name, 250)
    print(f"{'ok  ' if size <= limit else 'FAIL'} reagent/{name}: {size:.0f} MB of {limit}")
    too_large |= size > limit
sys.exit(too_large)
