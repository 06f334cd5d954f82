"""What is measured: shapes of the random checkpoints, and the works every side does alike.

A work goes to every side as one JSON document, so that all of them read the same prompts and lengths.
"""

import random
from dataclasses import asdict, dataclass, replace

VOCABULARY_USED = 1_000  # ids every tokenizer at hand knows


@dataclass(frozen=True)
class Shape:
    """Qwen3 with a head dimension of hidden / heads, so that the same numbers also make a Llama."""

    vocabulary: int
    hidden: int
    layers: int
    intermediate: int
    heads: int
    key_value_heads: int
    head_dim: int
    context: int = 4_096

    def matrix_parameters(self) -> int:
        """Numbers in matrices that every token is multiplied with; the embedding is not among them."""
        attention = self.hidden * self.head_dim * 2 * (self.heads + self.key_value_heads)
        return self.layers * (attention + 3 * self.hidden * self.intermediate)

    def prefill_operations(self, tokens: int) -> int:
        """Multiplications and additions of one causal prompt: matrices, both attention products, the last logits."""
        attention = 2 * self.layers * self.heads * self.head_dim * tokens * tokens
        return 2 * self.matrix_parameters() * tokens + attention + 2 * self.vocabulary * self.hidden


SHAPES = {
    "tiny": Shape(1_024, 64, 2, 128, 4, 2, 16),
    "40m": Shape(16_384, 512, 10, 1_408, 8, 4, 64),
    "0.5b": Shape(151_936, 1_024, 28, 3_072, 16, 8, 64),
}

OURS = "reagent"


@dataclass(frozen=True)
class Work:
    """One work for all sides.

    kind      decode (tokens/s after the first), generate (new tokens/s of everything at once), prefill (prompt
              tokens/s to the first token), train (target tokens/s of an optimizer step), grpo (steps/hour)
    requests  [{"prompt": ids, "new": tokens to generate}], or what there is to learn from in "prompt"
    samples   completions of each prompt; beyond one they are sampled at temperature 1
    rows      sequences of one micro-batch of training, at the most
    lora      rank and alpha, on every linear layer of the decoder; none for full training
    """

    name: str
    kind: str
    title: str
    unit: str
    aims: dict[str, float]
    requests: tuple[dict, ...]
    samples: int = 1
    lora: dict | None = None
    rows: int = 0
    learning_rate: float = 1e-5
    architecture: str = "qwen3"
    resident: bool = True  # all sides stay loaded while they take turns; else each is started for its turn

    def document(self, shape: Shape, dtype: str, threads: int) -> dict:
        lengths = [len(r["prompt"]) for r in self.requests]
        return {
            "name": self.name, "kind": self.kind, "ids": VOCABULARY_USED, "requests": list(self.requests),
            "samples": self.samples, "lora": self.lora, "rows": self.rows, "dtype": dtype, "threads": threads,
            "learning_rate": self.learning_rate, "shape": asdict(shape), "operations": shape.prefill_operations(max(lengths)),
        }  # fmt: skip


def prompt(length: int, seed: int) -> list[int]:
    source = random.Random(seed)
    return [source.randrange(VOCABULARY_USED) for _ in range(length)]


def mixed(count: int, prompts: tuple[int, int], new: tuple[int, int]) -> tuple[dict, ...]:
    """Requests whose lengths are spread evenly over both ranges, in no order."""
    source = random.Random(count)
    return tuple(
        {"prompt": prompt(source.randint(*prompts), seed), "new": source.randint(*new)} for seed in range(count))


def works(quick: bool) -> list[Work]:
    def size(full: int, small: int) -> int:
        return small if quick else full

    decode = ({"prompt": prompt(32, 1), "new": size(129, 33)},)
    group = tuple({"prompt": prompt(size(512, 64), i), "new": size(64, 8)} for i in range(size(16, 4)))
    learn = mixed(size(16, 4), (size(128, 16), size(512, 48)), (0, 0))
    tasks = tuple({"prompt": prompt(size(128, 16), i), "new": size(128, 8)} for i in range(size(8, 2)))
    sft = Work("sft-full", "train", "SFT step, all weights", "tokens/s", {"transformers": 1.2}, learn, rows=4,
               resident=False)
    return [
        Work("decode-1", "decode", "decode, batch 1", "tokens/s", {"transformers": 1.5, "llama.cpp": 1.0}, decode),
        Work("decode-1-llama", "decode", "decode, batch 1, as a Llama", "tokens/s", {"jlama": 1.0}, decode,
             architecture="llama"),
        Work("concurrent-64", "generate", "64 requests of mixed length at once", "tokens/s",
             {"transformers": 3.0, "llama.cpp": 1.2},
             mixed(64, (size(16, 4), size(256, 16)), (size(16, 2), size(128, 8)))),
        Work("samples", "generate", f"{size(8, 4)} samples each of {len(group)} prompts", "tokens/s",
             {"transformers": 4.0}, group, samples=size(8, 4)),
        Work("prefill", "prefill", f"prefill of {size(2_048, 128)}", "tokens/s", {"transformers": 1.0, "gemm": 0.7},
             ({"prompt": prompt(size(2_048, 128), 1), "new": 1},)),
        sft,
        replace(sft, name="sft-lora", title="SFT step, LoRA of rank 16", lora={"rank": 16, "alpha": 32}),
        Work("grpo", "grpo", f"GRPO step, LoRA, {len(tasks)} tasks of {size(8, 4)} samples", "steps/h", {"trl": 2.0}, tasks,
             samples=size(8, 4), rows=size(8, 4), lora={"rank": 16, "alpha": 32}, resident=False),
    ]  # fmt: skip
