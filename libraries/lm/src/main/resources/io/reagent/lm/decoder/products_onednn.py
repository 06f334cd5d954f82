# Few rows times a large matrix through oneDNN; see Processor. Small matrices are done before oneDNN has looked up its code,
# and many rows are as fast either way and would fill its cache with code for every number of rows.

  def shared(self: __torch__.M, x: Tensor, weight: Tensor) -> bool:
    return torch.__and__(torch.le(torch.size(x, 0), 64), torch.ge(torch.numel(weight), 262144))

  def multiply(self: __torch__.M, x: Tensor, weight: Tensor) -> Tensor:
    if (self).shared(x, weight, ):
      y = ops.mkldnn._linear_pointwise(x, weight, None, "none", annotate(List[Optional[number]], []), None)
    else:
      y = torch.linear(x, weight)
    return y
