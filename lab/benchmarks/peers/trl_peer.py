"""TRL's GRPOTrainer: python trl_peer.py CHECKPOINT WORK.json

A turn is one step: completions of every prompt, rewards, advantages, loss, gradients, AdamW.
"""

import json
import re
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import datasets
import peft
import torch
import transformers
import trl
import turns
from transformers import AutoModelForCausalLM, AutoTokenizer, TrainerCallback

STEPS = 1_000  # more turns than anyone takes


def reward_of(lengths: list[int]) -> Callable[..., list[float]]:
    """The share of even tokens: costs nothing and differs within a group."""

    def even_tokens(completion_ids: list[list[int]], **_) -> list[float]:
        if any(len(ids) != length for ids, length in zip(completion_ids, lengths, strict=True)):
            raise ValueError(f"completions of {[len(ids) for ids in completion_ids]} tokens, wanted {lengths}")
        return [sum(token % 2 == 0 for token in ids) / len(ids) for ids in completion_ids]

    return even_tokens


class Ends(transformers.LogitsProcessor):
    """Has each row of a batch end at its own length, as a model's answers do, and not before."""

    def __init__(self, prompt: int, lengths: list[int], end: int) -> None:
        self.prompt, self.lengths, self.end = prompt, torch.tensor(lengths), end

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        last = (self.lengths[: len(scores)] == input_ids.shape[1] - self.prompt + 1)[:, None]
        end = torch.arange(scores.shape[1]) == self.end
        # the end token where a row is at its last one, any other before
        return scores.masked_fill(last != end, -torch.inf)


def text_of(tokenizer: transformers.PreTrainedTokenizerBase, prompt: list[int]) -> str:
    """A text of as many tokens: random ones, read back, are not the ones they were written from."""
    plain = re.sub("[^a-z]+", " ", tokenizer.decode(prompt * 2, skip_special_tokens=True))
    read = tokenizer(plain)["input_ids"]
    for end in range(len(prompt) + 8, 0, -1):
        text = tokenizer.decode(read[:end])
        if len(tokenizer(text)["input_ids"]) == len(prompt):
            return text
    raise ValueError(f"no text of {len(prompt)} tokens found")


class Turns(TrainerCallback):
    """Holds the trainer before each step until it is its turn; the first step warms up."""

    def on_step_begin(self, args, state, control, **_) -> None:
        if state.global_step == 1:
            turns.emit({"ready": True, "versions": {"trl": trl.__version__, "transformers": transformers.__version__,
                                                    "torch": torch.__version__}})  # fmt: skip
        if state.global_step >= 1 and not turns.wait():
            raise SystemExit(0)
        self.start = time.perf_counter()

    def on_step_end(self, args, state, control, **_) -> None:
        if state.global_step > 1:
            turns.emit({"rate": 3_600 / (time.perf_counter() - self.start), "check": []})


def main() -> None:
    directory, work = Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text())
    torch.set_num_threads(work["threads"])
    transformers.utils.logging.set_verbosity_error()
    requests, samples = work["requests"], work["samples"]
    tokenizer = AutoTokenizer.from_pretrained(directory)
    # those of each completion, in order; all the same where nothing else is said
    lengths = work.get("lengths") or [request["new"] for request in requests for _ in range(samples)]
    ragged = len(set(lengths)) > 1
    tokenizer.pad_token = tokenizer.convert_ids_to_tokens(0)
    model = AutoModelForCausalLM.from_pretrained(directory, dtype=torch.float32)
    # end tokens are ignored by both sides, but where completions end at lengths of their own
    end = tokenizer.eos_token_id if ragged else None
    model.generation_config.eos_token_id = end
    rows = work["rows"]
    with tempfile.TemporaryDirectory() as out:
        settings = trl.GRPOConfig(
            output_dir=out, use_cpu=True, bf16=work["dtype"] == "bf16", max_steps=STEPS, report_to=[],
            save_strategy="no", logging_strategy="no", disable_tqdm=True,
            per_device_train_batch_size=rows, gradient_accumulation_steps=len(requests) * samples // rows,
            num_generations=samples, max_completion_length=max(lengths), temperature=1.0, top_k=0, top_p=1.0,
            learning_rate=work["learning_rate"], beta=0.0, num_iterations=1, max_grad_norm=1.0,
            gradient_checkpointing=False, shuffle_dataset=False,
            generation_kwargs={"min_new_tokens": min(lengths) - 1, "eos_token_id": end},
        )  # fmt: skip
        texts = [text_of(tokenizer, request["prompt"]) for request in requests]
        trainer = trl.GRPOTrainer(
            model=model, args=settings, reward_funcs=reward_of(lengths), processing_class=tokenizer,
            train_dataset=datasets.Dataset.from_list([{"prompt": text} for text in texts]), callbacks=[Turns()],
            peft_config=peft.LoraConfig(r=work["lora"]["rank"], lora_alpha=work["lora"]["alpha"], lora_dropout=0.0,
                                        target_modules="all-linear", task_type="CAUSAL_LM"),
        )  # fmt: skip
        if ragged:
            ends = Ends(len(requests[0]["prompt"]), lengths, tokenizer.eos_token_id)
            trainer.model.generate = partial(trainer.model.generate, logits_processor=[ends])
        trainer.remove_callback(transformers.PrinterCallback)
        trainer.train()


if __name__ == "__main__":
    main()
