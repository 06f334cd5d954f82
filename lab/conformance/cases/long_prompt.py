"""One long prompt among short ones costs memory while it is there, and not after.

Makes a random model of SmolLM2-135M's shape, serves it, and looks at the process: what 16 short requests take before and
after one prompt of some 6,900 tokens.
"""

import concurrent.futures
import os
import pathlib
import sys
import tempfile

from checkpoint.foreign import make
from started import DATA, ask, base_models, platform


def memory(field):
    pid = (DATA / "platform.pid").read_text().strip()
    return next(int(line.split()[1]) / 2**20 for line in open(f"/proc/{pid}/status") if line.startswith(field))


def processor():
    """Seconds of processor time that the platform has used: what else this machine does is not counted."""
    fields = open(f"/proc/{(DATA / 'platform.pid').read_text().strip()}/stat").read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def complete(prompt, tokens):
    status, answer = ask("policy", "/v1/completions", {"model": "large", "prompt": prompt, "max_tokens": tokens, "temperature": 0,
                                                       "ignore_eos": True}, timeout=500)  # fmt: skip
    assert status == 200, answer
    return answer["usage"]["completion_tokens"]


def batch(name):
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        began = processor()
        tokens = sum(pool.map(lambda i: complete([5 + i] + list(range(20, 40)), 24), range(16)))
        rate = tokens / (processor() - began)
    print(f"{name}: {rate:.0f} tokens a second of one core, {memory('VmRSS'):.1f} GB, peak {memory('VmHWM'):.1f} GB", flush=True)
    return rate


def main():
    with tempfile.TemporaryDirectory() as made:
        make(pathlib.Path(made) / "large", family="llama", hidden_size=576, intermediate_size=1536, num_hidden_layers=30,
             num_attention_heads=9, num_key_value_heads=3, max_position_embeddings=8192, tie_word_embeddings=True)
        settings = base_models(large=pathlib.Path(made) / "large")
        settings["REAGENT_POLICY_BASEMODELS_LARGE_CACHEDTOKENS"] = "16384"
        with platform(**settings):
            # the first ones of each kind are slower: the compiler looks at what is done anew
            before_rate = max(batch(f"before, {i}") for i in range(4))
            before = memory("VmRSS")
            complete([11 + i % 300 for i in range(6900)], 1)
            # it takes some seconds to come back
            after_rate = 0
            for i in range(12):
                after_rate = max(after_rate, batch(f"after one long prompt, {i}"))
                if after_rate >= 0.8 * before_rate:
                    break
            grown = memory("VmRSS") - before
    return 1 if grown > 1.5 or after_rate < 0.6 * before_rate else 0


if __name__ == "__main__":
    sys.exit(main())
