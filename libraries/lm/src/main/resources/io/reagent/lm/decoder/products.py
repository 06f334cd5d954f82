# The library's own choice of a matrix product, for any shape.

  def shared(self: __torch__.M, x: Tensor, weight: Tensor) -> bool:
    return False

  def multiply(self: __torch__.M, x: Tensor, weight: Tensor) -> Tensor:
    return torch.linear(x, weight)
