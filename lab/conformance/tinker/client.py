"""The Tinker SDK against a running policy-api: training, sampling, checkpoints, downloads, errors.

    PYTHONPATH=lab/conformance TINKER_API_KEY=tml-local python lab/conformance/tinker/client.py

The base model is REAGENT_POLICY_MODEL, or the first one listed. What it learns here is one short text.
"""

import logging
import math
import os
import pickle
import random
import sys
import urllib.request

import tinker
import torch
from checks import check, run, url
from tinker import types

logging.getLogger("tinker").setLevel(logging.CRITICAL)  # it logs every refusal that is asked for here
service = tinker.ServiceClient(base_url=url(), user_metadata={"made": "conformance"})
rest = tinker.RestClient(base_url=url())
MODELS = {model.model_name: model for model in rest.get_server_capabilities().result().supported_models}
BASE = os.environ.get("REAGENT_POLICY_MODEL") or next(iter(MODELS))
TEXT = [40 + i % 7 for i in range(64)]
RATE = types.AdamParams(learning_rate=3e-3, eps=1e-8)


def datum(tokens=TEXT, **inputs) -> types.Datum:
    length = len(tokens) - 1
    given = {"weights": [1 / length] * length} if not inputs else inputs
    return types.Datum(model_input=types.ModelInput.from_ints(tokens[:-1]),
                       loss_fn_inputs={"target_tokens": tokens[1:], **given})  # fmt: skip


def prompt(length=40) -> types.ModelInput:
    return types.ModelInput.from_ints(TEXT[:length])


def trainer(rank=8, **more) -> tinker.TrainingClient:
    return service.create_lora_training_client(base_model=BASE, rank=rank, seed=1, **more).result()


def learn(client, steps: int, data=None) -> list[float]:
    losses = []
    for _ in range(steps):
        forward_backward = client.forward_backward(data or [datum()], "cross_entropy")
        step = client.optim_step(RATE)
        losses.append(forward_backward.result().metrics["loss:sum"])
        assert step.result().metrics["grad_norm"] > 0
    return losses


def loss(client) -> float:
    return client.forward([datum()], "cross_entropy").result().metrics["loss:sum"]


def greedy(client, tokens=6) -> list[int]:
    params = types.SamplingParams(max_tokens=tokens, temperature=0)
    return client.sample(prompt(), 1, params).result().sequences[0].tokens


def fails(action, *words: str) -> str:
    try:
        action()
    except Exception as error:
        missing = [word for word in words if word not in str(error)]
        assert not missing, f"{missing} not in {error}"
        return type(error).__name__
    raise AssertionError("no error")


@check
def capabilities():
    assert MODELS[BASE].max_context_length > 64
    return f"{BASE}, context {MODELS[BASE].max_context_length}"


@check
def an_adapter_learns():
    client = trainer()
    losses = learn(client, 20)
    assert losses[-1] < losses[0] / 5, losses
    info = client.get_info()
    assert info.is_lora and info.lora_rank == 8 and info.model_data.model_name == BASE
    return f"loss {losses[0]:.2f} to {losses[-1]:.3f}"


@check
def all_weights_learn():
    losses = learn(trainer(rank=0), 20)
    assert losses[-1] < losses[0] / 5, losses


@check
def attention_alone_learns():
    losses = learn(trainer(train_mlp=False, train_unembed=False), 12)
    assert losses[-1] < losses[0], losses


@check
def a_loss_alone_changes_nothing():
    client = trainer()
    assert loss(client) == loss(client)


@check
def a_large_batch_is_sent_in_parts_and_adds_up():
    client = trainer(rank=4)
    texts = [[random.Random(i).randrange(20, 200) for _ in range(9)] for i in range(1500)]
    result = client.forward_backward([datum(text) for text in texts], "cross_entropy").result()
    assert len(result.loss_fn_outputs) == 1500
    total = sum(-sum(output["logprobs"].data) / 8 for output in result.loss_fn_outputs)
    assert math.isclose(result.metrics["loss:sum"], total, rel_tol=1e-3), (result.metrics, total)


