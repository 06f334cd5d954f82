"""Makes what the tests of lm.text compare with: a byte-fallback tokenizer, encodings, and merges of the reference trainer.

    python lab/conformance/parity/make_text_fixtures.py --out lab/conformance/fixtures/text
"""

import argparse
import json
import random
from pathlib import Path

import tiny_tokenizers
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

TEXTS = [
    "", " ", "  two  spaces\t\n\n", "The river's page: 1,234.50 chairs.", "İstanbul, Ærøskøbing, żółć",
    "e\u0301 is normalised, 東京 is not", "👩‍👩‍👧 and 🏳️‍🌈", "a\x00b", "mixed\r\nlines\n\n\n  x",
    "{\"name\": \"search\", \"arguments\": {\"query\": [\"a\"]}}", "ﷺ\u200b\ufeff", "We'LL see I'm 'tis",
]  # fmt: skip


def corpus() -> list[str]:
    """Words made of a few syllables, so that many pairs are equally frequent and ties decide."""
    rng = random.Random(7)
    syllables = ["ba", "ko", "ri", "tun", "é", "shi", "lo", "东", "v"]
    words = ["".join(rng.choices(syllables, k=rng.randint(1, 4))) for _ in range(300)]
    lines = [" ".join(rng.choices(words, k=12)) + rng.choice([".", "!\n", " 2026", "…"]) for _ in range(60)]
    return lines + tiny_tokenizers.CORPUS


def reference_merges(lines: list[str], size: int) -> list[list[str]]:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(tiny_tokenizers.QWEN_SPLIT), behavior="isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
    ])
    tokenizer.train_from_iterator(lines, trainers.BpeTrainer(
        vocab_size=size, min_frequency=2, show_progress=False, initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    return json.loads(tokenizer.to_str())["model"]["merges"]


def write(path: Path, value) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=True, separators=(",", ":")) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    out = parser.parse_args().out
    lines = corpus()
    write(out / "bpe-training.json", {"texts": lines, "vocabulary_size": 700, "merges": reference_merges(lines, 700)})
    encodings = {}
    for name, tokenizer in {
        "qwen": tiny_tokenizers.qwen(320), "llama3": tiny_tokenizers.llama3(320),
        "sentencepiece": tiny_tokenizers.sentencepiece(400),
    }.items():  # fmt: skip
        (out / name).mkdir(parents=True, exist_ok=True)
        tokenizer.save(str(out / name / "tokenizer.json"))
        encodings[name] = [
            {"text": text, "ids": (ids := tokenizer.encode(text, add_special_tokens=False).ids),
             "decoded": tokenizer.decode(ids, skip_special_tokens=False)} for text in TEXTS]  # fmt: skip
    write(out / "encodings.json", encodings)


if __name__ == "__main__":
    main()
