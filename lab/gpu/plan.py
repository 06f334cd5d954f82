"""What is measured, in order, and what it costs in bytes and operations. Needs no torch."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Shape:
    """A decoder's; the names are those of the Hugging Face configuration where it has one."""

    name: str
    vocabulary: int
    hidden: int
    layers: int
    intermediate: int
    heads: int
    kv_heads: int
    head_dim: int
    tied: bool
    qkv_bias: bool = False  # as Qwen2
    qk_norm: bool = True  # as Qwen3
    eps: float = 1e-6
    rope_base: float = 1e6

    @property
    def layer_parameters(self) -> int:
        """Of the matrices of one layer: what every token is multiplied with."""
        attention = (2 * self.heads + 2 * self.kv_heads) * self.head_dim * self.hidden
        return attention + 3 * self.hidden * self.intermediate

    @property
    def read_parameters(self) -> int:
        """What a decoding step reads: the layers and the head, which is the embedding where it is tied."""
        return self.layers * self.layer_parameters + self.vocabulary * self.hidden

    @property
    def parameters(self) -> int:
        return self.read_parameters + (0 if self.tied else self.vocabulary * self.hidden)

    def cache_bytes(self, positions: int) -> int:
        """Keys and values of one sequence in bfloat16."""
        return 2 * 2 * self.layers * self.kv_heads * self.head_dim * positions

    def attention_operations(self, tokens: int) -> int:
        """Of one causal pass over a sequence, both products, half of the square."""
        return 2 * self.layers * self.heads * self.head_dim * tokens * tokens


HALF = Shape("0.5B", 151_936, 896, 24, 4_864, 14, 2, 64, tied=True, qkv_bias=True, qk_norm=False)
SMALL = Shape("1.7B", 151_936, 2_048, 28, 6_144, 16, 8, 128, tied=True)
LARGE = Shape("8B", 151_936, 4_096, 36, 12_288, 32, 8, 128, tied=False)
TINY = Shape("tiny", 512, 64, 2, 128, 4, 2, 16, tied=True)


@dataclass(frozen=True)
class Measurement:
    """One line of the report.

    kind: parity, ceiling, decode, prefill, train; side: ours or transformers
    batch sequences, each of `length` tokens: the prompt, or what is trained on; `new` tokens are decoded after it
    trained: all weights, or an adapter of rank 16 on every matrix
    """

    kind: str
    side: str = "ours"
    shape: Shape | None = None
    batch: int = 1
    length: int = 0
    new: int = 0
    trained: str = ""

    @property
    def name(self) -> str:
        parts = [self.kind, self.shape.name if self.shape else "", f"x{self.batch}" if self.length else "", self.trained]
        return " ".join(part for part in parts if part)

    def described(self) -> dict:
        described = asdict(self) | {"name": self.name}
        described["shape"] = self.shape.name if self.shape else None
        return described


def rates(shape: Shape, small: bool) -> list[Measurement]:
    """Decoding alone and full, a long prompt, a training step; each ours, then transformers'."""
    prompt, new, long, sequences, full = (24, 4, 32, 2, 4) if small else (512, 64, 2_048, 8, 64)
    trained = "adapter" if shape.name == "8B" else "all"
    works = [
        {"kind": "decode", "batch": 1, "length": prompt, "new": new},
        {"kind": "decode", "batch": full, "length": prompt, "new": new},
        {"kind": "prefill", "batch": 1, "length": long},
        {"kind": "train", "batch": sequences, "length": prompt, "trained": trained},
    ]
    if small:
        works.append({"kind": "train", "batch": sequences, "length": prompt, "trained": "adapter"})
    return [Measurement(side=side, shape=shape, **work) for work in works for side in ("ours", "transformers")]


def plan(small: bool) -> list[Measurement]:
    """In the order in which they run: what matters most comes first, since time may end before the plan does."""
    shapes = [TINY] if small else [HALF, SMALL, LARGE]
    first = [Measurement(kind) for kind in ("parity", "ceiling")]
    return first + [each for shape in shapes for each in rates(shape, small)]
