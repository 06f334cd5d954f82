"""llama.cpp's library through llama-cpp-python: python llama_peer.py CHECKPOINT.gguf WORK.json

Many requests run as in llama.cpp's server: one context, a slot for each, prompts and next tokens in one batch, a slot
is free as soon as its request ends. There is no HTTP on either side of the comparison.
"""

import json
import sys
import time
from pathlib import Path

import llama_cpp
import numpy as np
import turns

BF16 = 30  # GGML_TYPE_BF16, which the bindings do not name
KEPT = {"f32": llama_cpp.GGML_TYPE_F32, "f16": llama_cpp.GGML_TYPE_F16, "bf16": BF16}
BATCH = 2_048  # tokens of one call, llama.cpp's own default


class Context:
    def __init__(self, path: str, work: dict) -> None:
        self.work, self.requests = work, work["requests"]
        llama_cpp.llama_backend_init()
        self.model = llama_cpp.llama_model_load_from_file(
            path.encode(), llama_cpp.llama_model_default_params())
        if not self.model:
            raise SystemExit(f"llama.cpp cannot load {path}")
        settings = llama_cpp.llama_context_default_params()
        settings.n_seq_max = len(self.requests)
        settings.kv_unified = True
        settings.n_ctx = max(512, sum(len(r["prompt"]) + r["new"] for r in self.requests))
        settings.n_batch = BATCH
        settings.n_threads = settings.n_threads_batch = work["threads"]
        # keys and values in the numbers the other sides keep them in
        settings.type_k = settings.type_v = KEPT[work["dtype"]]
        self.context = llama_cpp.llama_init_from_model(self.model, settings)
        if not self.context:
            raise SystemExit("llama.cpp cannot make a context; its log says why")
        self.vocabulary = llama_cpp.llama_vocab_n_tokens(llama_cpp.llama_model_get_vocab(self.model))
        self.batch = llama_cpp.llama_batch_init(BATCH, 0, 1)

    def clear(self) -> None:
        llama_cpp.llama_memory_clear(llama_cpp.llama_get_memory(self.context), True)

    def leave(self, sequence: int) -> None:
        llama_cpp.llama_memory_seq_rm(llama_cpp.llama_get_memory(self.context), sequence, -1, -1)

    def run(self, entries: list[tuple[int, int, int, bool]]) -> np.ndarray:
        """Most likely next tokens of the entries (token, position, sequence, wanted) that want one, in their order."""
        for i, (token, position, sequence, wanted) in enumerate(entries):
            self.batch.token[i] = token
            self.batch.pos[i] = position
            self.batch.n_seq_id[i] = 1
            self.batch.seq_id[i][0] = sequence
            self.batch.logits[i] = wanted
        self.batch.n_tokens = len(entries)
        if (code := llama_cpp.llama_decode(self.context, self.batch)) != 0:
            raise SystemExit(f"llama_decode returned {code}")
        count = sum(entry[3] for entry in entries)
        if count == 0:
            return np.empty(0, dtype=np.int64)
        logits = llama_cpp.llama_get_logits(self.context)
        return np.ctypeslib.as_array(logits, (count, self.vocabulary)).argmax(-1)

    def decode(self, number: int) -> dict:
        self.clear()
        ids, new = turns.prompts(self.work, number)[0], self.requests[0]["new"]
        tokens = [int(self.run([(t, i, 0, i == len(ids) - 1) for i, t in enumerate(ids)])[0])]
        start = time.perf_counter()
        while len(tokens) < new:
            tokens.append(int(self.run([(tokens[-1], len(ids) + len(tokens) - 1, 0, True)])[0]))
        return {"rate": (new - 1) / (time.perf_counter() - start), "check": tokens[:16]}

    def prefill(self, number: int) -> dict:
        self.clear()
        ids = turns.prompts(self.work, number)[0]
        start = time.perf_counter()
        tokens = self.run([(t, i, 0, i == len(ids) - 1) for i, t in enumerate(ids)])
        return {"rate": len(ids) / (time.perf_counter() - start), "check": tokens.tolist()}

    def generate(self, number: int) -> dict:
        self.clear()
        start = time.perf_counter()
        prompts = turns.prompts(self.work, number)
        written: list[list[int]] = [[] for _ in self.requests]
        waiting = [(t, i, s, i == len(ids) - 1) for s, ids in enumerate(prompts) for i, t in enumerate(ids)]
        running: list[int] = []
        while running or waiting:
            entries = [(written[s][-1], len(prompts[s]) + len(written[s]) - 1, s, True) for s in running]
            free = BATCH - len(entries)
            entries, waiting = entries + waiting[:free], waiting[free:]
            asked = [entry[2] for entry in entries if entry[3]]
            for sequence, token in zip(asked, self.run(entries).tolist(), strict=True):
                written[sequence].append(token)
            running = []
            for sequence in asked:
                if len(written[sequence]) < self.requests[sequence]["new"]:
                    running.append(sequence)
                else:
                    self.leave(sequence)
        seconds = time.perf_counter() - start
        return {"rate": sum(map(len, written)) / seconds, "check": written[0][:16]}


def main() -> None:
    work = json.loads(Path(sys.argv[2]).read_text())
    context = Context(sys.argv[1], work)
    turns.take(getattr(context, work["kind"]), {"llama-cpp-python": llama_cpp.__version__})


if __name__ == "__main__":
    main()
