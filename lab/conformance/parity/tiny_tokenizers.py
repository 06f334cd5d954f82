"""Small tokenizers with the structure of the published ones, trained here on a few sentences."""

import json

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

CORPUS = [
    "The agent searches for the river that crosses the old town, and then it reads the page about the river.",
    "A judge reads the question, the thoughts, the tool calls, the tool results and the answer of the agent.",
    "If the tool returns an error the agent should not invent a result; it should try another tool.",
    "The answer is 42, because 6 times 7 is 42 and the page says that there are 6 rows of 7 chairs.",
    "Die Brücke über den Fluss wurde 1897 gebaut. El río cruza la ciudad. 東京は日本の首都です。",
] * 4

QWEN_SPLIT = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
LLAMA3_SPLIT = QWEN_SPLIT.replace(r"|\p{N}|", r"|\p{N}{1,3}|").replace(r"|\p{N} ", r"|\p{N}{1,3} ")

QWEN_SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
# added, so never split, but ordinary text to skip_special_tokens, as in Qwen3
QWEN_ADDED = ["<tool_call>", "</tool_call>", "<tool_response>", "</tool_response>", "<think>", "</think>"]
LLAMA3_SPECIAL = [
    "<|begin_of_text|>", "<|end_of_text|>", "<|start_header_id|>", "<|end_header_id|>",
    "<|eom_id|>", "<|eot_id|>", "<|python_tag|>",
]  # fmt: skip


def _byte_level(vocabulary: int, split: str) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE(ignore_merges=False))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(split), behavior="isolated", invert=False),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
    ])
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(CORPUS, trainers.BpeTrainer(
        vocab_size=vocabulary, show_progress=False, initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    return tokenizer


def qwen(vocabulary: int) -> Tokenizer:
    """Byte-level BPE, NFC, single digits; control tokens after the ordinary ones."""
    tokenizer = _byte_level(vocabulary - len(QWEN_SPECIAL) - len(QWEN_ADDED), QWEN_SPLIT)
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.add_special_tokens([AddedToken(t, special=True, normalized=False) for t in QWEN_SPECIAL])
    tokenizer.add_tokens([AddedToken(t, special=False, normalized=False) for t in QWEN_ADDED])
    assert tokenizer.get_vocab_size() == vocabulary, tokenizer.get_vocab_size()
    return tokenizer


def llama3(vocabulary: int) -> Tokenizer:
    """Byte-level BPE, digits in threes, a post-processor that puts <|begin_of_text|> in front."""
    tokenizer = _byte_level(vocabulary - len(LLAMA3_SPECIAL), LLAMA3_SPLIT)
    tokenizer.add_special_tokens([AddedToken(t, special=True, normalized=False) for t in LLAMA3_SPECIAL])
    bos = LLAMA3_SPECIAL[0]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A", pair=f"{bos} $A {bos}:1 $B:1", special_tokens=[(bos, tokenizer.token_to_id(bos))])
    assert tokenizer.get_vocab_size() == vocabulary, tokenizer.get_vocab_size()
    return tokenizer


def sentencepiece(vocabulary: int) -> Tokenizer:
    """BPE over characters with byte fallback and a leading space added and removed, as in Llama 2."""
    tokenizer = Tokenizer(models.BPE(byte_fallback=True, unk_token="<unk>", fuse_unk=True))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    tokenizer.decoder = decoders.Sequence([
        decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    special = ["<unk>", "<s>", "</s>"]
    bytes_ = [f"<0x{b:02X}>" for b in range(256)]
    ascii_only = [line.encode("ascii", "ignore").decode() for line in CORPUS]
    tokenizer.train_from_iterator(ascii_only, trainers.BpeTrainer(
        vocab_size=vocabulary - 256, show_progress=False, special_tokens=special))
    # the trainer has no byte pieces: put them after the special tokens, as the published vocabularies have them
    state = json.loads(tokenizer.to_str())
    learned = [t for t, _ in sorted(state["model"]["vocab"].items(), key=lambda e: e[1]) if t not in special]
    state["model"]["vocab"] = {t: i for i, t in enumerate(special + bytes_ + learned)}
    return Tokenizer.from_str(json.dumps(state))
