"""transformers on torch's CPU build, and peft for LoRA: python transformers_peer.py CHECKPOINT WORK.json"""

import json
import sys
import time
from pathlib import Path

import torch
import transformers
import turns
from checkpoint import DTYPES
from transformers import AutoModelForCausalLM
from transformers.generation.streamers import BaseStreamer


class Clock(BaseStreamer):
    """When the first and the last new token came."""

    def __init__(self) -> None:
        self.times: list[float] = []

    def put(self, value: torch.Tensor) -> None:
        self.times.append(time.perf_counter())

    def end(self) -> None:
        pass

    def seconds_after_first(self) -> float:
        # the first call hands over the prompt
        return self.times[-1] - self.times[1]


def padded(sequences: list[list[int]], left: bool) -> dict[str, torch.Tensor]:
    width = max(map(len, sequences))
    gaps = [width - len(s) for s in sequences]
    ids = [[0] * g + s if left else s + [0] * g for s, g in zip(sequences, gaps, strict=True)]
    mask = [[0] * g + [1] * (width - g) if left else [1] * (width - g) + [0] * g for g in gaps]
    return {"input_ids": torch.tensor(ids), "attention_mask": torch.tensor(mask)}


class Generating:
    def __init__(self, model, work: dict) -> None:
        self.model, self.work = model.eval(), work
        self.new = [r["new"] for r in work["requests"]]

    def settings(self, new: int) -> dict:
        # end tokens are ignored by every side, so that all write the same number of tokens
        return {"max_new_tokens": new, "min_new_tokens": new, "pad_token_id": 0, "eos_token_id": None,
                "do_sample": self.work["samples"] > 1, "temperature": 1.0, "top_k": 0, "top_p": 1.0,
                "num_return_sequences": self.work["samples"]}  # fmt: skip

    @torch.inference_mode()
    def decode(self, number: int) -> dict:
        clock, ids = Clock(), torch.tensor(turns.prompts(self.work, number)[:1])
        new = self.new[0]
        out = self.model.generate(input_ids=ids, attention_mask=torch.ones_like(ids), streamer=clock,
                                  **self.settings(new))  # fmt: skip
        tokens = out[0, ids.shape[1]:].tolist()
        return {"rate": (new - 1) / clock.seconds_after_first(), "check": tokens[:16]}

    @torch.inference_mode()
    def generate(self, number: int) -> dict:
        """One padded batch that runs until its longest request has all its tokens; each counts what it asked for."""
        start = time.perf_counter()
        batch = padded(turns.prompts(self.work, number), left=True)
        out = self.model.generate(**batch, **self.settings(max(self.new)))
        seconds = time.perf_counter() - start
        first = out[0, batch["input_ids"].shape[1]:][: min(self.new[0], 16)].tolist()
        return {"rate": sum(self.new) * self.work["samples"] / seconds,
                "check": first if self.work["samples"] == 1 else []}  # fmt: skip

    @torch.inference_mode()
    def prefill(self, number: int) -> dict:
        ids = torch.tensor(turns.prompts(self.work, number)[:1])
        start = time.perf_counter()
        token = int(self.model(ids, use_cache=True, logits_to_keep=1).logits[0, -1].argmax())
        return {"rate": ids.shape[1] / (time.perf_counter() - start), "check": [token]}


class Training:
    def __init__(self, model, work: dict) -> None:
        self.work, self.first_loss = work, None
        if work["lora"]:
            import peft

            model = peft.get_peft_model(model, peft.LoraConfig(
                r=work["lora"]["rank"], lora_alpha=work["lora"]["alpha"], lora_dropout=0.0,
                target_modules="all-linear", task_type="CAUSAL_LM"))
        self.model = model.train()
        self.parameters = [p for p in model.parameters() if p.requires_grad]
        self.optimizer = torch.optim.AdamW(
            self.parameters, lr=work["learning_rate"], betas=(0.9, 0.95), weight_decay=0.1, fused=True)
        self.sequences = [r["prompt"] for r in work["requests"]]
        self.targets = sum(len(s) - 1 for s in self.sequences)

    def step(self) -> dict:
        start, loss = time.perf_counter(), 0.0
        for i in range(0, len(self.sequences), self.work["rows"]):
            batch = padded(self.sequences[i : i + self.work["rows"]], left=False)
            labels = batch["input_ids"].masked_fill(batch["attention_mask"] == 0, -100)
            with torch.autocast("cpu", torch.bfloat16, enabled=self.work["dtype"] == "bf16"):
                part = self.model(**batch, labels=labels, num_items_in_batch=self.targets, use_cache=False).loss
            part.backward()
            loss += part.item()
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        seconds = time.perf_counter() - start
        self.first_loss = loss if self.first_loss is None else self.first_loss
        return {"rate": self.targets / seconds, "check": [self.first_loss]}


def main() -> None:
    directory, work = Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text())
    torch.set_num_threads(work["threads"])
    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    training = work["kind"] == "train"
    # weights that are trained stay float32; their products are bfloat16 under autocast
    dtype = torch.float32 if training else DTYPES[work["dtype"]]
    model = AutoModelForCausalLM.from_pretrained(directory, dtype=dtype)
    if training:
        learner = Training(model, work)
        turn = lambda _: learner.step()  # noqa: E731
    else:
        turn = getattr(Generating(model, work), work["kind"])
    versions = {"transformers": transformers.__version__, "torch": torch.__version__}
    if work["lora"]:
        import peft

        versions["peft"] = peft.__version__
    turns.take(turn, versions)


if __name__ == "__main__":
    main()
