"""Small random checkpoints and adapters as other tools write them, and what transformers and PEFT compute from them."""

import json
import pathlib
import warnings

warnings.filterwarnings("ignore")
import peft
import torch
import transformers
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from transformers import AutoModelForCausalLM, LlamaConfig, Qwen2Config, Qwen3Config

from started import ask

transformers.logging.set_verbosity_error()
transformers.logging.disable_progress_bar()
torch.set_num_threads(1)

FAMILIES = {"llama": LlamaConfig, "qwen2": Qwen2Config, "qwen3": Qwen3Config}
TEXT = ["The agent searches for the river that crosses the old town and reads the page about the river.",
        "A judge reads the question, the thoughts, the tool calls and the answer of the agent.",
        "If the tool returns an error the agent should try another tool. The answer is 42, because 6 times 7 is 42.",
        "Die Brücke über den Fluss wurde 1897 gebaut. El río cruza la ciudad. 東京は日本の首都です。"] * 4  # fmt: skip
CHATML = ("{%- for m in messages %}{{ '<|im_start|>' + m.role + '\\n' + (m.content or '') + '<|im_end|>\\n' }}{%- endfor %}"
          "{%- if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{%- endif %}")  # fmt: skip
WORDS = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")


def byte_level(size=400):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(WORDS), "isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])  # fmt: skip
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(TEXT, trainers.BpeTrainer(
        vocab_size=size, show_progress=False, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet())))  # fmt: skip
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False)
                                  for token in ("<|endoftext|>", "<|im_start|>", "<|im_end|>")])  # fmt: skip
    return tokenizer


def edit(path, change):
    path = pathlib.Path(path)
    content = json.loads(path.read_text()) if path.exists() else {}
    change(content)
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False))


def make(directory, family="qwen3", tokenizer=None, config=None, files=None, named=None, template=CHATML, **shape):
    """A checkpoint; `config` changes config.json and `files` the directory after it was saved."""
    directory = pathlib.Path(directory)
    tokenizer = tokenizer or byte_level()
    named = named or {"eos_token": "<|im_end|>", "pad_token": "<|endoftext|>"}
    base = dict(vocab_size=max(tokenizer.get_vocab().values()) + 1, hidden_size=64, intermediate_size=112,
                num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, max_position_embeddings=256,
                tie_word_embeddings=False, bos_token_id=None, pad_token_id=None,
                eos_token_id=tokenizer.token_to_id(named["eos_token"])) | shape  # fmt: skip
    if family == "qwen3":
        base.setdefault("head_dim", 16)
    model = AutoModelForCausalLM.from_config(FAMILIES[family](**base)).float()
    generator = torch.Generator().manual_seed(1)
    for name, p in model.named_parameters():
        noise = torch.randn(p.shape, generator=generator)
        p.data = (1 + 0.2 * noise if "norm" in name else 0.2 * noise if p.dim() == 1
                  else 0.6 * noise if "embed" in name or "lm_head" in name else 1.2 * noise / p.shape[1] ** 0.5)  # fmt: skip
    model.save_pretrained(directory)
    tokenizer.save(str(directory / "tokenizer.json"))
    about = {"tokenizer_class": "PreTrainedTokenizerFast", "clean_up_tokenization_spaces": False, **named}
    edit(directory / "tokenizer_config.json", lambda c: c.update(about | ({"chat_template": template} if template else {})))
    if config:
        edit(directory / "config.json", config)
    if files:
        files(directory)
    return directory


def adapter(directory, base, config=None, **lora):
    """An adapter over a checkpoint, of random numbers, saved by PEFT; `config` changes adapter_config.json."""
    settings = dict(r=4, lora_alpha=8, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM") | lora
    model = peft.get_peft_model(AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32), peft.LoraConfig(**settings))
    generator = torch.Generator().manual_seed(2)
    for p in model.parameters():
        if p.requires_grad:
            p.data += 0.15 * torch.randn(p.shape, generator=generator)
    model.save_pretrained(directory)
    if config:
        edit(pathlib.Path(directory) / "adapter_config.json", config)
    return directory


@torch.no_grad()
def logprobs(directory, ids, lora=None):
    """What transformers finds for ids[1:] in float32, with an adapter by PEFT; or in words that it refuses."""
    try:
        model = AutoModelForCausalLM.from_pretrained(directory, dtype=torch.float32, attn_implementation="eager").eval()
        if lora:
            model = peft.PeftModel.from_pretrained(model, lora).eval()
        rows = model(torch.tensor([ids])).logits[0].log_softmax(-1)
        return [rows[i, ids[i + 1]].item() for i in range(len(ids) - 1)]
    except Exception as refused:  # it has no class for this
        return f"refuses: {refused!r}"[:200]


def score(model, ids):
    """The platform's logprobs for ids[1:], or its words when it refuses."""
    body = {"model": model, "prompt": ids, "echo": True, "logprobs": 1, "max_tokens": 0}
    status, answer = ask("policy", "/v1/completions", body)
    return answer["choices"][0]["logprobs"]["token_logprobs"][1:] if status == 200 else answer["error"]["message"]


def prompt(directory, length=100):
    return (Tokenizer.from_file(str(pathlib.Path(directory) / "tokenizer.json")).encode(" ".join(TEXT)).ids * 2)[:length]


def equal_or_named(expected, found, words, within=1e-3):
    """Their numbers, or a refusal that names one of the words: never other numbers."""
    if isinstance(found, str):
        assert any(word in found for word in words), f"refused without any of {words}: {found}"
        return "refused"
    assert not isinstance(expected, str), f"they refuse ({expected}), the platform computes"
    apart = max(abs(a - b) for a, b in zip(expected, found, strict=True))
    assert apart < within, f"apart by {apart:.2g}"
    return f"within {apart:.1g}"
