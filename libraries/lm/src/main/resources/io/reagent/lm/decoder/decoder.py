# A decoder of the Qwen3, Qwen2 and Llama families, in TorchScript's serialised dialect: generation, sampling, weights.
# training.py adds the methods that compute whole sequences and are differentiated; products.py or products_onednn.py
# those that multiply x [N,D] with a weight [E,D] -> [N,E] in generation.
#
# Shapes: B sequences, S new tokens each, T cached positions, H query heads, K key/value heads, h head width,
#         D hidden, F intermediate, V vocabulary, L layers, N rows.
# w       the weights in the order of Layout: embedding [V,D], final norm [D], head [V,D], then 12 tensors a layer;
#         an empty tensor stands for one the family does not have.
# dims    [L, H, K, mixed]; mixed is training's
# cos,sin [P,h] rotary tables by position; the first half of sin is negated, so that rotation is one roll.
# cache   of each bank, for each layer [slots, 2K, capacity, h]: of every slot K rows of keys, then K rows of values; written
#         in place. A head's positions are neighbours in memory, as attention reads them. Banks differ in capacity.
# stores  of a flat batch, 2 integers for each bank: the first of its rows, which are neighbours, and how many there are.
# plan    of a flat batch, 7 integers for each attention call: first row, sequences, tokens of each, first slot,
#         positions T that are looked at, kind (0: every one of T is seen; 1: causal from position 0; 2: by position), bank.
#
# Departures from the textbook: query, key and value are one product, gate and up another; q and k are normalised
# and rotated together; grouped queries attend as extra rows of their key head instead of repeating keys. Generation
# computes a flat batch: the new tokens of all sequences stand in one row each, without padding, and only attention
# goes by sequences.
class M(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

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

  # The matrices of p in fewer bits, for `generate` alone: the head, then four a layer; kind 1: float16, with the activations
  # in float32; 2: int8 with a scale for each row [w, scale, w, scale, ...], with the activations in bfloat16.
  def pack(self: __torch__.M, p: List[Tensor], kind: int) -> Tuple[List[__torch__.torch.classes.quantized.LinearPackedParamsBase], List[Tensor]]:
    halves = annotate(List[__torch__.torch.classes.quantized.LinearPackedParamsBase], [])
    bytes = annotate(List[Tensor], [])
    for j in range(2, torch.len(p), 1):
      slot = torch.remainder(torch.sub(j, 3), 12)
      first = torch.__or__(torch.eq(j, 2), torch.__or__(torch.eq(slot, 1), torch.eq(slot, 5)))
      if torch.__or__(first, torch.__or__(torch.eq(slot, 8), torch.eq(slot, 10))):
        if torch.eq(kind, 1):
          _0 = torch.append(halves, ops.quantized.linear_prepack_fp16(p[j]))
        elif torch.eq(kind, 2):
          scale = torch.div(torch.clamp_min(torch.amax(torch.abs(p[j]), [1], True), 9.9999999999999995e-21), 127.)
          _1 = torch.append(bytes, torch.to(torch.round(torch.div(p[j], scale)), 1))
          _2 = torch.append(bytes, torch.to(torch.squeeze(scale, 1), 15))
    return (halves, bytes)

  # x times the matrix at p[j], which is the one at k of those that are packed
  def times(self: __torch__.M, x: Tensor, weight: Tensor, packed: Tuple[List[__torch__.torch.classes.quantized.LinearPackedParamsBase], List[Tensor]], k: int) -> Tensor:
    halves, bytes, = packed
    if torch.gt(torch.len(halves), 0):
      y = ops.quantized.linear_dynamic_fp16(x, halves[k])
    elif torch.gt(torch.len(bytes), 0):
      y = torch.to(torch._weight_int8pack_mm(torch.to(x, 15), bytes[torch.mul(2, k)], bytes[torch.add(torch.mul(2, k), 1)]), 6)
    else:
      y = (self).multiply(x, weight, )
    return y

  # sqrt(n eps) for `scaled`
  def root(self: __torch__.M, x: Tensor, n: int, eps: float) -> Tensor:
    return torch.full([1], torch.sqrt(torch.mul(float(n), eps)), dtype=6, layout=None, device=ops.prim.device(x), pin_memory=None)

  # RMSNorm with its weight times sqrt(n), as x / sqrt(mean(x^2) + eps) = x sqrt(n) / hypot(|x|, sqrt(n eps)): half the passes
  def scaled(self: __torch__.M, x: Tensor, weight: Tensor, root: Tensor) -> Tensor:
    x0 = torch.to(x, 6)
    y = torch.div(x0, torch.hypot(torch.linalg_vector_norm(x0, 2, [-1], True), root))
    return torch.to(torch.mul_(y, weight), ops.prim.dtype(x))

  def affine(self: __torch__.M, x: Tensor, weight: Tensor, bias: Tensor, packed: Tuple[List[__torch__.torch.classes.quantized.LinearPackedParamsBase], List[Tensor]], k: int) -> Tensor:
    y = (self).times(x, weight, packed, k, )
    if torch.gt(torch.numel(bias), 0):
      y0 = torch.add_(y, bias)
    else:
      y0 = y
    return y0

  # x + a weight^T + bias
  def residual(self: __torch__.M, x: Tensor, a: Tensor, weight: Tensor, bias: Tensor, packed: Tuple[List[__torch__.torch.classes.quantized.LinearPackedParamsBase], List[Tensor]], k: int) -> Tensor:
    halves, bytes, = packed
    packs = torch.__or__(torch.gt(torch.len(halves), 0), torch.gt(torch.len(bytes), 0))
    if torch.__or__(packs, (self).shared(a, weight, )):
      y = torch.add_((self).times(a, weight, packed, k, ), x)
    else:
      y = torch.addmm(x, a, torch.t(weight))
    if torch.gt(torch.numel(bias), 0):
      y0 = torch.add_(y, bias)
    else:
      y0 = y
    return y0

  # the additive mask of each call of the plan, empty where it needs none
  def masks(self: __torch__.M, x: Tensor, positions: Tensor, plan: List[int], G: int) -> List[Tensor]:
    masks = annotate(List[Tensor], [])
    for j in range(torch.floordiv(torch.len(plan), 7)):
      B = plan[torch.add(torch.mul(j, 7), 1)]
      S = plan[torch.add(torch.mul(j, 7), 2)]
      T = plan[torch.add(torch.mul(j, 7), 4)]
      if torch.eq(plan[torch.add(torch.mul(j, 7), 5)], 2):
        at = torch.reshape(torch.narrow(positions, 0, plan[torch.mul(j, 7)], torch.mul(B, S)), [B, 1, 1, S, 1])
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

  # for each bank where the keys and values of its new tokens go: rows of its layers as [slots*2K*capacity, h]
  def places(self: __torch__.M, tokens: Tensor, cache: List[Tensor], stores: List[int], dims: List[int]) -> List[Tensor]:
    heads = torch.arange(torch.mul(2, dims[2]), dtype=4, layout=None, device=ops.prim.device(tokens), pin_memory=None)
    places = annotate(List[Tensor], [])
    for b in range(torch.floordiv(torch.len(stores), 2)):
      its = torch.narrow(tokens, 1, stores[torch.mul(2, b)], stores[torch.add(torch.mul(2, b), 1)])
      lines = torch.add(torch.unsqueeze(torch.mul(torch.select(its, 0, 2), torch.mul(2, dims[2])), 1), heads)
      capacity = torch.size(cache[torch.mul(dims[0], b)], 2)
      at = torch.add(torch.mul(lines, capacity), torch.unsqueeze(torch.select(its, 0, 1), 1))
      _0 = torch.append(places, torch.reshape(at, [-1]))
    return places

  # a flat batch of N new tokens: tokens [3,N] their ids, positions and slots; p as
  # `prepare` makes it, packed as `pack` does; select [M] rows whose logits are wanted, empty for all; e, pick adapters as `adapted` takes them,
  # four pairs a layer and one of the head, empty for none -> float32 logits [M,V]
  def generate(self: __torch__.M, p: List[Tensor], packed: Tuple[List[__torch__.torch.classes.quantized.LinearPackedParamsBase], List[Tensor]], tokens: Tensor, select: Tensor, cos: Tensor, sin: Tensor, cache: List[Tensor], stores: List[int], plan: List[int], e: List[Tensor], pick: Tensor, dims: List[int], eps: float) -> Tensor:
    H = dims[1]
    K = dims[2]
    h = torch.size(cos, 1)
    positions = torch.select(tokens, 0, 1)
    places = (self).places(tokens, cache, stores, dims, )
    x = torch.embedding(p[0], torch.select(tokens, 0, 0))
    N = torch.size(x, 0)
    wide = (self).root(x, torch.size(x, 1), eps, )
    narrow = (self).root(x, h, eps, )
    c = torch.unsqueeze(torch.index_select(cos, 0, positions), 1)
    s = torch.unsqueeze(torch.index_select(sin, 0, positions), 1)
    calls = torch.floordiv(torch.len(plan), 7)
    masks = (self).masks(x, positions, plan, torch.floordiv(H, K), )
    for l in range(dims[0]):
      i = torch.add(3, torch.mul(12, l))
      j0 = torch.mul(8, l)
      k = torch.add(1, torch.mul(4, l))
      x1 = (self).scaled(x, p[i], wide, )
      y = (self).adapted((self).affine(x1, p[torch.add(i, 1)], p[torch.add(i, 2)], packed, k, ), x1, e, j0, pick, )
      qkv = torch.reshape(y, [N, torch.add(H, torch.mul(2, K)), h])
      qk = torch.narrow(qkv, 1, 0, torch.add(H, K))
      if torch.gt(torch.numel(p[torch.add(i, 3)]), 0):
        qk0 = (self).scaled(qk, p[torch.add(i, 3)], narrow, )
      else:
        qk0 = qk
      rolled = torch.roll(qk0, [torch.floordiv(h, 2)], [-1])
      _0 = torch.addcmul(torch.mul(qk0, c), rolled, s, value=1, out=qk)
      kv = torch.narrow(qkv, 1, H, torch.mul(2, K))
      for b in range(torch.len(places)):
        its = torch.narrow(kv, 0, stores[torch.mul(2, b)], stores[torch.add(torch.mul(2, b), 1)])
        into = torch.reshape(cache[torch.add(torch.mul(dims[0], b), l)], [-1, h])
        _1 = torch.index_copy_(into, 0, places[b], torch.reshape(its, [-1, h]))
      q = torch.narrow(qkv, 1, 0, H)
      if torch.eq(calls, 1):
        a = (self).attend(q, cache[l], masks[0], plan[1], plan[2], plan[3], plan[4], plan[5], )
      else:
        parts = annotate(List[Tensor], [])
        for j in range(calls):
          at = torch.mul(j, 7)
          layer = cache[torch.add(torch.mul(dims[0], plan[torch.add(at, 6)]), l)]
          B = plan[torch.add(at, 1)]
          S = plan[torch.add(at, 2)]
          rows = torch.narrow(q, 0, plan[at], torch.mul(B, S))
          _2 = torch.append(parts, (self).attend(rows, layer, masks[j], B, S, plan[torch.add(at, 3)], plan[torch.add(at, 4)], plan[torch.add(at, 5)], ))
        a = torch.cat(parts)
      x0 = (self).adapted((self).residual(x, a, p[torch.add(i, 5)], p[torch.add(i, 6)], packed, torch.add(k, 1), ), a, e, torch.add(j0, 2), pick, )
      x2 = (self).scaled(x0, p[torch.add(i, 7)], wide, )
      up = (self).adapted((self).affine(x2, p[torch.add(i, 8)], p[torch.add(i, 9)], packed, torch.add(k, 2), ), x2, e, torch.add(j0, 4), pick, )
      F = torch.floordiv(torch.size(up, 1), 2)
      gated = torch.mul_(torch.silu_(torch.narrow(up, 1, 0, F)), torch.narrow(up, 1, F, F))
      x = (self).adapted((self).residual(x0, gated, p[torch.add(i, 10)], p[torch.add(i, 11)], packed, torch.add(k, 3), ), gated, e, torch.add(j0, 6), pick, )
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
    return torch.to((self).adapted((self).times(last, p[2], packed, 0, ), last, e, torch.mul(8, dims[0]), picked, ), 6)

  # a   an adapter in the order of AdapterLayout: for each stacked projection A, then B for each part; 11 tensors a layer,
  #     2 of the head; one empty tensor for none. Its product is multiplied by scale.

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

  # n adapters for `generate`: their tensors one after the other -> e
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

  # copies the first T positions of a bank's slot over a slot of another bank, or of the same, in all layers
  def copy(self: __torch__.M, bank: List[Tensor], source: int, other: List[Tensor], target: int, T: int) -> int:
    for l in range(torch.len(bank)):
      old = torch.narrow(torch.select(bank[l], 0, source), 1, 0, T)
      _0 = torch.copy_(torch.narrow(torch.select(other[l], 0, target), 1, 0, T), old)
    return 0

  # one layer of a bank with another number of slots, those that stay with what they hold
  def resize(self: __torch__.M, layer: Tensor, slots: int) -> Tensor:
    shape = torch.size(layer)
    other = torch.zeros([slots, shape[1], shape[2], shape[3]], dtype=ops.prim.dtype(layer), layout=None, device=ops.prim.device(layer), pin_memory=None)
    keep = ops.prim.min(slots, shape[0])
    _0 = torch.copy_(torch.narrow(other, 0, 0, keep), torch.narrow(layer, 0, 0, keep))
    return other
