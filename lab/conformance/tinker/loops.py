"""The tinker-cookbook's published loops, as they are, against a running policy-api.

    PYTHONPATH=lab/conformance TINKER_API_KEY=tml-local python lab/conformance/tinker/loops.py --tokenizer models/policy-tiny

Only what they would fetch from a hub is given to them here: a few conversations and sums as data sets, the served model's
own tokenizer, and a reward that a small model can get. The base model is REAGENT_POLICY_MODEL, or the first one listed.
"""

import argparse
import json
import math
import os
import sys
import tempfile
from pathlib import Path

import datasets
import tinker
from checks import check, run, url
from tinker_cookbook import model_info, tokenizer_utils
from tinker_cookbook.recipes import rl_loop, sl_loop
from transformers import AutoTokenizer

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--tokenizer", type=Path, required=True, help="directory of the served model")
options = parser.parse_args()

rest = tinker.RestClient(base_url=url())
BASE = os.environ.get("REAGENT_POLICY_MODEL") or rest.get_server_capabilities().result().supported_models[0].model_name
TOWNS = ["Arlo", "Benna", "Corvi", "Dunor", "Elda", "Farin", "Gosla", "Hemri"]


def conversations() -> list[dict]:
    return [{"messages": [{"role": "user", "content": f"Where is {town}?"},
                          {"role": "assistant", "content": f"{town} is by the sea."}]}
            for _ in range(6) for town in TOWNS]  # fmt: skip


def sums() -> list[dict]:
    return [{"question": f"What is {i} plus {i + 1}?", "answer": f"#### {2 * i + 1}"} for i in range(12)]


def load_dataset(name: str, *_) -> datasets.DatasetDict:
    rows = sums() if "gsm8k" in name else conversations()
    return datasets.DatasetDict(train=datasets.Dataset.from_list(rows))


def variety(response: str, answer: str) -> float:
    return len(set(response)) / 64


datasets.load_dataset = load_dataset
model_info.get_recommended_renderer_name = lambda name: "role_colon"
tokenizer_utils.register_tokenizer(BASE, lambda: AutoTokenizer.from_pretrained(options.tokenizer))
rl_loop.get_reward = variety


def rows(log: str, name: str) -> list[dict]:
    return [json.loads(line) for line in (Path(log) / name).read_text().splitlines()]


def common(log: str) -> dict:
    return {"base_url": url(), "log_path": log, "model_name": BASE, "lora_rank": 8}


@check
def the_supervised_loop_learns_saves_and_resumes():
    with tempfile.TemporaryDirectory() as log:
        config = sl_loop.Config(**common(log), batch_size=4, learning_rate=3e-3, max_length=256, save_every=4)
        sl_loop.main(config)
        losses = [row["train_mean_nll"] for row in rows(log, "metrics.jsonl") if "train_mean_nll" in row]
        assert len(losses) == 12 and losses[-1] < losses[0] / 2, losses
        saved = rows(log, "checkpoints.jsonl")
        assert [row["name"] for row in saved] == ["000004", "000008", "final"], saved
        # begins where the middle of the first run was
        (Path(log) / "checkpoints.jsonl").write_text("".join(json.dumps(row) + "\n" for row in saved[:2]))
        (Path(log) / "metrics.jsonl").unlink()
        sl_loop.main(config)
        again = [row["train_mean_nll"] for row in rows(log, "metrics.jsonl") if "train_mean_nll" in row]
        assert len(again) == 4, again
        assert all(math.isclose(a, b, rel_tol=1e-3) for a, b in zip(again, losses[8:], strict=True)), (again, losses)
        return f"nll {losses[0]:.2f} to {losses[-1]:.3f}"


@check
def the_rl_loop_samples_and_steps():
    with tempfile.TemporaryDirectory() as log:
        rl_loop.main(rl_loop.Config(**common(log), batch_size=3, group_size=6, max_tokens=24, learning_rate=1e-3))
        metrics = [row for row in rows(log, "metrics.jsonl") if "reward/total" in row]
        assert len(metrics) == 4, metrics
        assert all(row["grad_norm"] > 0 for row in metrics), metrics
        final = rows(log, "checkpoints.jsonl")[-1]
        assert final["name"] == "final"
        sampler = tinker.ServiceClient(base_url=url()).create_sampling_client(model_path=final["sampler_path"]).result()
        params = tinker.SamplingParams(max_tokens=4)
        assert sampler.sample(tinker.ModelInput.from_ints([5, 6]), 1, params).result().sequences
        return "rewards " + ", ".join(f"{row['reward/total']:.2f}" for row in metrics)


if __name__ == "__main__":
    sys.exit(run())