@check
def several_targets_of_a_token_are_learned_by_their_weights():
    client = trainer()
    length, k = len(TEXT) - 1, 4
    targets = torch.tensor([[(token + 3 * j) % 100 for j in range(k)] for token in TEXT[1:]])
    weights = torch.rand(length, k, generator=torch.Generator().manual_seed(1))
    weights[:10] = 0  # sent as a sparse matrix
    weights[weights < 0.5] = 0
    made = datum(target_tokens=targets, weights=weights)
    result = client.forward([made], "cross_entropy").result()
    logprobs = result.loss_fn_outputs[0]["logprobs"].to_torch()
    assert logprobs.shape == (length, k), logprobs.shape
    for j in range(k):
        alone = datum(target_tokens=targets[:, j].contiguous(), weights=torch.ones(length))
        known = client.forward([alone], "cross_entropy").result().loss_fn_outputs[0]["logprobs"].to_torch()
        assert torch.allclose(known, logprobs[:, j], atol=1e-4)
    expected = -(logprobs * weights).sum().item()
    assert math.isclose(result.metrics["loss:sum"], expected, rel_tol=1e-4), (result.metrics, expected)

    # what self-distillation does with them: the student's share of the k tokens comes near to the teacher's
    teacher = torch.softmax(torch.randn(length, k, generator=torch.Generator().manual_seed(2)), -1)
    sent = datum(target_tokens=targets, weights=teacher)

    def reverse_kl(data, logprobs):
        student = torch.log_softmax(logprobs[0], -1)
        return (student.exp() * (student - teacher.log())).sum() / length, {}

    losses = []
    for _ in range(25):
        client.forward_backward_custom([sent], reverse_kl).result()
        client.optim_step(RATE).result()
        losses.append(reverse_kl(None, [client.forward([sent], "cross_entropy").result()
                                        .loss_fn_outputs[0]["logprobs"].to_torch()])[0].item())  # fmt: skip
    assert losses[-1] < 0.8 * losses[0], losses
    return f"reverse KL {losses[0]:.2f} to {losses[-1]:.3f}"


@check
def policy_losses_agree_with_their_definitions():
    client = trainer()
    learn(client, 2)
    known = client.forward([datum()], "cross_entropy").result().loss_fn_outputs[0]["logprobs"].to_torch()
    shift = torch.linspace(-0.5, 0.5, len(known))
    advantages = torch.where(torch.arange(len(known)) % 2 == 0, 1.0, -2.0)
    inputs = {"logprobs": known - shift, "advantages": advantages}
    ratio = shift.exp()
    expected = {
        "importance_sampling": -(ratio * advantages).sum(),
        "ppo": -torch.minimum(ratio * advantages, ratio.clamp(0.8, 1.2) * advantages).sum(),
        "cispo": -(ratio.clamp(0, 4) * known * advantages).sum(),
    }
    for name, value in expected.items():
        got = client.forward_backward([datum(**inputs)], name).result().metrics["loss:sum"]
        assert math.isclose(got, value.item(), rel_tol=2e-3, abs_tol=2e-3), (name, got, value.item())
    tight = {"clip_low_threshold": 0.9, "clip_high_threshold": 1.1}
    got = client.forward_backward([datum(**inputs)], "ppo", tight).result().metrics["loss:sum"]
    value = -torch.minimum(ratio * advantages, ratio.clamp(0.9, 1.1) * advantages).sum().item()
    assert math.isclose(got, value, rel_tol=2e-3, abs_tol=2e-3), (got, value)


@check
def a_loss_of_the_callers_own():
    client = trainer()
    before = loss(client)
    for _ in range(5):
        future = client.forward_backward_custom([datum()], lambda data, logprobs: (-logprobs[0].mean(), {"own": 1.0}))
        assert future.result().metrics["own"] == 1
        client.optim_step(RATE).result()
    assert loss(client) < before


@check
def requests_sent_at_once_are_done_in_order():
    one, two = trainer(), trainer()
    futures = []
    for _ in range(6):
        futures += [one.forward_backward([datum()], "cross_entropy"), one.optim_step(RATE)]
    losses = [future.result().metrics["loss:sum"] for future in futures[::2]]
    assert losses == learn(two, 6)


@check
def samples():
    client = service.create_sampling_client(base_model=BASE).result()
    params = types.SamplingParams(max_tokens=12, temperature=1.2, seed=5)
    first = client.sample(prompt(), 8, params).result()
    again = client.sample(prompt(), 8, params).result()
    assert [s.tokens for s in first.sequences] == [s.tokens for s in again.sequences]
    assert len({tuple(s.tokens) for s in first.sequences}) > 2
    assert len({s.sequence_id for s in first.sequences}) == 8
    for sequence in first.sequences:
        assert len(sequence.logprobs) == len(sequence.tokens) and max(sequence.logprobs) <= 0
    only = client.sample(prompt(), 1, types.SamplingParams(max_tokens=8, top_k=1)).result()
    assert only.sequences[0].tokens == greedy(client, 8)
    return f"{first.prompt_cache_hit_tokens} of 40 prompt tokens shared"


