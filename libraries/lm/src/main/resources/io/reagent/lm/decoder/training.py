# Whole sequences without a cache, and losses over them: methods of the program in decoder.py, whose header explains w,
# dims, cos and sin; dims[3] is 1 where matrices are multiplied in bfloat16 on float32 weights.
#
# tokens  [2,N] ids and positions of a micro-batch's N rows: sequences one after another, without padding
# plan    of attention, 3 integers for each call, whose rows follow those of the call before it: sequences B, tokens S of
#         each, and the call whose rows these sequences go on from, -1 where they begin themselves. What several
#         sequences begin with is computed once: their queries attend to its keys and to their own.
# mask    [S',P'+S'] additive, for the longest S' after a beginning not shorter and the longest P': others are corners of it
# e       of each layer 4 pairs of an adapter as `pairs` makes them, j where the layer's begin; empty for none
#
# Products, norms and everything else by rows know nothing of sequences; only attention goes by the plan.

  def norm(self: __torch__.M, x: Tensor, weight: Tensor, eps: float) -> Tensor:
    return torch.rms_norm(x, [torch.size(x, -1)], weight, eps)

  def product(self: __torch__.M, x: Tensor, weight: Tensor, dims: List[int]) -> Tensor:
    if torch.eq(dims[3], 1):
      y = torch.to(torch.linear(torch.to(x, 15), torch.to(weight, 15)), 6)
    else:
      y = torch.linear(x, weight)
    return y

  def project(self: __torch__.M, x: Tensor, weight: Tensor, bias: Tensor, dims: List[int]) -> Tensor:
    y = (self).product(x, weight, dims, )
    if torch.gt(torch.numel(bias), 0):
      y0 = torch.add(y, bias)
    else:
      y0 = y
    return y0

  # y plus what an adapter adds for the same x; A stands at e[j]
  def adapt(self: __torch__.M, y: Tensor, x: Tensor, e: List[Tensor], j: int, dims: List[int]) -> Tensor:
    y0 = y
    if torch.lt(j, torch.len(e)):
      if torch.gt(torch.numel(e[j]), 0):
        y0 = torch.add(y, (self).product((self).product(x, e[j], dims, ), e[torch.add(j, 1)], dims, ))
    return y0

  # x [N,D] -> q [N,H,h], k [N,K,h], v [N,K,h], q and k rotated; c, s [N,1,h]. Splits, because the gradient of a split is
  # one concatenation, that of slices a whole tensor each.
  def qkv(self: __torch__.M, x: Tensor, w: List[Tensor], i: int, c: Tensor, s: Tensor, e: List[Tensor], j: int, dims: List[int], eps: float) -> Tuple[Tensor, Tensor, Tensor]:
    H = dims[1]
    K = dims[2]
    x0 = (self).norm(x, w[i], eps, )
    y = (self).adapt((self).project(x0, w[torch.add(i, 1)], w[torch.add(i, 2)], dims, ), x0, e, j, dims, )
    y0 = torch.reshape(y, [torch.size(x, 0), torch.add(H, torch.mul(2, K)), torch.size(c, -1)])
    parts = torch.split_with_sizes(y0, [torch.add(H, K), K], 1)
    qn = w[torch.add(i, 3)]
    if torch.gt(torch.numel(qn), 0):
      h = torch.size(qn, 0)
      scale = torch.cat([torch.expand(qn, [H, h]), torch.expand(w[torch.add(i, 4)], [K, h])])
      qk = torch.mul(torch.rms_norm(parts[0], [h], None, eps), scale)
    else:
      qk = parts[0]
    rolled = torch.roll(qk, [torch.floordiv(torch.size(c, -1), 2)], [-1])
    rotated = torch.split_with_sizes(torch.addcmul(torch.mul(qk, c), rolled, s), [H, K], 1)
    return (rotated[0], rotated[1], parts[1])

  # a [N,H*h] the attention's output, x [N,D] the residual stream -> [N,D]
  def finish(self: __torch__.M, x: Tensor, a: Tensor, w: List[Tensor], i: int, e: List[Tensor], j: int, dims: List[int], eps: float) -> Tensor:
    o = (self).project(a, w[torch.add(i, 5)], w[torch.add(i, 6)], dims, )
    x0 = torch.add(x, (self).adapt(o, a, e, torch.add(j, 2), dims, ))
    x1 = (self).norm(x0, w[torch.add(i, 7)], eps, )
    y = (self).project(x1, w[torch.add(i, 8)], w[torch.add(i, 9)], dims, )
    halves = torch.chunk((self).adapt(y, x1, e, torch.add(j, 4), dims, ), 2, -1)
    y0 = torch.mul(torch.silu(halves[0]), halves[1])
    down = (self).project(y0, w[torch.add(i, 10)], w[torch.add(i, 11)], dims, )
    return torch.add(x0, (self).adapt(down, y0, e, torch.add(j, 6), dims, ))

  def numbers(self: __torch__.M, plan: Tensor) -> List[int]:
    here = torch.cpu(plan)
    all = annotate(List[int], [])
    for j in range(torch.size(here, 0)):
      _0 = torch.append(all, int(torch.select(here, 0, j)))
    return all

  def mask_after(self: __torch__.M, plan: List[int], like: Tensor) -> Tensor:
    S = 0
    P = 0
    for j in range(torch.floordiv(torch.len(plan), 3)):
      at = plan[torch.add(torch.mul(3, j), 2)]
      if torch.ge(at, 0):
        own = plan[torch.add(torch.mul(3, j), 1)]
        before = plan[torch.add(torch.mul(3, at), 1)]
        if torch.le(own, before):
          S = ops.prim.max(S, own)
          P = ops.prim.max(P, before)
    rows = torch.arange(S, dtype=4, layout=None, device=ops.prim.device(like), pin_memory=None)
    seen = torch.arange(torch.add(P, S), dtype=4, layout=None, device=ops.prim.device(like), pin_memory=None)
    open = torch.zeros([S, torch.add(P, S)], dtype=ops.prim.dtype(like), layout=None, device=ops.prim.device(like), pin_memory=None)
    return torch.masked_fill(open, torch.gt(seen, torch.add(torch.unsqueeze(rows, 1), P)), -inf)

  # keys or values [N,K,h], each as often as query heads read it [N,H,h]
  def spread(self: __torch__.M, k: Tensor, H: int) -> Tensor:
    N = torch.size(k, 0)
    K = torch.size(k, 1)
    if torch.eq(K, H):
      k0 = k
    else:
      k0 = torch.reshape(torch.expand(torch.unsqueeze(k, 2), [N, K, torch.floordiv(H, K), torch.size(k, 2)]), [N, H, torch.size(k, 2)])
    return k0

  # B sequences, one after another in the rows, as attention takes them [B,H,S,h], each after the same P rows if there are
  def heads(self: __torch__.M, x: Tensor, B: int, before: Optional[Tensor]) -> Tensor:
    x0 = torch.reshape(x, [B, -1, torch.size(x, 1), torch.size(x, 2)])
    if torch.__is__(before, None):
      x1 = x0
    else:
      before0 = ops.prim.unchecked_unwrap_optional(before)
      x1 = torch.cat([torch.expand(torch.unsqueeze(before0, 0), [B, -1, -1, -1]), x0], 1)
    return torch.transpose(x1, 1, 2)

  # q, k, v [N,H,h] -> [N,H*h]. After a beginning P, S rows look at S (P + S) keys under a mask, half of them in vain where
  # S is long; the beginning's queries once more, without a mask, are (P + S)^2 / 2, which is less where S > P.
  def attend_whole(self: __torch__.M, q: Tensor, k: Tensor, v: Tensor, plan: List[int], mask: Tensor) -> Tensor:
    sizes = annotate(List[int], [])
    calls = torch.floordiv(torch.len(plan), 3)
    for j in range(calls):
      _0 = torch.append(sizes, torch.mul(plan[torch.mul(3, j)], plan[torch.add(torch.mul(3, j), 1)]))
    qs = torch.split_with_sizes(q, sizes)
    ks = torch.split_with_sizes(k, sizes)
    vs = torch.split_with_sizes(v, sizes)
    parts = annotate(List[Tensor], [])
    for j in range(calls):
      B = plan[torch.mul(3, j)]
      S = plan[torch.add(torch.mul(3, j), 1)]
      at = plan[torch.add(torch.mul(3, j), 2)]
      q0 = (self).heads(qs[j], B, None, )
      if torch.lt(at, 0):
        a = torch.scaled_dot_product_attention(q0, (self).heads(ks[j], B, None, ), (self).heads(vs[j], B, None, ), None, 0., True)
      else:
        P = torch.size(ks[at], 0)
        k0 = (self).heads(ks[j], B, ks[at], )
        v0 = (self).heads(vs[j], B, vs[at], )
        if torch.gt(S, P):
          whole = torch.scaled_dot_product_attention((self).heads(qs[j], B, qs[at], ), k0, v0, None, 0., True)
          a = torch.narrow(whole, 2, P, S)
        else:
          corner = torch.narrow(torch.narrow(mask, 0, 0, S), 1, torch.sub(torch.sub(torch.size(mask, 1), torch.size(mask, 0)), P), torch.add(P, S))
          a = torch.scaled_dot_product_attention(q0, k0, v0, corner, 0., False)
      _1 = torch.append(parts, torch.reshape(torch.transpose(a, 1, 2), [sizes[j], -1]))
    if torch.eq(calls, 1):
      all = parts[0]
    else:
      all = torch.cat(parts)
    return all

  # one layer: x [N,D], its weights from w[i] on, its adapter from e[j] on; c, s [N,1,h]
  def layer(self: __torch__.M, x: Tensor, w: List[Tensor], i: int, c: Tensor, s: Tensor, plan: List[int], mask: Tensor, e: List[Tensor], j: int, dims: List[int], eps: float) -> Tensor:
    q, k, v, = (self).qkv(x, w, i, c, s, e, j, dims, eps, )
    a = (self).attend_whole(q, (self).spread(k, dims[1], ), (self).spread(v, dims[1], ), plan, mask, )
    return (self).finish(x, a, w, i, e, j, dims, eps, )

  # rows of a rotary table [N,1,h]
  def turned(self: __torch__.M, table: Tensor, tokens: Tensor) -> Tensor:
    return torch.unsqueeze(torch.index_select(table, 0, torch.select(tokens, 0, 1)), 1)

  # -> hidden states after the last layer [N,D]
  def trunk(self: __torch__.M, w: List[Tensor], tokens: Tensor, plan: Tensor, cos: Tensor, sin: Tensor, e: List[Tensor], dims: List[int], eps: float) -> Tensor:
    x = torch.embedding(w[0], torch.select(tokens, 0, 0))
    calls = (self).numbers(plan, )
    mask = (self).mask_after(calls, x, )
    c = (self).turned(cos, tokens, )
    s = (self).turned(sin, tokens, )
    for l in range(dims[0]):
      x = (self).layer(x, w, torch.add(3, torch.mul(12, l)), c, s, calls, mask, e, torch.mul(8, l), dims, eps, )
    return x

  # x [N,D], e [A, B] of the head or empty -> float32 logits [N,V]
  def head(self: __torch__.M, w: List[Tensor], x: Tensor, e: List[Tensor], dims: List[int], eps: float) -> Tensor:
    x0 = (self).norm(x, w[1], eps, )
    return torch.to((self).adapt((self).product(x0, w[2], dims, ), x0, e, 0, dims, ), 6)

  # select [M] rows -> logits [M,V], without gradient
  def logits(self: __torch__.M, w: List[Tensor], tokens: Tensor, plan: Tensor, select: Tensor, cos: Tensor, sin: Tensor, dims: List[int], eps: float) -> Tensor:
    none = annotate(List[Tensor], [])
    x = (self).trunk(w, tokens, plan, cos, sin, none, dims, eps, )
    return (self).head(w, torch.index_select(x, 0, select), none, dims, eps, )

  # Training runs in stages, so that logits of all rows never exist at once: `states`, then a loss over chunks of them. The
  # differentiated path takes tensors and lists of at least one alone, so numbers come in one:
  # shape [L, H, K, mixed, eps, low, high, scale, l] float64; low, high bound the ratio of policy to sampler.

  def dims(self: __torch__.M, shape: Tensor) -> List[int]:
    return [int(torch.select(shape, 0, 0)), int(torch.select(shape, 0, 1)), int(torch.select(shape, 0, 2)), int(torch.select(shape, 0, 3))]

  # select [M] rows, each as often as it predicts -> what the head reads there [M,D]
  def states(self: __torch__.M, tokens: Tensor, plan: Tensor, select: Tensor, cos: Tensor, sin: Tensor, shape: Tensor, w: List[Tensor], a: List[Tensor]) -> Tensor:
    e = (self).pairs(a, float(torch.select(shape, 0, 7)), )
    x = (self).trunk(w, tokens, plan, cos, sin, e, (self).dims(shape, ), float(torch.select(shape, 0, 4)), )
    return (self).chosen_rows(x, select, shape, w, a, )

  # The stages of `states`, for computing it twice instead of keeping it: embed, then layer l, then the chosen rows.
  def embed(self: __torch__.M, tokens: Tensor, shape: Tensor, w: List[Tensor], a: List[Tensor]) -> Tensor:
    return torch.embedding(w[0], torch.select(tokens, 0, 0))

  def one_layer(self: __torch__.M, x: Tensor, tokens: Tensor, plan: Tensor, cos: Tensor, sin: Tensor, shape: Tensor, w: List[Tensor], a: List[Tensor]) -> Tensor:
    l = int(torch.select(shape, 0, 8))
    of = torch.slice(a, torch.mul(11, l), torch.mul(11, torch.add(l, 1)), 1)
    e = (self).pairs(of, float(torch.select(shape, 0, 7)), )
    calls = (self).numbers(plan, )
    mask = (self).mask_after(calls, x, )
    c = (self).turned(cos, tokens, )
    s = (self).turned(sin, tokens, )
    return (self).layer(x, w, torch.add(3, torch.mul(12, l)), c, s, calls, mask, e, 0, (self).dims(shape, ), float(torch.select(shape, 0, 4)), )

  def chosen_rows(self: __torch__.M, x: Tensor, select: Tensor, shape: Tensor, w: List[Tensor], a: List[Tensor]) -> Tensor:
    return torch.index_select(x, 0, select)

  # Every loss: x [N,D], targets, weights, sampled (the sampler's logprobs), advantages [N]
  # -> the sum over N; without gradient [R,N]: logprobs of the targets, losses, and entropies where sampled is read.
  # Cross entropy takes K targets of each row, too: targets, weights [N*K], what comes back [R,N*K].
  def cross_entropy(self: __torch__.M, x: Tensor, targets: Tensor, weights: Tensor, sampled: Tensor, advantages: Tensor, shape: Tensor, w: List[Tensor], a: List[Tensor]) -> Tuple[Tensor, Tensor]:
    y = (self).policy_logits(x, shape, w, a, )
    if torch.eq(torch.numel(targets), torch.size(x, 0)):
      nll = torch.cross_entropy_loss(y, targets, None, 0, -100, 0.)
    else:
      chosen = torch.gather(y, 1, torch.reshape(targets, [torch.size(x, 0), -1]))
      nll = torch.reshape(torch.sub(torch.logsumexp(y, [-1], True), chosen), [-1])
    losses = torch.mul(nll, weights)
    return (torch.sum(losses), torch.detach(torch.stack([torch.neg(nll), losses])))

  def importance_sampling(self: __torch__.M, x: Tensor, targets: Tensor, weights: Tensor, sampled: Tensor, advantages: Tensor, shape: Tensor, w: List[Tensor], a: List[Tensor]) -> Tuple[Tensor, Tensor]:
    logprobs, entropies, = (self).policy(x, targets, shape, w, a, )
    ratio = (self).ratio(logprobs, sampled, weights, )
    return (self).objective(torch.mul(ratio, advantages), weights, logprobs, entropies, )

  def ppo(self: __torch__.M, x: Tensor, targets: Tensor, weights: Tensor, sampled: Tensor, advantages: Tensor, shape: Tensor, w: List[Tensor], a: List[Tensor]) -> Tuple[Tensor, Tensor]:
    logprobs, entropies, = (self).policy(x, targets, shape, w, a, )
    ratio = (self).ratio(logprobs, sampled, weights, )
    clipped = torch.clamp(ratio, float(torch.select(shape, 0, 5)), float(torch.select(shape, 0, 6)))
    return (self).objective(torch.minimum(torch.mul(ratio, advantages), torch.mul(clipped, advantages)), weights, logprobs, entropies, )

  def cispo(self: __torch__.M, x: Tensor, targets: Tensor, weights: Tensor, sampled: Tensor, advantages: Tensor, shape: Tensor, w: List[Tensor], a: List[Tensor]) -> Tuple[Tensor, Tensor]:
    logprobs, entropies, = (self).policy(x, targets, shape, w, a, )
    ratio = torch.detach((self).ratio(logprobs, sampled, weights, ))
    clipped = torch.clamp(ratio, float(torch.select(shape, 0, 5)), float(torch.select(shape, 0, 6)))
    return (self).objective(torch.mul(torch.mul(clipped, logprobs), advantages), weights, logprobs, entropies, )

  def policy_logits(self: __torch__.M, x: Tensor, shape: Tensor, w: List[Tensor], a: List[Tensor]) -> Tensor:
    e = (self).head_pair(a, float(torch.select(shape, 0, 7)), )
    return (self).head(w, x, e, (self).dims(shape, ), float(torch.select(shape, 0, 4)), )

  # logprobs [N] of the targets, entropies [N] of the distributions they were chosen from (without gradient)
  def policy(self: __torch__.M, x: Tensor, targets: Tensor, shape: Tensor, w: List[Tensor], a: List[Tensor]) -> Tuple[Tensor, Tensor]:
    y = (self).policy_logits(x, shape, w, a, )
    logprobs = torch.neg(torch.cross_entropy_loss(y, targets, None, 0, -100, 0.))
    p = torch.softmax(torch.detach(y), -1)
    _0 = torch.mul_(p, torch.detach(y))
    return (logprobs, torch.sub(torch.logsumexp(torch.detach(y), [-1]), torch.sum(p, [-1])))

  # policy over sampler; 1 where the weight is 0, whose sampler's logprob may be anything
  def ratio(self: __torch__.M, logprobs: Tensor, sampled: Tensor, weights: Tensor) -> Tensor:
    return torch.exp(torch.masked_fill(torch.sub(logprobs, sampled), torch.eq(weights, 0), 0.))

  def objective(self: __torch__.M, gains: Tensor, weights: Tensor, logprobs: Tensor, entropies: Tensor) -> Tuple[Tensor, Tensor]:
    losses = torch.neg(torch.mul(gains, weights))
    return (torch.sum(losses), torch.stack([torch.detach(logprobs), torch.detach(losses), entropies]))
