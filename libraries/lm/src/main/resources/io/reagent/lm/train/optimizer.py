# AdamW on lists of float32 tensors, in TorchScript's serialised dialect. Gradients are summed over micro-batches
# before; every tensor list has the order of the parameters.
class M(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # global L2 norm of all gradients -> scalar
  def norm(self: __torch__.M, grads: List[Tensor]) -> Tensor:
    return torch.linalg_vector_norm(torch.stack(torch._foreach_norm(grads)))

  def scale(self: __torch__.M, grads: List[Tensor], factor: float) -> int:
    torch._foreach_mul_(grads, factor)
    return 0

  # steps: one counter a parameter, already counting this step
  def adamw(self: __torch__.M, params: List[Tensor], grads: List[Tensor], m: List[Tensor], v: List[Tensor], steps: List[Tensor], rate: float, beta1: float, beta2: float, decay: float, eps: float) -> int:
    torch._foreach_add_(steps, 1)
    torch._fused_adamw_(params, grads, m, v, annotate(List[Tensor], []), steps, lr=rate, beta1=beta1, beta2=beta2, weight_decay=decay, eps=eps, amsgrad=False, maximize=False)
    return 0

  def zero(self: __torch__.M, grads: List[Tensor]) -> int:
    torch._foreach_zero_(grads)
    return 0