@check
def stops():
    client = service.create_sampling_client(base_model=BASE).result()
    free = client.sample(prompt(), 1, types.SamplingParams(max_tokens=8, temperature=0, stop=[])).result().sequences[0]
    assert free.stop_reason == "length" and len(free.tokens) == 8
    stop = free.tokens[3]
    cut = client.sample(prompt(), 1, types.SamplingParams(max_tokens=8, temperature=0, stop=[stop])).result()
    assert cut.sequences[0].stop_reason == "stop"
    assert cut.sequences[0].tokens == free.tokens[: free.tokens.index(stop) + 1]


@check
def logprobs_of_the_prompt_are_those_of_training():
    client = trainer()
    learn(client, 3)
    sampler = client.save_weights_and_get_sampling_client().result()
    response = sampler.sample(types.ModelInput.from_ints(TEXT), 1, types.SamplingParams(max_tokens=1),
                              include_prompt_logprobs=True, topk_prompt_logprobs=4).result()  # fmt: skip
    trained = client.forward([datum()], "cross_entropy").result().loss_fn_outputs[0]["logprobs"].data
    assert response.prompt_logprobs[0] is None
    worst = max(abs(a - b) for a, b in zip(response.prompt_logprobs[1:], trained, strict=True))
    assert worst < 5e-3, worst
    top = response.topk_prompt_logprobs
    assert top[0] is None and all(len(row) == 4 for row in top[1:])
    return f"within {worst:.1e}"


@check
def sampling_and_training_interleave():
    client = trainer()
    learn(client, 15)
    sampler = client.save_weights_and_get_sampling_client().result()
    base = service.create_sampling_client(base_model=BASE).result()
    futures = [sampler.sample(prompt(), 4, types.SamplingParams(max_tokens=16, temperature=0)) for _ in range(8)]
    others = base.sample(prompt(), 4, types.SamplingParams(max_tokens=16))
    learn(client, 5)
    expected = [40 + i % 7 for i in range(40, 56)]
    assert all(s.tokens == expected for future in futures for s in future.result().sequences)
    assert len(others.result().sequences) == 4


@check
def a_sampling_client_goes_to_another_process():
    client = service.create_sampling_client(base_model=BASE).result()
    assert greedy(pickle.loads(pickle.dumps(client))) == greedy(client)


@check
def training_goes_on_from_a_checkpoint():
    client = trainer()
    learn(client, 4)
    path = client.save_state("four", user_metadata={"step": "4"}).result().path
    expected = learn(client, 4)
    whole = service.create_training_client_from_state_with_optimizer(path).result()
    assert learn(whole, 4) == expected
    weights = service.create_training_client_from_state(path).result()
    others = learn(weights, 4)
    assert others[0] == expected[0] and others[-1] != expected[-1]
    info = service.create_training_client_from_state(path).result().get_info()
    assert info.lora_rank == 8


@check
def saved_weights_stay_while_the_model_trains_on():
    client = trainer()
    learn(client, 15)
    path = client.save_weights_for_sampler("kept").result().path
    sampler = service.create_sampling_client(model_path=path).result()
    before = greedy(sampler)
    learn(client, 10, [datum([60 - i % 5 for i in range(64)])])
    assert greedy(sampler) == before == [40 + i % 7 for i in range(40, 46)]
    assert rest.get_sampler(sampler._sampling_session_id).result().model_path == path


