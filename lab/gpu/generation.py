"""A decoder in use: weights prepared, a cache of one bank, whole prompts and single tokens through `generate`."""

import torch
from plan import Shape
from program import decoder, rope

EVERY_POSITION, CAUSAL = 0, 1


class Generation:
    """`batch` sequences of equal length, each in its slot of a cache of `capacity` positions."""

    def __init__(self, shape: Shape, weights: list[torch.Tensor], batch: int, capacity: int, factor: float = 1.0) -> None:
        self.shape, self.batch, self.program = shape, batch, decoder()
        self.device, dtype = weights[0].device, weights[0].dtype
        self.dims = [shape.layers, shape.heads, shape.kv_heads, 0]
        self.weights = self.program.prepare(weights, self.dims)
        self.packed = self.program.pack(self.weights, 0)
        self.cos, self.sin = rope(shape, capacity, self.device, dtype, factor)
        size = (batch, 2 * shape.kv_heads, capacity, shape.head_dim)
        self.cache = [torch.zeros(size, dtype=dtype, device=self.device) for _ in range(shape.layers)]
        self.none = torch.zeros(0, dtype=dtype, device=self.device)

    def run(self, tokens: list[list[int]], select: list[int], plan: list[int]) -> torch.Tensor:
        """ids, positions and slots of N rows -> float32 logits of the selected rows, of all where none is."""
        rows = torch.tensor(tokens, device=self.device)
        chosen = torch.tensor(select, dtype=torch.int64, device=self.device)
        return self.program.generate(
            self.weights, self.packed, rows, chosen, self.cos, self.sin, self.cache, [0, len(tokens[0])], plan, [],
            self.none, self.dims, self.shape.eps,
        )  # fmt: skip

    def prefill(self, prompt: list[int], slot: int, every: bool = False) -> torch.Tensor:
        """A whole prompt into a slot -> logits after its last token, or after every one."""
        n = len(prompt)
        plan = [0, 1, n, slot, n, CAUSAL, 0]
        return self.run([prompt, list(range(n)), [slot] * n], [] if every else [n - 1], plan)

    def step(self, ids: list[int], position: int) -> list[int]:
        """One token in each slot -> the most likely next ones, on the host, where the caller looks at them."""
        plan = [0, self.batch, 1, 0, position + 1, EVERY_POSITION, 0]
        logits = self.run([ids, [position] * self.batch, list(range(self.batch))], [], plan)
        return [int(token) for token in self.program.greedy(logits)[0].tolist()]
