"""lm-evaluation-harness' local-completions against a running policy-api, on a tiny task of our own; no hub is asked.

    REAGENT_POLICY_URL=http://localhost:8082 python lab/conformance/openai/harness.py --tokenizer models/policy-tiny
"""

import argparse
import os
import sys
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_DATASETS_OFFLINE"] = "1"

import lm_eval  # noqa: E402
import requests  # noqa: E402
from checks import check, run, url  # noqa: E402
from lm_eval.tasks import TaskManager  # noqa: E402
from transformers import AutoTokenizer  # noqa: E402

TASK = Path(__file__).parent / "task"
HEADERS = {"Authorization": f"Bearer {os.environ.get('REAGENT_POLICY_KEY', 'none')}"}


def evaluate(task: str, tokenizer: Path, model: str) -> dict:
    os.chdir(TASK)  # the task names its questions relative to here
    os.environ.setdefault("OPENAI_API_KEY", os.environ.get("REAGENT_POLICY_KEY", "none"))
    arguments = {"model": model, "base_url": url() + "/v1/completions", "tokenizer": str(tokenizer),
                 "tokenizer_backend": "huggingface", "num_concurrent": 2, "max_length": 512}  # fmt: skip
    return lm_eval.simple_evaluate(
        model="local-completions", model_args=arguments, tasks=[task], batch_size=2, log_samples=True,
        task_manager=TaskManager(include_path=str(TASK), include_defaults=False), bootstrap_iters=0)  # fmt: skip


def score(prompt: list[int], continuation: list[int], model: str) -> float:
    """What the server itself says of a continuation."""
    body = {"model": model, "prompt": prompt + continuation, "max_tokens": 0, "echo": True, "logprobs": 0}
    answer = requests.post(url() + "/v1/completions", json=body, headers=HEADERS, timeout=120).json()
    return sum(answer["choices"][0]["logprobs"]["token_logprobs"][len(prompt):])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tokenizer", type=Path, required=True, help="directory of the served model")
    directory = parser.parse_args().tokenizer.resolve()
    models = requests.get(url() + "/v1/models", headers=HEADERS).json()["data"]
    model = os.environ.get("REAGENT_POLICY_MODEL") or models[0]["id"]

    @check
    def the_harness_scores_choices_as_the_server_does():
        results = evaluate("reagent_choices", directory, model)
        tokenizer = AutoTokenizer.from_pretrained(directory)
        samples = results["samples"]["reagent_choices"]
        compared = 0
        for sample in samples:
            for option, (logprob, _) in zip(sample["doc"]["options"], sample["filtered_resps"], strict=True):
                prompt = tokenizer(sample["doc"]["question"], add_special_tokens=False)["input_ids"]
                both = tokenizer(sample["doc"]["question"] + " " + option, add_special_tokens=False)["input_ids"]
                if both[: len(prompt)] == prompt:  # a token across the seam is counted differently
                    compared += 1
                    assert abs(score(prompt, both[len(prompt):], model) - float(logprob)) < 1e-2
        assert compared > 0
        accuracy = results["results"]["reagent_choices"]["acc,none"]
        return f"{compared} scores compared, accuracy {accuracy:.2f} over {len(samples)} questions"

    @check
    def the_harness_generates_until_a_stop():
        samples = evaluate("reagent_continuations", directory, model)["samples"]["reagent_continuations"]
        assert len(samples) == 4
        for sample in samples:
            assert "\n" not in sample["resps"][0][0]
        return f"{len(samples)} continuations"

    return run()


if __name__ == "__main__":
    sys.exit(main())
