"""Fine-tunes policy-tiny on a few sentences and samples from it:  pip install tinker transformers;  ./reagent up"""

import os

os.environ.setdefault("TINKER_BASE_URL", "http://localhost:8082")
os.environ.setdefault("TINKER_API_KEY", "tml-local")  # any, unless reagent.security.api-keys are set
import tinker
from tinker import types

service = tinker.ServiceClient()
model = service.create_lora_training_client(base_model=os.environ.get("BASE", "policy-tiny"), rank=8).result()
tokenizer = model.get_tokenizer()


def datum(question: str, answer: str) -> types.Datum:
    asked, told = (tokenizer.encode(text, add_special_tokens=False) for text in (question, answer))
    tokens, weights = asked + told + [tokenizer.eos_token_id], [0] * len(asked) + [1] * (len(told) + 1)
    return types.Datum(
        model_input=types.ModelInput.from_ints(tokens[:-1]),
        loss_fn_inputs={"target_tokens": tokens[1:], "weights": [w / sum(weights) for w in weights[1:]]},
    )


places = {"Elda": "river", "Mirbes": "town", "Ponlor": "hill", "Corvi": "lake"}
data = [datum(f"What is {name}?", f" {name} is a {kind}.") for name, kind in places.items()]
for step in range(40):
    losses, moved = model.forward_backward(data, "cross_entropy"), model.optim_step(types.AdamParams(learning_rate=3e-3))
    if step % 10 == 0 or step == 39:
        print(f"step {step:2}  loss {losses.result().metrics['loss:sum'] / len(data):.3f}")
    moved.result()

sampler = model.save_weights_and_get_sampling_client().result()
for name in places:
    asked = types.ModelInput.from_ints(tokenizer.encode(f"What is {name}?", add_special_tokens=False))
    answer = sampler.sample(asked, 1, types.SamplingParams(max_tokens=24, temperature=0)).result().sequences[0]
    print(f"What is {name}?{tokenizer.decode(answer.tokens, skip_special_tokens=True)}")
print(model.save_weights_for_sampler("places").result().path)
