# A decoder of the Qwen3, Qwen2 and Llama families, in TorchScript's serialised dialect.
#
# Shapes: B sequences, S new tokens each, T cached positions, H query heads, K key/value heads, h head width,
#         D hidden, F intermediate, V vocabulary, L layers, N selected positions.
# w       the weights in the order of Layout: embedding [V,D], final norm [D], head [V,D], then 12 tensors a layer;
#         an empty tensor stands for one the family does not have.
# dims    [L, H, K, mixed]; mixed 1: matrix products in bfloat16 on float32 weights (mixed-precision training)
# cos,sin [P,h] rotary tables by position; the first half of sin is negated, so that rotation is one roll.
# cache   [L, slots, 2K, capacity, h] of every slot K rows of keys, then K rows of values; written in place. A head's
#         positions are neighbours in memory, as attention reads them.
# plan    of a flat batch, 6 integers for each attention call: first row, sequences, tokens of each, first slot,
#         positions T that are looked at, kind (0: every one of T is seen; 1: causal from position 0; 2: by position).
#
# Departures from the textbook: query, key and value are one product, gate and up another; q and k are normalised
# and rotated together; grouped queries attend as extra rows of their key head instead of repeating keys. Generation
# computes a flat batch: the new tokens of all sequences stand in one row each, without padding, and only attention
# goes by sequences.
class M(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

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

  # y plus what an adapter adds for the same x; e [A, B, ...] as `pairs` makes it or empty, j where A stands
  def adapt(self: __torch__.M, y: Tensor, x: Tensor, e: List[Tensor], j: int, dims: List[int]) -> Tensor:
    y0 = y
    if torch.lt(j, torch.len(e)):
      if torch.gt(torch.numel(e[j]), 0):
        y0 = torch.add(y, (self).product((self).product(x, e[j], dims, ), e[torch.add(j, 1)], dims, ))
    return y0

  # x [B,S,D] -> q [B,S,H,h], k [B,S,K,h], v [B,S,K,h], q and k rotated; c, s [B,S,1,h] or [S,1,h]
  def qkv(self: __torch__.M, x: Tensor, w: List[Tensor], i: int, c: Tensor, s: Tensor, e: List[Tensor], j: int, dims: List[int], eps: float) -> Tuple[Tensor, Tensor, Tensor]:
    H = dims[1]
    K = dims[2]
    x0 = (self).norm(x, w[i], eps, )
    y = (self).adapt((self).project(x0, w[torch.add(i, 1)], w[torch.add(i, 2)], dims, ), x0, e, j, dims, )
    y0 = torch.reshape(y, [torch.size(x, 0), torch.size(x, 1), torch.add(H, torch.mul(2, K)), torch.size(c, -1)])
    qk = torch.narrow(y0, 2, 0, torch.add(H, K))
    v = torch.narrow(y0, 2, torch.add(H, K), K)
    qn = w[torch.add(i, 3)]
    if torch.gt(torch.numel(qn), 0):
      h = torch.size(qn, 0)
      scale = torch.cat([torch.expand(qn, [H, h]), torch.expand(w[torch.add(i, 4)], [K, h])])
      qk0 = torch.mul(torch.rms_norm(qk, [h], None, eps), scale)
    else:
      qk0 = qk
    rolled = torch.roll(qk0, [torch.floordiv(torch.size(c, -1), 2)], [-1])
    qk1 = torch.addcmul(torch.mul(qk0, c), rolled, s)
    return (torch.narrow(qk1, 2, 0, H), torch.narrow(qk1, 2, H, K), v)

  # a [B,S,H*h] the attention's output, x [B,S,D] the residual stream -> [B,S,D]
  def finish(self: __torch__.M, x: Tensor, a: Tensor, w: List[Tensor], i: int, e: List[Tensor], j: int, dims: List[int], eps: float) -> Tensor:
    o = (self).project(a, w[torch.add(i, 5)], w[torch.add(i, 6)], dims, )
    x0 = torch.add(x, (self).adapt(o, a, e, torch.add(j, 2), dims, ))
    x1 = (self).norm(x0, w[torch.add(i, 7)], eps, )
    y = (self).project(x1, w[torch.add(i, 8)], w[torch.add(i, 9)], dims, )
    halves = torch.chunk((self).adapt(y, x1, e, torch.add(j, 4), dims, ), 2, -1)
    y0 = torch.mul(torch.silu(halves[0]), halves[1])
    down = (self).project(y0, w[torch.add(i, 10)], w[torch.add(i, 11)], dims, )
    return torch.add(x0, (self).adapt(down, y0, e, torch.add(j, 6), dims, ))

  # causal attention among the S tokens themselves -> [B,S,H*h]
  def attend_causal(self: __torch__.M, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    gqa = torch.ne(torch.size(q, 2), torch.size(k, 2))
    a = torch.scaled_dot_product_attention(torch.transpose(q, 1, 2), torch.transpose(k, 1, 2), torch.transpose(v, 1, 2), None, 0., True, scale=None, enable_gqa=gqa)
    return torch.reshape(torch.transpose(a, 1, 2), [torch.size(q, 0), torch.size(q, 1), -1])

  # one layer of whole sequences: x [B,S,D], its weights from w[i] on, its adapter from e[j] on
  def layer(self: __torch__.M, x: Tensor, w: List[Tensor], i: int, cos: Tensor, sin: Tensor, e: List[Tensor], j: int, dims: List[int], eps: float) -> Tensor:
    S = torch.size(x, 1)
    c = torch.unsqueeze(torch.narrow(cos, 0, 0, S), 1)
    s = torch.unsqueeze(torch.narrow(sin, 0, 0, S), 1)
    q, k, v, = (self).qkv(x, w, i, c, s, e, j, dims, eps, )
    return (self).finish(x, (self).attend_causal(q, k, v, ), w, i, e, j, dims, eps, )

  # ids [B,S], padded on the right -> hidden states after the last layer [B,S,D]
  def trunk(self: __torch__.M, w: List[Tensor], ids: Tensor, cos: Tensor, sin: Tensor, e: List[Tensor], dims: List[int], eps: float) -> Tensor:
    x = torch.embedding(w[0], ids)
    for l in range(dims[0]):
      x = (self).layer(x, w, torch.add(3, torch.mul(12, l)), cos, sin, e, torch.mul(8, l), dims, eps, )
    return x

  # x [N,D], e [A, B] of the head or empty -> float32 logits [N,V]
  def head(self: __torch__.M, w: List[Tensor], x: Tensor, e: List[Tensor], dims: List[int], eps: float) -> Tensor:
    x0 = (self).norm(x, w[1], eps, )
    return torch.to((self).adapt((self).product(x0, w[2], dims, ), x0, e, 0, dims, ), 6)

  # select [N] positions counted over B*S -> logits [N,V]
  def logits(self: __torch__.M, w: List[Tensor], ids: Tensor, select: Tensor, cos: Tensor, sin: Tensor, dims: List[int], eps: float) -> Tensor:
    none = annotate(List[Tensor], [])
    x = (self).trunk(w, ids, cos, sin, none, dims, eps, )
    return (self).head(w, torch.index_select(torch.reshape(x, [-1, torch.size(x, 2)]), 0, select), none, dims, eps, )

  # what generation reads in place of w: norm weights times sqrt(n), and the norms of q and k as one tensor [H+K,h]
  def prepare(self: __torch__.M, w: List[Tensor], dims: List[int]) -> List[Tensor]:
    root = torch.sqrt(float(torch.size(w[1], 0)))
    p = annotate(List[Tensor], [])
    for j in range(torch.len(w)):
      slot = torch.remainder(torch.sub(j, 3), 12)
      if torch.lt(j, 3):
        if torch.eq(j, 1):
          t = torch.mul(torch.to(w[j], 6), root)
        else:
          t = w[j]
      elif torch.__or__(torch.eq(slot, 0), torch.eq(slot, 7)):
        t = torch.mul(torch.to(w[j], 6), root)
      elif torch.__and__(torch.eq(slot, 3), torch.gt(torch.numel(w[j]), 0)):
        h = torch.size(w[j], 0)
        both = torch.cat([torch.expand(w[j], [dims[1], h]), torch.expand(w[torch.add(j, 1)], [dims[2], h])])
        t = torch.mul(torch.to(both, 6), torch.sqrt(float(h)))
      else:
        t = w[j]
      _0 = torch.append(p, t)
    return p

  # sqrt(n eps) for `scaled`
  def root(self: __torch__.M, x: Tensor, n: int, eps: float) -> Tensor:
    return torch.full([1], torch.sqrt(torch.mul(float(n), eps)), dtype=6, layout=None, device=ops.prim.device(x), pin_memory=None)

  # RMSNorm with its weight times sqrt(n), as x / sqrt(mean(x^2) + eps) = x sqrt(n) / hypot(|x|, sqrt(n eps)): half the passes
  def scaled(self: __torch__.M, x: Tensor, weight: Tensor, root: Tensor) -> Tensor:
    x0 = torch.to(x, 6)
    y = torch.div(x0, torch.hypot(torch.linalg_vector_norm(x0, 2, [-1], True), root))
    return torch.to(torch.mul_(y, weight), ops.prim.dtype(x))

  def affine(self: __torch__.M, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    if torch.gt(torch.numel(bias), 0):
      y = torch.linear(x, weight, bias)
    else:
      y = torch.linear(x, weight)
    return y

  # x + a weight^T + bias
  def residual(self: __torch__.M, x: Tensor, a: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    y = torch.addmm(x, a, torch.t(weight))
    if torch.gt(torch.numel(bias), 0):
      y0 = torch.add_(y, bias)
    else:
      y0 = y
    return y0

  # the additive mask of each call of the plan, empty where it needs none
  def masks(self: __torch__.M, x: Tensor, positions: Tensor, plan: List[int], G: int) -> List[Tensor]:
    masks = annotate(List[Tensor], [])
    for j in range(torch.floordiv(torch.len(plan), 6)):
      B = plan[torch.add(torch.mul(j, 6), 1)]
      S = plan[torch.add(torch.mul(j, 6), 2)]
      T = plan[torch.add(torch.mul(j, 6), 4)]
      if torch.eq(plan[torch.add(torch.mul(j, 6), 5)], 2):
        at = torch.reshape(torch.narrow(positions, 0, plan[torch.mul(j, 6)], torch.mul(B, S)), [B, 1, 1, S, 1])
        seen = torch.arange(T, dtype=4, layout=None, device=ops.prim.device(x), pin_memory=None)
        mask = torch.masked_fill(torch.zeros([B, 1, 1, S, T], dtype=ops.prim.dtype(x), layout=None, device=ops.prim.device(x), pin_memory=None), torch.gt(seen, at), -inf)
        if torch.eq(S, 1):
          m = torch.reshape(mask, [B, 1, 1, T])
        else:
          m = torch.reshape(torch.expand(mask, [B, 1, G, S, T]), [B, 1, torch.mul(G, S), T])
      else:
        m = torch.zeros([0], dtype=6, layout=None, device=ops.prim.device(x), pin_memory=None)
      _0 = torch.append(masks, m)
    return masks

  # one call of the plan: q [B*S,H,h] over T positions of slots; layer [slots, 2K, capacity, h] -> [B*S, H*h]
  def attend(self: __torch__.M, q: Tensor, layer: Tensor, mask: Tensor, B: int, S: int, slot: int, T: int, kind: int) -> Tensor:
    K = torch.floordiv(torch.size(layer, 1), 2)
    H = torch.size(q, 1)
    G = torch.floordiv(H, K)
    h = torch.size(q, 2)
    kv = torch.narrow(torch.narrow(layer, 0, slot, B), 2, 0, T)
    k = torch.narrow(kv, 1, 0, K)
    v = torch.narrow(kv, 1, K, K)
    if torch.eq(kind, 1):
      q0 = torch.transpose(torch.reshape(q, [B, S, H, h]), 1, 2)
      a = torch.scaled_dot_product_attention(q0, k, v, None, 0., True, scale=None, enable_gqa=torch.ne(G, 1))
      a0 = torch.reshape(torch.transpose(a, 1, 2), [torch.mul(B, S), -1])
    else:
      if torch.eq(S, 1):
        q1 = torch.reshape(q, [B, K, G, h])
      else:
        q1 = torch.reshape(torch.permute(torch.reshape(q, [B, S, K, G, h]), [0, 2, 3, 1, 4]), [B, K, torch.mul(G, S), h])
      if torch.eq(kind, 2):
        a1 = torch.scaled_dot_product_attention(q1, k, v, mask, 0., False)
      else:
        a1 = torch.scaled_dot_product_attention(q1, k, v, None, 0., False)
      if torch.eq(S, 1):
        a0 = torch.reshape(a1, [B, -1])
      else:
        a0 = torch.reshape(torch.permute(torch.reshape(a1, [B, K, G, S, h]), [0, 3, 1, 2, 4]), [torch.mul(B, S), -1])
    return a0

  # adds to y [N,out] what adapters add for x [N,in]: e [A, B, ...] with the As of n adapters stacked by rows, their scaled
  # Bs side by side, A at j; pick [N,n,1] chooses each row's, empty where all rows have the one there is
  def adapted(self: __torch__.M, y: Tensor, x: Tensor, e: List[Tensor], j: int, pick: Tensor) -> Tensor:
    if torch.lt(j, torch.len(e)):
      if torch.gt(torch.numel(e[j]), 0):
        u = torch.linear(x, e[j])
        if torch.gt(torch.numel(pick), 0):
          u0 = torch.reshape(torch.mul(torch.reshape(u, [torch.size(pick, 0), torch.size(pick, 1), -1]), pick), [torch.size(pick, 0), -1])
        else:
          u0 = u
        _0 = torch.addmm_(y, u0, torch.t(e[torch.add(j, 1)]))
    return y

  # a flat batch of N new tokens: tokens [3,N] their ids, positions and slots; p as
  # `prepare` makes it; select [M] rows whose logits are wanted, empty for all; e, pick adapters as `adapted` takes them,
  # four pairs a layer and one of the head, empty for none -> float32 logits [M,V]
  def generate(self: __torch__.M, p: List[Tensor], tokens: Tensor, select: Tensor, cos: Tensor, sin: Tensor, cache: Tensor, plan: List[int], e: List[Tensor], pick: Tensor, dims: List[int], eps: float) -> Tensor:
    H = dims[1]
    K = dims[2]
    h = torch.size(cos, 1)
    positions = torch.select(tokens, 0, 1)
    heads = torch.arange(torch.mul(2, K), dtype=4, layout=None, device=ops.prim.device(tokens), pin_memory=None)
    lines = torch.add(torch.unsqueeze(torch.mul(torch.select(tokens, 0, 2), torch.mul(2, K)), 1), heads)
    places = torch.reshape(torch.add(torch.mul(lines, torch.size(cache, 3)), torch.unsqueeze(positions, 1)), [-1])
    x = torch.embedding(p[0], torch.select(tokens, 0, 0))
    N = torch.size(x, 0)
    wide = (self).root(x, torch.size(x, 1), eps, )
    narrow = (self).root(x, h, eps, )
    c = torch.unsqueeze(torch.index_select(cos, 0, positions), 1)
    s = torch.unsqueeze(torch.index_select(sin, 0, positions), 1)
    calls = torch.floordiv(torch.len(plan), 6)
    masks = (self).masks(x, positions, plan, torch.floordiv(H, K), )
    for l in range(dims[0]):
      i = torch.add(3, torch.mul(12, l))
      j0 = torch.mul(8, l)
      x1 = (self).scaled(x, p[i], wide, )
      y = (self).adapted((self).affine(x1, p[torch.add(i, 1)], p[torch.add(i, 2)], ), x1, e, j0, pick, )
      qkv = torch.reshape(y, [N, torch.add(H, torch.mul(2, K)), h])
      qk = torch.narrow(qkv, 1, 0, torch.add(H, K))
      if torch.gt(torch.numel(p[torch.add(i, 3)]), 0):
        qk0 = (self).scaled(qk, p[torch.add(i, 3)], narrow, )
      else:
        qk0 = qk
      rolled = torch.roll(qk0, [torch.floordiv(h, 2)], [-1])
      _0 = torch.addcmul(torch.mul(qk0, c), rolled, s, value=1, out=qk)
      layer = torch.select(cache, 0, l)
      _1 = torch.index_copy_(torch.reshape(layer, [-1, h]), 0, places, torch.reshape(torch.narrow(qkv, 1, H, torch.mul(2, K)), [-1, h]))
      q = torch.narrow(qkv, 1, 0, H)
      if torch.eq(calls, 1):
        a = (self).attend(q, layer, masks[0], plan[1], plan[2], plan[3], plan[4], plan[5], )
      else:
        parts = annotate(List[Tensor], [])
        for j in range(calls):
          at = torch.mul(j, 6)
          B = plan[torch.add(at, 1)]
          S = plan[torch.add(at, 2)]
          rows = torch.narrow(q, 0, plan[at], torch.mul(B, S))
          _2 = torch.append(parts, (self).attend(rows, layer, masks[j], B, S, plan[torch.add(at, 3)], plan[torch.add(at, 4)], plan[torch.add(at, 5)], ))
        a = torch.cat(parts)
      x0 = (self).adapted((self).residual(x, a, p[torch.add(i, 5)], p[torch.add(i, 6)], ), a, e, torch.add(j0, 2), pick, )
      x2 = (self).scaled(x0, p[torch.add(i, 7)], wide, )
      up = (self).adapted((self).affine(x2, p[torch.add(i, 8)], p[torch.add(i, 9)], ), x2, e, torch.add(j0, 4), pick, )
      F = torch.floordiv(torch.size(up, 1), 2)
      gated = torch.mul_(torch.silu_(torch.narrow(up, 1, 0, F)), torch.narrow(up, 1, F, F))
      x = (self).adapted((self).residual(x0, gated, p[torch.add(i, 10)], p[torch.add(i, 11)], ), gated, e, torch.add(j0, 6), pick, )
    if torch.gt(torch.numel(select), 0):
      chosen = torch.index_select(x, 0, select)
      if torch.gt(torch.numel(pick), 0):
        picked = torch.index_select(pick, 0, select)
      else:
        picked = pick
    else:
      chosen = x
      picked = pick
    last = (self).scaled(chosen, p[1], wide, )
    return torch.to((self).adapted(torch.linear(last, p[2]), last, e, torch.mul(8, dims[0]), picked, ), 6)

  # n adapters for `generate`: their tensors one after the other, as `states` takes them -> e
  def stack(self: __torch__.M, a: List[Tensor], n: int, scales: List[float], like: Tensor) -> List[Tensor]:
    size = torch.floordiv(torch.len(a), n)
    L = torch.floordiv(size, 11)
    all = annotate(List[List[Tensor]], [])
    for k in range(n):
      of = torch.slice(a, torch.mul(k, size), torch.mul(torch.add(k, 1), size), 1)
      e = (self).pairs(of, scales[k], )
      h = (self).head_pair(of, scales[k], )
      _0 = torch.append(e, h[0])
      _1 = torch.append(e, h[1])
      _2 = torch.append(all, e)
    stacked = annotate(List[Tensor], [])
    for j in range(torch.add(torch.mul(4, L), 1)):
      R = 0
      out = 0
      in_ = 0
      for k in range(n):
        down = all[k][torch.mul(2, j)]
        if torch.gt(torch.numel(down), 0):
          R = ops.prim.max(R, torch.size(down, 0))
          in_ = torch.size(down, 1)
          out = torch.size(all[k][torch.add(torch.mul(2, j), 1)], 0)
      d = torch.zeros([torch.mul(n, R), in_], dtype=ops.prim.dtype(like), layout=None, device=ops.prim.device(like), pin_memory=None)
      u = torch.zeros([out, torch.mul(n, R)], dtype=ops.prim.dtype(like), layout=None, device=ops.prim.device(like), pin_memory=None)
      for k in range(n):
        down = all[k][torch.mul(2, j)]
        up = all[k][torch.add(torch.mul(2, j), 1)]
        if torch.gt(torch.numel(down), 0):
          r = torch.size(down, 0)
          _3 = torch.copy_(torch.narrow(d, 0, torch.mul(k, R), r), down)
          _4 = torch.copy_(torch.narrow(u, 1, torch.mul(k, R), r), up)
      _5 = torch.append(stacked, d)
      _6 = torch.append(stacked, u)
    return stacked

  # Training runs in stages, so that logits of all positions never exist at once: `states`, then a loss over chunks of
  # them. The differentiated path takes tensors and lists of at least one alone, so numbers come in one:
  # shape [L, H, K, mixed, eps, low, high, scale, l] float64; low, high bound the ratio of policy to sampler.
  # a     the adapter in the order of AdapterLayout: for each stacked projection A, then B for each part; 11 tensors a
  #       layer, 2 of the head; one empty tensor for none. Its product is multiplied by scale.

  def dims(self: __torch__.M, shape: Tensor) -> List[int]:
    return [int(torch.select(shape, 0, 0)), int(torch.select(shape, 0, 1)), int(torch.select(shape, 0, 2)), int(torch.select(shape, 0, 3))]

  # of whole layers of an adapter, for each stacked projection A and the block diagonal of its Bs
  def pairs(self: __torch__.M, a: List[Tensor], scale: float) -> List[Tensor]:
    e = annotate(List[Tensor], [])
    for l in range(torch.floordiv(torch.len(a), 11)):
      at = torch.mul(11, l)
      e = (self).pair(e, a, at, 3, scale, )
      e = (self).pair(e, a, torch.add(at, 4), 1, scale, )
      e = (self).pair(e, a, torch.add(at, 6), 2, scale, )
      e = (self).pair(e, a, torch.add(at, 9), 1, scale, )
    return e

  # of the head
  def head_pair(self: __torch__.M, a: List[Tensor], scale: float) -> List[Tensor]:
    e = annotate(List[Tensor], [])
    if torch.gt(torch.len(a), 1):
      e = (self).pair(e, a, torch.sub(torch.len(a), 2), 1, scale, )
    return e

  def pair(self: __torch__.M, e: List[Tensor], a: List[Tensor], at: int, parts: int, scale: float) -> List[Tensor]:
    _0 = torch.append(e, a[at])
    if torch.gt(torch.numel(a[at]), 0):
      blocks = torch.block_diag(torch.slice(a, torch.add(at, 1), torch.add(torch.add(at, 1), parts), 1))
      _1 = torch.append(e, torch.mul(blocks, scale))
    else:
      _2 = torch.append(e, a[at])
    return e

  # select [N] positions counted over B*S -> what the head reads there [N,D]
  def states(self: __torch__.M, ids: Tensor, select: Tensor, cos: Tensor, sin: Tensor, shape: Tensor, w: List[Tensor], a: List[Tensor]) -> Tensor:
    e = (self).pairs(a, float(torch.select(shape, 0, 7)), )
    x = (self).trunk(w, ids, cos, sin, e, (self).dims(shape, ), float(torch.select(shape, 0, 4)), )
    return (self).chosen_rows(x, select, shape, w, a, )

  # The stages of `states`, for computing it twice instead of keeping it: embed, then layer l, then the chosen rows.
  def embed(self: __torch__.M, ids: Tensor, shape: Tensor, w: List[Tensor], a: List[Tensor]) -> Tensor:
    return torch.embedding(w[0], ids)

  def one_layer(self: __torch__.M, x: Tensor, cos: Tensor, sin: Tensor, shape: Tensor, w: List[Tensor], a: List[Tensor]) -> Tensor:
    l = int(torch.select(shape, 0, 8))
    of = torch.slice(a, torch.mul(11, l), torch.mul(11, torch.add(l, 1)), 1)
    e = (self).pairs(of, float(torch.select(shape, 0, 7)), )
    return (self).layer(x, w, torch.add(3, torch.mul(12, l)), cos, sin, e, 0, (self).dims(shape, ), float(torch.select(shape, 0, 4)), )

  def chosen_rows(self: __torch__.M, x: Tensor, select: Tensor, shape: Tensor, w: List[Tensor], a: List[Tensor]) -> Tensor:
    return torch.index_select(torch.reshape(x, [-1, torch.size(x, 2)]), 0, select)

  # Every loss: x [N,D], targets, weights, sampled (the sampler's logprobs), advantages [N]
  # -> the sum over N; without gradient [R,N]: logprobs of the targets, losses, and entropies where sampled is read
  def cross_entropy(self: __torch__.M, x: Tensor, targets: Tensor, weights: Tensor, sampled: Tensor, advantages: Tensor, shape: Tensor, w: List[Tensor], a: List[Tensor]) -> Tuple[Tensor, Tensor]:
    nll = torch.cross_entropy_loss((self).policy_logits(x, shape, w, a, ), targets, None, 0, -100, 0.)
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

  # the most likely token of each row, or each row's given draw u [B] in (0,1) by inverse cumulative distribution in
  # vocabulary order; -> [2,B]: token, its logprob at temperature 1
  def greedy(self: __torch__.M, logits: Tensor) -> Tensor:
    token = torch.argmax(logits, -1, True)
    return (self).chosen(logits, token, )

  def draw(self: __torch__.M, logits: Tensor, temperature: Tensor, u: Tensor) -> Tensor:
    total = torch.cumsum(torch.softmax(torch.div(torch.to(logits, 7), torch.unsqueeze(temperature, 1)), -1), -1)
    goal = torch.mul(torch.unsqueeze(u, 1), torch.narrow(total, 1, torch.sub(torch.size(total, 1), 1), 1))
    token = torch.clamp(torch.searchsorted(total, goal, right=True), 0, torch.sub(torch.size(total, 1), 1))
    return (self).chosen(logits, token, )

  # top-k, then top-p, then min-p, each [B]; k is the vocabulary's size where off
  def draw_filtered(self: __torch__.M, logits: Tensor, temperature: Tensor, k: Tensor, p: Tensor, minp: Tensor, u: Tensor) -> Tensor:
    V = torch.size(logits, 1)
    sorted, order, = torch.sort(torch.div(torch.to(logits, 7), torch.unsqueeze(temperature, 1)), dim=-1, descending=True, stable=True)
    rank = torch.arange(V, dtype=4, layout=None, device=ops.prim.device(logits), pin_memory=None)
    p0 = torch.masked_fill(torch.softmax(sorted, -1), torch.ge(rank, torch.unsqueeze(k, 1)), 0)
    p1 = torch.div(p0, torch.sum(p0, [-1], True))
    before = torch.sub(torch.cumsum(p1, -1), p1)
    p2 = torch.masked_fill(p1, torch.ge(before, torch.unsqueeze(p, 1)), 0)
    floor = torch.mul(torch.narrow(p2, 1, 0, 1), torch.unsqueeze(minp, 1))
    total = torch.cumsum(torch.masked_fill(p2, torch.lt(p2, floor), 0), -1)
    goal = torch.mul(torch.unsqueeze(u, 1), torch.narrow(total, 1, torch.sub(V, 1), 1))
    place = torch.clamp(torch.searchsorted(total, goal, right=True), 0, torch.sub(V, 1))
    return (self).chosen(logits, torch.gather(order, 1, place), )

  # bits [B,W] of uint8: token t stays where bit t%8 of byte t/8 is 1, and becomes impossible elsewhere
  def mask(self: __torch__.M, logits: Tensor, bits: Tensor) -> Tensor:
    place = torch.arange(8, dtype=0, layout=None, device=ops.prim.device(logits), pin_memory=None)
    each = torch.bitwise_and(torch.bitwise_right_shift(torch.unsqueeze(bits, 2), place), 1)
    known = torch.narrow(torch.reshape(each, [torch.size(logits, 0), -1]), 1, 0, torch.size(logits, 1))
    return torch.masked_fill(logits, torch.eq(known, 0), -inf)

  def chosen(self: __torch__.M, logits: Tensor, token: Tensor) -> Tensor:
    logprob = torch.sub(torch.gather(logits, 1, token), torch.logsumexp(logits, [-1], True))
    return torch.transpose(torch.cat([torch.to(token, 6), logprob], 1), 0, 1)

  # the n most likely tokens of each row -> [2,B,n]: token, logprob
  def top(self: __torch__.M, logits: Tensor, n: int) -> Tensor:
    logprobs, tokens, = torch.topk(torch.log_softmax(logits, -1), n, -1)
    return torch.stack([torch.to(tokens, 6), logprobs])

  def rows(self: __torch__.M, x: Tensor, index: Tensor) -> Tensor:
    return torch.index_select(x, 0, index)

  # float32 values into rows of a weight of any type
  def assign(self: __torch__.M, weight: Tensor, first: int, source: Tensor) -> Tensor:
    return torch.copy_(torch.narrow(weight, 0, first, torch.size(source, 0)), source)

  # a weight's rows as float32
  def export(self: __torch__.M, weight: Tensor, first: int, count: int) -> Tensor:
    return torch.contiguous(torch.to(torch.narrow(weight, 0, first, count), 6))

  # adds an adapter's products to the weights of its targets, the head's only where it has one of its own
  def merge(self: __torch__.M, w: List[Tensor], a: List[Tensor], scale: float) -> int:
    L = torch.floordiv(torch.len(a), 11)
    e = (self).pairs(a, scale, )
    for l in range(L):
      i = torch.add(3, torch.mul(12, l))
      j = torch.mul(8, l)
      _0 = (self).merge_one(w[torch.add(i, 1)], e[j], e[torch.add(j, 1)], )
      _1 = (self).merge_one(w[torch.add(i, 5)], e[torch.add(j, 2)], e[torch.add(j, 3)], )
      _2 = (self).merge_one(w[torch.add(i, 8)], e[torch.add(j, 4)], e[torch.add(j, 5)], )
      _3 = (self).merge_one(w[torch.add(i, 10)], e[torch.add(j, 6)], e[torch.add(j, 7)], )
    h = (self).head_pair(a, scale, )
    _4 = (self).merge_one(w[2], h[0], h[1], )
    return 0

  def merge_one(self: __torch__.M, weight: Tensor, down: Tensor, up: Tensor) -> int:
    if torch.gt(torch.numel(down), 0):
      _0 = torch.add_(weight, torch.to(torch.mm(up, down), ops.prim.dtype(weight)))
    return 0

  def cast(self: __torch__.M, x: Tensor, scalar_type: int) -> Tensor:
    return torch.to(x, scalar_type)

  # the logprob of each row's given token -> [N]
  def score(self: __torch__.M, logits: Tensor, targets: Tensor) -> Tensor:
    chosen = torch.squeeze(torch.gather(logits, 1, torch.unsqueeze(targets, 1)), 1)
    return torch.sub(chosen, torch.logsumexp(logits, [-1]))

  # copies the first T positions of one slot over another's
  def copy(self: __torch__.M, cache: Tensor, source: int, target: int, T: int) -> Tensor:
    used = torch.narrow(cache, 3, 0, T)
    return torch.copy_(torch.select(used, 1, target), torch.select(used, 1, source))

  # a cache of another size with what fits of the old one
  def resize(self: __torch__.M, cache: Tensor, slots: int, capacity: int) -> Tensor:
    shape = torch.size(cache)
    other = torch.zeros([shape[0], slots, shape[2], capacity, shape[4]], dtype=ops.prim.dtype(cache), layout=None, device=ops.prim.device(cache), pin_memory=None)
    keep = ops.prim.min(slots, shape[1])
    long = ops.prim.min(capacity, shape[3])
    _0 = torch.copy_(torch.narrow(torch.narrow(other, 1, 0, keep), 3, 0, long), torch.narrow(torch.narrow(cache, 1, 0, keep), 3, 0, long))
    return other
