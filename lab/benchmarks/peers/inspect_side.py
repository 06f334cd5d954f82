"""Inspect AI's side of ./reagent bench eval: one eval() of all questions for every line, which is a chat server's URL.

python inspect_side.py QUESTIONS CONCURRENCY LOGS
"""

import json
import sys
import time
from importlib.metadata import version
from pathlib import Path

from inspect_ai import Task
from inspect_ai import eval as evaluate
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import get_model
from inspect_ai.scorer import match
from inspect_ai.solver import generate

from turns import emit


def main() -> None:
    questions, concurrency, logs = sys.argv[1:]
    rows = [json.loads(line) for line in Path(questions).read_text(encoding="utf-8").splitlines()]
    samples = [Sample(input=row["question"], target=row["target"], id=i) for i, row in enumerate(rows)]
    emit({"versions": {name: version(name) for name in ("inspect-ai", "openai")}})
    for url in sys.stdin:
        model = get_model("openai-api/stub/stub", base_url=url.strip(), api_key="none", memoize=False)
        task = Task(dataset=MemoryDataset(samples), solver=generate(), scorer=match(numeric=True))
        cpu, start = time.process_time(), time.perf_counter()
        [log] = evaluate(
            task, model=model, temperature=0.6, top_p=0.95, max_connections=int(concurrency),
            max_samples=int(concurrency), log_dir=logs, display="none")  # fmt: skip
        seconds = time.perf_counter() - start
        if log.status != "success":
            emit({"unavailable": f"it ended as {log.status}: {log.error}"})
            continue
        done = log.results.completed_samples
        emit({"seconds": seconds, "cpu_s": time.process_time() - cpu, "done": done,
              "correct": round(log.results.scores[0].metrics["accuracy"].value * done)})  # fmt: skip


if __name__ == "__main__":
    main()
