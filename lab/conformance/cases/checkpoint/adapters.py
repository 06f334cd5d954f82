"""Adapters that PEFT made: PEFT's numbers, or a refusal that names what is not supported, told to whoever asks."""

import os
import pathlib
import sys
import tempfile

import checks
import torch
from foreign import adapter, equal_or_named, logprobs, make, prompt, score
from safetensors.torch import load_file, save_file
from started import PORT, base_models, platform

ALL = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]


def set_to(**fields):
    return lambda config: config.update(fields)


# the words of a refusal, how it is made; no words where it must be read
CASES = {
    "plain": ([], {}),
    "every": ([], {"target_modules": ALL, "r": 3, "lora_alpha": 5}),
    "stabilised": ([], {"use_rslora": True}),
    "gaussian": ([], {"init_lora_weights": "gaussian", "lora_dropout": 0.1}),
    "orthogonal": ([], {"init_lora_weights": "orthogonal"}),
    "head": ([], {"target_modules": ["q_proj", "lm_head"]}),
    "pissa": (["init_lora_weights"], {"init_lora_weights": "pissa"}),
    "olora": (["init_lora_weights"], {"init_lora_weights": "olora"}),
    "activated": (["alora_invocation_tokens"], {"alora_invocation_tokens": [5, 6]}),
    "dora": (["use_dora"], {"use_dora": True}),
    "ranks": (["rank_pattern"], {"rank_pattern": {"q_proj": 2}}),
    "alphas": (["alpha_pattern"], {"alpha_pattern": {"q_proj": 2}}),
    "somelayers": (["layers_to_transform"], {"layers_to_transform": [0]}),
    "excluded": (["exclude_modules"], {"exclude_modules": "model.layers.0.*"}),
    "biased": (["bias"], {"bias": "lora_only", "target_modules": ["q_proj"]}),
    "lorabias": (["lora_bias"], {"lora_bias": True}),
    "saved": (["modules_to_save"], {"modules_to_save": ["lm_head"]}),
    "tokens": (["trainable_token_indices"], {"trainable_token_indices": [1, 2]}),
    "replicated": (["layer_replication"], {"layer_replication": [[0, 2], [1, 2]]}),
    "later": (["of_a_later_version"], {"config": set_to(of_a_later_version=1)}),
}


def number_check(name, base, directory, words):
    def numbers():
        ids = prompt(base, 40)
        return equal_or_named(logprobs(base, ids, directory), score(name, ids), words)

    numbers.__name__ = name
    checks.check(numbers)


@checks.check
def tensors_of_the_base_that_were_changed_are_refused():
    ids = prompt(base, 40)
    return equal_or_named("other numbers", score("changedhead", ids), ["lm_head"])


@checks.check
def an_adapter_is_sampled_and_trained_on_over_tinker():
    os.environ.update(TINKER_BASE_URL=f"http://localhost:{PORT + 1}", TINKER_API_KEY="tml-x")
    import tinker

    ids = prompt(base, 40)
    service = tinker.ServiceClient()
    sampler = service.create_sampling_client(model_path="tinker://imported/sampler_weights/plain").result()
    expected = logprobs(base, ids, adapters["plain"])
    found = sampler.compute_logprobs(tinker.ModelInput.from_ints(ids)).result()[1:]
    equal_or_named(expected, found, [])
    training = service.create_training_client_from_state("tinker://imported/weights/plain").result()
    path = training.save_weights_for_sampler("as-it-was").result().path
    return equal_or_named(expected, score(path, ids), [])


with tempfile.TemporaryDirectory() as made:
    root = pathlib.Path(made)
    base = make(root / "base")
    adapters = {}
    for name, (words, making) in CASES.items():
        torch.manual_seed(3)
        adapters[name] = adapter(root / name, base, **making)
        number_check(name, base, adapters[name], words)
    adapters["changedhead"] = adapter(root / "changedhead", base, target_modules=["q_proj", "lm_head"])
    file = root / "changedhead" / "adapter_model.safetensors"
    tensors = load_file(file)
    of_base = [name for name in tensors if "lora_" not in name]
    assert of_base, "PEFT saved nothing of the base"
    save_file({n: t + 0.5 if n in of_base else t for n, t in tensors.items()}, file, {"format": "pt"})
    settings = {f"REAGENT_POLICY_ADAPTERS_{name.upper()}_{key}": value for name, directory in adapters.items()
                for key, value in (("DIRECTORY", str(directory)), ("BASEMODEL", "base"))}  # fmt: skip
    with platform(**base_models(base=base), **settings):
        sys.exit(checks.run())