@check
def checkpoints_are_listed_and_deleted():
    client = trainer()
    client.save_state("a", ttl_seconds=3600).result()
    client.save_weights_for_sampler("b").result()
    run_id = client.model_id
    listed = rest.list_checkpoints(run_id).result().checkpoints
    assert [(c.checkpoint_id, c.checkpoint_type) for c in listed] == [("weights/a", "training"),
                                                                      ("sampler_weights/b", "sampler")]  # fmt: skip
    assert listed[0].expires_at and not listed[1].expires_at and listed[1].size_bytes > 0
    run = rest.get_training_run(run_id).result()
    assert run.base_model == BASE and run.last_checkpoint.checkpoint_id == "weights/a"
    assert run_id in [r.training_run_id for r in rest.list_training_runs(limit=5).result().training_runs]
    assert rest.list_user_checkpoints(limit=2).result().cursor.total_count >= 2
    info = rest.get_weights_info_by_tinker_path(listed[0].tinker_path).result()
    assert info.base_model == BASE and info.lora_rank == 8
    rest.set_checkpoint_ttl_from_tinker_path(listed[0].tinker_path, None).result()
    rest.delete_checkpoint(run_id, "weights/a").result()
    assert [c.checkpoint_id for c in rest.list_checkpoints(run_id).result().checkpoints] == ["sampler_weights/b"]
    fails(lambda: rest.delete_checkpoint(run_id, "weights/a").result(), "no-such-checkpoint")


@check
def checkpoints_are_downloaded():
    client = trainer()
    path = client.save_weights_external("out").result().path
    urls = rest.get_external_weights_urls(path).result().urls
    sizes = {name: len(urllib.request.urlopen(address).read()) for name, address in urls.items()}
    assert {"adapter_config.json", "adapter_model.safetensors"} <= set(sizes), sizes
    client.save_weights_for_sampler("archive").result()
    key = {"X-API-Key": os.environ.get("TINKER_API_KEY", "")}
    archive = f"{url()}/api/v1/training_runs/{client.model_id}/checkpoints/sampler_weights/archive/archive"
    with urllib.request.urlopen(urllib.request.Request(archive, headers=key)) as response:
        assert response.read(2) == b"\x1f\x8b"
    return ", ".join(f"{name} {size} B" for name, size in sizes.items())


@check
def sessions_are_described():
    session = service.holder.get_session_id()
    described = rest.get_session(session).result()
    assert described.training_run_ids and described.sampler_ids and described.user_metadata == {"made": "conformance"}
    assert session in rest.list_sessions().result().sessions


@check
def what_is_wrong_is_named():
    client = trainer()
    sampler = service.create_sampling_client(base_model=BASE).result()
    half = [1.0] * 5
    nan = [math.nan] * (len(TEXT) - 1)
    ones = [1.0] * (len(TEXT) - 1)
    vocabulary = 1 << 30
    context = MODELS[BASE].max_context_length

    def sample(tokens=None, **params):
        types_ = types.SamplingParams(**{"max_tokens": 4, **params})
        return lambda: sampler.sample(types.ModelInput.from_ints(tokens or TEXT), 1, types_).result()

    def backward(data, name="cross_entropy"):
        return lambda: client.forward_backward([data], name).result()

    fails(lambda: service.create_lora_training_client(base_model="no/such").result(), "base_model")
    fails(lambda: service.create_sampling_client(base_model="no/such").result(), "base_model")
    fails(lambda: service.create_sampling_client(model_path="tinker://x/weights/y").result(), "model_path")
    fails(lambda: client.save_state("../out").result(), "path")
    fails(lambda: client.save_weights_for_sampler("a/b").result(), "path")
    fails(backward(datum(weights=half)), "data[0].loss_fn_inputs.weights")
    fails(backward(datum(logprobs=ones, advantages=nan), "ppo"), "data[0].loss_fn_inputs.advantages[0]")
    fails(backward(datum(logprobs=ones), "ppo"), "data[0].loss_fn_inputs.advantages")
    fails(backward(datum([5, vocabulary, 6])), "data[0].model_input[1]")
    fails(backward(datum([5] * (context + 2))), "data[0].model_input")
    fails(lambda: client.optim_step(types.AdamParams(learning_rate=math.inf)).result(), "")
    fails(sample(max_tokens=0), "sampling_params.max_tokens")
    fails(sample(max_tokens=1_000_000_000), "exceeds the model's context window")
    fails(sample([5] * context), "exceeds the model's context window")
    fails(sample([vocabulary]), "prompt")
    fails(sample(temperature=-1), "sampling_params.temperature")
    fails(sample(stop=[""]), "sampling_params.stop")
    other = trainer(rank=4)
    path = client.save_state("mine").result().path
    fails(lambda: client.save_state("mine").result(), "path", "There is already a checkpoint")
    fails(lambda: other.load_state(path).result(), "rank 8", "rank 4")
    # and all of that left the model as it was
    losses = learn(client, 3)
    assert losses[-1] < losses[0]


if __name__ == "__main__":
    sys.exit(run())
