"""A training step as libraries/lm makes it: the trunk kept or computed twice, the head in chunks, the fused AdamW."""

from dataclasses import dataclass, field

import torch
from plan import Shape
from program import decoder, optimizer, rope

LOGITS = 1 << 25  # how many exist at once
ACTIVATIONS = 1 << 30  # how many numbers the layers may keep for backward
RANK = 16


@dataclass
class Batch:
    """Sequences whose every token is predicted but the first; targets and the rest are flat [N], one a prediction."""

    ids: list[list[int]]
    targets: torch.Tensor
    weights: torch.Tensor
    sampled: torch.Tensor
    advantages: torch.Tensor

    @staticmethod
    def of(sequences: list[list[int]], weights, sampled, advantages, device) -> "Batch":
        targets = [token for sequence in sequences for token in sequence[1:]]
        flat = (torch.tensor(values, dtype=torch.float32, device=device) for values in (weights, sampled, advantages))
        return Batch([sequence[:-1] for sequence in sequences], torch.tensor(targets, device=device), *flat)

    @staticmethod
    def random(shape: Shape, batch: int, length: int, device) -> "Batch":
        random = torch.Generator().manual_seed(1)
        sequences = torch.randint(shape.vocabulary, (batch, length + 1), generator=random).tolist()
        n = batch * length
        return Batch.of(sequences, [1 / n] * n, [-1.0] * n, [1.0, -1.0] * (n // 2), device)

    def plan(self) -> list[int]:
        """Sequences of one length attend together."""
        lengths = [len(ids) for ids in self.ids]
        calls = [(len(lengths), lengths[0])] if len(set(lengths)) == 1 else [(1, length) for length in lengths]
        return [number for sequences, length in calls for number in (sequences, length, -1)]

    def tokens(self) -> list[list[int]]:
        """Ids and positions of the rows."""
        flat = [token for ids in self.ids for token in ids]
        return [flat, [position for ids in self.ids for position in range(len(ids))]]


@dataclass
class Training:
    """Gradients of all weights in float32, or of an adapter over them; products in bfloat16 where `mixed`."""

    shape: Shape
    weights: list[torch.Tensor]
    mixed: bool
    adapter: list[torch.Tensor] = field(default_factory=list)
    scale: float = 2.0
    factor: float = 1.0
    activations: int = ACTIVATIONS

    def __post_init__(self) -> None:
        self.program, self.adamw = decoder(), optimizer()
        self.device = self.weights[0].device
        self.rope: tuple[int, tuple[torch.Tensor, torch.Tensor]] | None = None
        # a tied head is there once
        unique = list({id(each): each for each in (self.adapter or self.weights)}.values())
        self.trained = [each.requires_grad_() for each in unique if each.numel() > 0]
        self.first = [torch.zeros_like(each) for each in self.trained]
        self.second = [torch.zeros_like(each) for each in self.trained]
        self.steps = [torch.zeros((), device=self.device) for _ in self.trained]
        for each in self.trained:
            each.grad = torch.zeros_like(each)

    def numbers(self, low: float, high: float, layer: int = 0) -> torch.Tensor:
        s = self.shape
        values = [s.layers, s.heads, s.kv_heads, int(self.mixed), s.eps, low, high, self.scale, layer]
        return torch.tensor(values, dtype=torch.float64, device=self.device)

    def backward(self, batch: Batch, loss: str, low: float = 0.0, high: float = float("inf")) -> float:
        """Adds the gradients of a loss, which is returned."""
        tokens = torch.tensor(batch.tokens(), device=self.device)
        plan = torch.tensor(batch.plan(), device=self.device)
        n, longest = tokens.shape[1], max(map(len, batch.ids))
        rows = torch.arange(n, device=self.device)
        a = self.adapter or [torch.zeros(0, device=self.device)]
        whole = self.numbers(low, high)
        trunk = (Kept if self.fits(n) else Recomputed)(self, tokens, plan, rows, whole, a, longest)
        detached, total, gradients = trunk.states.detach(), 0.0, []
        chunk = max(1, LOGITS // self.shape.vocabulary)
        for at in range(0, n, chunk):
            part = slice(at, at + chunk)
            leaf = detached[part].requires_grad_()
            summed, _ = getattr(self.program, loss)(
                leaf, batch.targets[part], batch.weights[part], batch.sampled[part], batch.advantages[part], whole,
                self.weights, a,
            )  # fmt: skip
            total += float(summed.detach())
            summed.backward()
            gradients.append(leaf.grad)
        trunk.backward(torch.cat(gradients))
        return total

    def fits(self, rows: int) -> bool:
        """Whether a batch's activations are few enough to keep, as Backpropagation.java counts them."""
        s = self.shape
        row = 8 * s.hidden + 3 * (s.heads + 2 * s.kv_heads) * s.head_dim + 5 * s.intermediate
        return (row + 2 * s.heads * s.head_dim) * rows * s.layers <= self.activations

    def update(self, rate: float, betas=(0.9, 0.95), eps=1e-8, decay=0.1, decay_vectors=False, clip=1.0) -> float:
        """One step of AdamW on what backward left -> the gradients' norm before clipping."""
        gradients = [each.grad for each in self.trained]
        norm = float(self.adamw.norm(gradients))
        if clip and norm > clip:
            self.adamw.scale(gradients, clip / (norm + 1e-6))
        with torch.no_grad():
            for decays in (True, False):
                at = [i for i, each in enumerate(self.trained) if (decay_vectors or each.dim() > 1) == decays]
                lists = ([of[i] for i in at] for of in (self.trained, gradients, self.first, self.second, self.steps))
                if at:
                    self.adamw.adamw(*lists, rate, *betas, decay if decays else 0.0, eps)
        self.adamw.zero(gradients)
        return norm

    def tables(self, length: int):
        if self.rope is None or self.rope[0] < length:
            self.rope = length, rope(self.shape, length, self.device, torch.float32, self.factor)
        return self.rope[1]


class Kept:
    """Keeps what backward needs of every layer."""

    def __init__(self, of: Training, tokens, plan, rows, shape, a, length) -> None:
        self.states = of.program.states(tokens, plan, rows, *of.tables(length), shape, of.weights, a)

    def backward(self, gradient: torch.Tensor) -> None:
        self.states.backward(gradient)


class Recomputed:
    """Keeps the input of each layer alone, and computes the layer again for backward."""

    def __init__(self, of: Training, tokens, plan, rows, shape, a, length) -> None:
        self.of, self.tokens, self.plan, self.rows, self.shape, self.a = of, tokens, plan, rows, shape, a
        self.rope, self.inputs = of.tables(length), []
        with torch.no_grad():
            x = self.embed()
            for layer in range(of.shape.layers):
                self.inputs.append(x)
                x = self.layer(x, layer)
            self.last, self.states = x, of.program.chosen_rows(x, rows, shape, of.weights, a)

    def embed(self) -> torch.Tensor:
        return self.of.program.embed(self.tokens, self.shape, self.of.weights, self.a)

    def layer(self, x: torch.Tensor, layer: int) -> torch.Tensor:
        shape = self.shape.clone()
        shape[8] = layer
        return self.of.program.one_layer(x, self.tokens, self.plan, *self.rope, shape, self.of.weights, self.a)

    def backward(self, gradient: torch.Tensor) -> None:
        x = self.last.detach().requires_grad_()
        self.of.program.chosen_rows(x, self.rows, self.shape, self.of.weights, self.a).backward(gradient)
        above = x.grad
        for layer in reversed(range(self.of.shape.layers)):
            x = self.inputs.pop().detach().requires_grad_()
            self.layer(x, layer).backward(above)
            above = x.grad
        if not self.of.adapter:
            self.embed().backward(above)


def random_adapter(shape: Shape, device) -> list[torch.Tensor]:
    """Of rank 16 on every matrix of the layers, none on the head, in the order of AdapterLayout.java."""
    queries, keys = shape.heads * shape.head_dim, shape.kv_heads * shape.head_dim
    stacks = [
        (shape.hidden, [queries, keys, keys]), (queries, [shape.hidden]),
        (shape.hidden, [shape.intermediate] * 2), (shape.intermediate, [shape.hidden]),
    ]  # fmt: skip
    adapter = []
    for reads, writes in stacks * shape.layers:
        adapter.append(torch.empty(RANK * len(writes), reads, device=device).normal_(0, 0.02))
        adapter += [torch.zeros(width, RANK, device=device) for width in writes]
    return adapter + [torch.zeros(0, device=device), torch.zeros(0, device=device)]
