"""transformers at the same work, as its users drive it. Imported only where transformers is."""

import warnings

import torch
import transformers
from clock import seconds
from ours import ROUNDS, prompt
from plan import Measurement, Shape
from training import RANK, Batch


def measure(m: Measurement, device: str) -> float:
    transformers.logging.set_verbosity_error()
    warnings.simplefilter("ignore", FutureWarning)  # names that its next release changes
    return {"decode": decode, "prefill": prefill, "train": train}[m.kind](m, device)


def model(shape: Shape, device: str, dtype: torch.dtype):
    family = transformers.Qwen3Config if shape.qk_norm else transformers.Qwen2Config
    config = family(
        vocab_size=shape.vocabulary, hidden_size=shape.hidden, num_hidden_layers=shape.layers,
        intermediate_size=shape.intermediate, num_attention_heads=shape.heads, num_key_value_heads=shape.kv_heads,
        head_dim=shape.head_dim, tie_word_embeddings=shape.tied, rms_norm_eps=shape.eps, attn_implementation="sdpa",
        max_position_embeddings=8_192, eos_token_id=None, bos_token_id=None, pad_token_id=0,
    )  # fmt: skip
    with torch.device(device):
        return transformers.AutoModelForCausalLM.from_config(config, dtype=dtype)


@torch.inference_mode()
def decode(m: Measurement, device: str) -> float:
    """Of one step: what `generate` takes for all tokens less what it takes for the first."""
    causal = model(m.shape, device, torch.bfloat16).eval()
    ids = torch.tensor([prompt(m)] * m.batch, device=device)

    def written(new: int) -> float:
        def generate() -> None:
            causal.generate(input_ids=ids, attention_mask=torch.ones_like(ids), do_sample=False, max_new_tokens=new,
                            min_new_tokens=new, pad_token_id=0)  # fmt: skip

        return seconds(device, generate, ROUNDS)

    return max(written(m.new + 1) - written(1), 1e-9) / m.new


@torch.inference_mode()
def prefill(m: Measurement, device: str) -> float:
    causal = model(m.shape, device, torch.bfloat16).eval()
    ids = torch.tensor([prompt(m)], device=device)
    return seconds(device, lambda: causal(input_ids=ids, use_cache=True, logits_to_keep=1), ROUNDS)


def train(m: Measurement, device: str) -> float:
    """Of one step: float32 weights under autocast, layers computed twice, gradients clipped, the fused AdamW."""
    causal = model(m.shape, device, torch.float32).train()
    if m.trained == "adapter":
        import peft

        names = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
        causal = peft.get_peft_model(causal, peft.LoraConfig(r=RANK, target_modules=names))
        causal.enable_input_require_grads()
    causal.gradient_checkpointing_enable()
    trained = [each for each in causal.parameters() if each.requires_grad]
    adamw = torch.optim.AdamW(trained, 1e-6, (0.9, 0.95), weight_decay=0.1, fused=True)
    batch = Batch.random(m.shape, m.batch, m.length, device)
    ids = torch.tensor(batch.ids, device=device)

    def step() -> None:
        with torch.autocast(device.split(":")[0], torch.bfloat16):
            logits = causal(input_ids=ids, use_cache=False).logits
        logprobs = -torch.nn.functional.cross_entropy(logits.flatten(0, 1).float(), batch.targets, reduction="none")
        ratio = (logprobs - batch.sampled).exp()
        gains = torch.minimum(ratio * batch.advantages, ratio.clamp(0.8, 1.28) * batch.advantages)
        (-(gains * batch.weights).sum()).backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        adamw.step()
        adamw.zero_grad()

    return seconds(device, step, ROUNDS)
