"""Loads directories that lm saved with transformers, adapters with PEFT over the base they name, and compares logits with
those lm computed.

    python lab/conformance/parity/check_saved.py DIR...

Each DIR holds a checkpoint or an adapter, and ours.json: {"prompts": [[ids]], "last_logits": [[logits after the last token]]}.
"""

import argparse
import json
import sys
from pathlib import Path

import torch
import transformers
from peft import PeftModel
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM, AutoTokenizer

TOLERANCE = 1e-4


def load_adapter(directory: Path):
    base = json.loads((directory / "adapter_config.json").read_text())["base_model_name_or_path"]
    model = PeftModel.from_pretrained(AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32), directory)
    ours = set(load_file(directory / "adapter_model.safetensors"))
    theirs = {name.replace(".default", "") for name in model.state_dict() if "lora_" in name}
    if ours != theirs:
        raise SystemExit(f"{directory}: tensors that only one side has: {sorted(ours ^ theirs)}")
    return model


def load_model(directory: Path):
    model, info = AutoModelForCausalLM.from_pretrained(directory, dtype=torch.float32, output_loading_info=True)
    for kind in ("missing_keys", "unexpected_keys", "mismatched_keys"):
        if info[kind]:
            raise SystemExit(f"{directory}: {kind} {sorted(info[kind])}")
    if (directory / "tokenizer.json").exists():
        AutoTokenizer.from_pretrained(directory)
    return model


@torch.no_grad()
def worst_difference(directory: Path) -> float:
    ours = json.loads((directory / "ours.json").read_text())
    model = (load_adapter if (directory / "adapter_config.json").exists() else load_model)(directory)
    if len(ours["prompts"]) != len(ours["last_logits"]) or not ours["prompts"]:
        raise SystemExit(f"{directory}/ours.json: needs as many last_logits as prompts, at least one")
    worst = 0.0
    for ids, expected in zip(ours["prompts"], ours["last_logits"], strict=True):
        logits = model.eval()(torch.tensor([ids])).logits[0, -1]
        if logits.shape != (len(expected),):
            raise SystemExit(f"{directory}: {len(expected)} logits, transformers gives {tuple(logits.shape)}")
        difference = (logits - torch.tensor(expected)).abs().max().item()
        worst = max(worst, float("inf") if difference != difference else difference)
    return worst


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directories", type=Path, nargs="+", metavar="DIR")
    transformers.utils.logging.disable_progress_bar()
    failed = False
    for directory in parser.parse_args().directories:
        worst = worst_difference(directory)
        failed |= worst > TOLERANCE
        print(f"{'ok  ' if worst <= TOLERANCE else 'FAIL'} {directory}: largest difference {worst:.2e}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
