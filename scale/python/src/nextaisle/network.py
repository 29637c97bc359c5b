"""A nextaisle model in PyTorch, readable from top to bottom: file, network, file.

The network is the one of `src/engine/transformer.ts`, and tests hold it equal to that to 1e-4. It is a
decoder-only, pre-norm causal transformer (Vaswani et al. 2017; RMSNorm, Zhang & Sennrich 2019; rotary
positions, Su et al. 2021) that looks back at most W events in each layer.

Letters in shapes: N positions (the events of all histories, one history after another, so that none is
padded), D width, H heads, Dh width per head, F inner width, W window, A actions, I items (trained ones,
then live ones), M sub-ids, C centroids, Q queries.
"""

import json
import math
import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from torch import Tensor, nn

ACTION_TYPES = ("click", "cart", "purchase", "remove", "wishlist", "checkout", "search", "category")
ACTIONS = len(ACTION_TYPES)
LEAVE = ACTIONS
# Rows of the embedding table of each token field but the action; tokens.py makes the numbers.
TOKEN_ROWS = {
    "gap": 16,
    "newSession": 2,
    "recency": 8,
    "price": 10,
    "agreement": 5,
    "place": 8,
    "stage": 6,
    "elapsed": 16,
    "longest": 16,
    "visits": 12,
    "events": 12,
    "carts": 12,
    "orders": 12,
    "hour": 13,
}
# A token is one integer for each of these, in this order.
TOKEN_FIELDS = ("action", "item", *TOKEN_ROWS)
RECENCIES = TOKEN_ROWS["recency"]
COUNT_BUCKETS = 4
MASKED = -1e4
# Weights of a trained network are below a hundred; products of more would leave what a float holds.
MOST_WEIGHT = 1e4
FORMAT_VERSION = "3"


class ModelFileError(ValueError):
    """A file that is no nextaisle model, or a broken one; the message names the field."""


# --- What a file holds ---------------------------------------------------------------------------

LIMITS = {
    "width": (8, 1024),
    "heads": (1, 32),
    "layers": (1, 24),
    "ffn": (8, 4096),
    "window": (2, 512),
    "contentBuckets": (0, 65536),
    "embeddingLength": (0, 4096),
    "subIds": (0, 64),
    "centroids": (1, 256),
    "ropeBase": (2, 1_000_000),
}


@dataclass(frozen=True)
class ModelConfig:
    """The shape of the network, under the names of the file."""

    width: int = 64
    heads: int = 2
    layers: int = 2
    ffn: int = 256
    window: int = 32
    contentBuckets: int = 0
    embeddingLength: int = 0
    subIds: int = 16
    centroids: int = 256
    ropeBase: int = 100

    @staticmethod
    def parse(given: Any) -> "ModelConfig":
        """Raises ModelFileError with the name of the field that is wrong."""
        values = {}
        for name, (low, high) in LIMITS.items():
            value = given.get(name) if isinstance(given, dict) else None
            if isinstance(value, float) and value.is_integer():
                value = int(value)
            if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
                raise ModelFileError(f"config.{name} is {value!r}: a whole number, {low} to {high}")
            values[name] = value
        config = ModelConfig(**values)
        if config.width % (2 * config.heads):
            raise ModelFileError("config.heads: the width must be a multiple of twice the heads")
        if config.subIds and config.width % config.subIds:
            raise ModelFileError("config.subIds must divide the width")
        return config


@dataclass(frozen=True)
class Spec:
    """One tensor: its name in the file, its place in `Nextaisle`, and how the file stores it."""

    name: str
    place: str
    rows: int
    columns: int
    # rows: int8 with one scale a row. float: float32. byte, short: unsigned integers.
    storage: Literal["rows", "float", "byte", "short"] = "float"
    # The file has linear maps as [in, out], y = x W; `nn.Linear` has them as [out, in].
    turned: bool = False


def specs(config: ModelConfig, items: int) -> Iterator[Spec]:
    """Every tensor of a file in its order, as `tensorSpecs` of src/model/tensors.ts has them."""
    D, F, half = config.width, config.ffn, config.width // 2
    yield Spec("embed.action", "embed.action.weight", ACTIONS, D, "rows")
    for name, rows in TOKEN_ROWS.items():
        yield Spec(f"embed.{name}", f"embed.{name}.weight", rows, D, "rows")
    if config.contentBuckets:
        yield Spec("embed.content", "content", config.contentBuckets, D, "rows")
    if config.embeddingLength:
        yield Spec("embed.projection", "projection", config.embeddingLength + 1, D, "rows")
    yield Spec("embed.item.scale", "item_gain", 1, 1)
    for at in range(config.layers):
        file, here = f"layer.{at}", f"layers.{at}"
        yield Spec(f"{file}.norm1", f"{here}.norm1.gain", 1, D)
        for part in "qkvo":
            yield Spec(f"{file}.{part}", f"{here}.{part}.weight", D, D, "rows", turned=True)
        yield Spec(f"{file}.norm2", f"{here}.norm2.gain", 1, D)
        yield Spec(f"{file}.up", f"{here}.up.weight", D, F, "rows", turned=True)
        yield Spec(f"{file}.up.bias", f"{here}.up.bias", 1, F)
        yield Spec(f"{file}.down", f"{here}.down.weight", F, D, "rows", turned=True)
        yield Spec(f"{file}.down.bias", f"{here}.down.bias", 1, D)
    yield Spec("final.norm", "norm.gain", 1, D)
    yield Spec("head.action", "head_action.weight", D, ACTIONS + 1, turned=True)
    yield Spec("head.action.bias", "head_action.bias", 1, ACTIONS + 1)
    yield Spec("head.intent", "head_intent.weight", D, 2, turned=True)
    yield Spec("head.intent.bias", "head_intent.bias", 1, 2)
    yield Spec("query", "query.weight", D, D, "rows", turned=True)
    yield Spec("query.action", "query_action.weight", ACTIONS, D, "rows")
    yield Spec("pool.key", "pool_key.weight", D, half, "rows", turned=True)
    yield Spec("pool.query", "pool_query.weight", D, half, "rows", turned=True)
    yield Spec("pool.age", "pool_age", RECENCIES, 1)
    yield Spec("pool.gain", "pool_gain", 1, 1)
    yield Spec("query.scale", "query_scale", 1, ACTIONS)
    yield Spec("popularity.weight", "popularity_weight", 1, ACTIONS)
    yield Spec("copy.age", "copy_age", RECENCIES, ACTIONS)
    yield Spec("copy.last", "copy_last", ACTIONS, ACTIONS)
    yield Spec("copy.count", "copy_count", COUNT_BUCKETS, ACTIONS)
    yield Spec("copy.own", "copy_own", 1, ACTIONS)
    yield Spec("copy.gate", "copy_gate.weight", D, ACTIONS, turned=True)
    yield Spec("copy.gate.bias", "copy_gate.bias", 1, ACTIONS)
    if not items:
        return
    if config.subIds:
        columns = D // config.subIds
        rows = config.subIds * config.centroids
        yield Spec("item.centroids", "item_centroids", rows, columns, "rows")
        yield Spec("item.codes", "item_codes", items, config.subIds, "byte")
    yield Spec("item.popularity", "item_popularity", 1, items, "rows")
    yield Spec("item.category", "item_category", 1, items, "short")
    yield Spec("item.price", "item_price", 1, items, "byte")


@dataclass
class ModelFile:
    """What a file says besides its tensors. The texts are kept as they are, so that they are written back."""

    config: ModelConfig
    # By row of the item table; empty in a model of many shops.
    items: list[str]
    metadata: dict[str, str] = field(default_factory=dict)

    def json(self, name: str) -> Any:
        try:
            return json.loads(self.metadata[name])
        except (KeyError, ValueError):
            raise ModelFileError(f"__metadata__.{name} is no JSON") from None

    @property
    def categories(self) -> list[dict[str, Any]]:
        """`{path, logPrice?}` by category number - 1."""
        return self.json("vocabulary")["categories"]

    @property
    def calibration(self) -> dict[str, Any]:
        return self.json("calibration")

    @property
    def card(self) -> dict[str, str]:
        return self.json("card")


def check_calibration(given: Any) -> None:
    """As the page parses it. Raises ModelFileError with the field that is wrong."""

    def number(path: str, low: float, high: float) -> None:
        value: Any = given
        for name in path.split("."):
            value = value.get(name) if isinstance(value, dict) else None
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise ModelFileError(f"calibration.{path} is {value!r}: a number, {low} to {high}")

    for head in ("actions", "items"):
        number(f"{head}.temperature", 1 / MOST_WEIGHT, MOST_WEIGHT)
    for head in ("purchase", "cart"):
        number(f"{head}.scale", -MOST_WEIGHT, MOST_WEIGHT)
        number(f"{head}.offset", -MOST_WEIGHT, MOST_WEIGHT)
    bias = given["actions"].get("bias")
    if (
        not isinstance(bias, list)
        or len(bias) != ACTIONS + 1
        or not all(isinstance(x, int | float) and abs(x) <= MOST_WEIGHT for x in bias)
    ):
        raise ModelFileError(f"calibration.actions.bias is {bias!r:.80}: {ACTIONS + 1} numbers")


# --- The network ---------------------------------------------------------------------------------


class RmsNorm(nn.Module):
    """x / √mean(x²) · gain"""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.gain = nn.Parameter(torch.ones(width))

    def forward(self, x: Tensor) -> Tensor:
        return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + 1e-6) * self.gain


class Layer(nn.Module):
    """Attention, then a feed-forward step; each adds to what came in."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        D, F = config.width, config.ffn
        self.config = config
        self.norm1 = RmsNorm(D)
        self.q, self.k, self.v, self.o = (nn.Linear(D, D, bias=False) for _ in range(4))
        self.norm2 = RmsNorm(D)
        self.up = nn.Linear(D, F)
        self.down = nn.Linear(F, D)

    def forward(self, x: Tensor, sight: "Sight", drop: nn.Module) -> Tensor:
        H, base = self.config.heads, self.config.ropeBase
        n = self.norm1(x)  # [N, D]
        q = rotate(self.q(n).view(len(x), H, -1), sight.place, base)  # [N, H, Dh]
        k = rotate(self.k(n).view(len(x), H, -1), sight.place, base)
        v = self.v(n).view(len(x), H, -1)
        mixed = sight.look_back(q, k, v).flatten(1)  # [N, D]
        x = x + drop(self.o(mixed))
        return x + drop(self.down(torch.relu(self.up(self.norm2(x)))))  # [N, D] → [N, F] → [N, D]


def rotate(rows: Tensor, place: Tensor, base: float) -> Tensor:
    """Pairs (j, j + Dh/2) of each head turn by an angle that grows with the position: [N, H, Dh]."""
    half = rows.shape[-1] // 2
    pace = base ** (-torch.arange(half, device=rows.device, dtype=torch.float64) / half)
    angle = (place.double()[:, None] * pace).float()[:, None]  # [N, 1, Dh/2]
    cos, sin = angle.cos().to(rows.dtype), angle.sin().to(rows.dtype)
    a, b = rows[..., :half], rows[..., half:]
    return torch.cat([a * cos - b * sin, a * sin + b * cos], -1)


class Sight:
    """Which events each position sees: those of its own history, and of these the last W, itself included.

    Positions are taken in blocks of W. A block sees itself and the one before, so attention costs 2W a
    position, however long the histories are.
    """

    def __init__(self, lengths: Sequence[int], window: int, device: torch.device | None = None) -> None:
        self.window = W = window
        sizes = torch.as_tensor(lengths, dtype=torch.long, device=device)
        self.ends = sizes.cumsum(0)
        starts = torch.repeat_interleave(self.ends - sizes, sizes)  # [N]
        self.count = N = len(starts)
        at = torch.arange(N, device=device)
        # Place within its own history: [N]
        self.place = at - starts
        # The first position it sees: [N]
        self.first = torch.maximum(starts, at - W + 1)
        self.blocks = blocks = -(-N // W)
        self.spare = blocks * W - N
        # [blocks, W, 1] looks at [blocks, 1, 2W].
        looking = torch.arange(blocks * W, device=device).view(blocks, W, 1)
        seen = (torch.arange(blocks, device=device)[:, None, None] - 1) * W
        seen = seen + torch.arange(2 * W, device=device)
        first = nn.functional.pad(self.first, (0, self.spare), value=N).view(blocks, W, 1)
        self.hidden = (seen < first) | (seen > looking)  # [blocks, W, 2W]
        # How many events ago, 1 = itself, 1 to W where seen: [W, 2W]
        self.ago = (
            torch.arange(W, device=device)[:, None] + W + 1 - torch.arange(2 * W, device=device)
        ).clamp(1, W)

    def look_back(self, q: Tensor, k: Tensor, v: Tensor, ages: Tensor | None = None) -> Tensor:
        """softmax(q kᵀ / √Dh + age) v over what each sees. q, k [N, H, Dh], v [N, H, Dv]: [N, H, Dv].

        `ages` is added by how long ago the event was: [8], by `ago_bucket`.
        """
        near, far = self._in_blocks(k), self._in_blocks(v)
        keys = torch.cat([nn.functional.pad(near, (0, 0, 0, 0, 0, 0, 1, 0))[:-1], near], 1)
        values = torch.cat([nn.functional.pad(far, (0, 0, 0, 0, 0, 0, 1, 0))[:-1], far], 1)
        scores = torch.einsum("bqhd,bkhd->bhqk", self._in_blocks(q), keys) / math.sqrt(q.shape[-1])
        if ages is not None:
            scores = scores + ages[ago_bucket(self.ago)]
        shares = scores.masked_fill(self.hidden[:, None], MASKED).softmax(-1)  # [blocks, H, W, 2W]
        mixed = torch.einsum("bhqk,bkhd->bqhd", shares, values)
        return mixed.flatten(0, 1)[: self.count]

    def _in_blocks(self, x: Tensor) -> Tensor:
        """[N, H, Dh] → [blocks, W, H, Dh], zeros at the end."""
        return nn.functional.pad(x, (0, 0, 0, 0, 0, self.spare)).unflatten(0, (self.blocks, self.window))


def ago_bucket(events_ago: Tensor) -> Tensor:
    """Buckets 1 to 7: 1, 2, 3-4, 5-8, 9-16, 17-32, more."""
    before = (events_ago - 1).clamp(min=0)
    return (1 + torch.frexp(before.double()).exponent).clamp(max=RECENCIES - 1)


def count_bucket(times: Tensor) -> Tensor:
    """0 for once, 1 for twice, 2 for three or four times, 3 for more."""
    return torch.where(times <= 1, 0, torch.frexp((times - 1).double()).exponent.clamp(max=COUNT_BUCKETS - 1))


def unit(rows: Tensor) -> Tensor:
    """Rows brought to length 1; zeros stay zeros."""
    return rows * torch.rsqrt(rows.square().sum(-1, keepdim=True) + 1e-6)


class Nextaisle(nn.Module):
    """Tokens of histories come in; the next action, the intent and the next item come out."""

    def __init__(self, config: ModelConfig, items: int = 0, dropout: float = 0.0) -> None:
        super().__init__()
        D, M, C = config.width, config.subIds, config.centroids
        self.config = config
        self.embed = nn.ModuleDict(
            {name: nn.Embedding(rows, D) for name, rows in [("action", ACTIONS), *TOKEN_ROWS.items()]}
        )
        if config.contentBuckets:
            self.content = nn.Parameter(torch.zeros(config.contentBuckets, D))
        if config.embeddingLength:
            self.projection = nn.Parameter(torch.zeros(config.embeddingLength + 1, D))
        self.item_gain = nn.Parameter(torch.ones(1))
        self.layers = nn.ModuleList(Layer(config) for _ in range(config.layers))
        self.norm = RmsNorm(D)
        self.head_action = nn.Linear(D, ACTIONS + 1)
        self.head_intent = nn.Linear(D, 2)
        self.query = nn.Linear(D, D, bias=False)
        self.query_action = nn.Embedding(ACTIONS, D)
        self.pool_key = nn.Linear(D, D // 2, bias=False)
        self.pool_query = nn.Linear(D, D // 2, bias=False)
        self.pool_age = nn.Parameter(torch.zeros(RECENCIES))
        self.pool_gain = nn.Parameter(torch.ones(1))
        self.query_scale = nn.Parameter(torch.ones(ACTIONS))
        self.popularity_weight = nn.Parameter(torch.zeros(ACTIONS))
        self.copy_age = nn.Parameter(torch.zeros(RECENCIES, ACTIONS))
        self.copy_last = nn.Parameter(torch.zeros(ACTIONS, ACTIONS))
        self.copy_count = nn.Parameter(torch.zeros(COUNT_BUCKETS, ACTIONS))
        self.copy_own = nn.Parameter(torch.ones(ACTIONS))
        self.copy_gate = nn.Linear(D, ACTIONS)
        if items and M:
            self.item_centroids = nn.Parameter(torch.zeros(M * C, D // M))
            self.register_buffer("item_codes", torch.zeros(items, M, dtype=torch.uint8))
        self.register_buffer("item_popularity", torch.zeros(items))
        self.register_buffer("item_category", torch.zeros(items, dtype=torch.int32))
        self.register_buffer("item_price", torch.zeros(items, dtype=torch.uint8))
        # Vectors of items that the file does not know, made of their content: see `add_items`.
        self.live: Tensor | None = None
        self.drop = nn.Dropout(dropout)

    @property
    def trained(self) -> int:
        """Items of the file; rows from here on are live."""
        return len(self.item_popularity)

    def item_vectors(self) -> Tensor:
        """Each item at length 1, decoded from product-quantised codes (RecJPQ, Petrov & Macdonald 2024): [I, D]."""
        M, C = self.config.subIds, self.config.centroids
        if not (self.trained and M):
            return self.with_live(self.item_gain.new_zeros(self.trained, self.config.width))
        slots = self.item_codes.long() + C * torch.arange(M, device=self.item_codes.device)  # [I, M]
        raw = self.item_centroids[slots].flatten(1)  # [I, M, D/M] → [I, D]
        length = raw.norm(dim=1, keepdim=True)
        return self.with_live(raw / torch.where(length > 0, length, 1))

    def with_live(self, vectors: Tensor) -> Tensor:
        return vectors if self.live is None else torch.cat([vectors, self.live.to(vectors)])

    def add_items(
        self,
        features: Sequence[Sequence[tuple[int, float]]],
        embeddings: Sequence[Sequence[float] | None] | None = None,
    ) -> None:
        """Adds live items after all others, from rows of the content table and their weights (see tokens.py)."""
        vectors = torch.zeros(len(features), self.config.width, dtype=torch.float64)
        for i, some in enumerate(features):
            for bucket, weight in some:
                vectors[i] += weight * self.content.detach()[bucket].double()
            given = embeddings[i] if embeddings else None
            if (
                self.config.embeddingLength
                and given is not None
                and len(given) == self.config.embeddingLength
            ):
                asked = torch.tensor(given, dtype=torch.float64)
                length = float(asked.norm())
                if length and length < 1e300:
                    # The last row is a bias of items that have an embedding.
                    scaled = torch.cat([asked / length, torch.ones(1, dtype=torch.float64)])
                    vectors[i] += scaled @ self.projection.detach().double()
        norm = vectors.norm(dim=1, keepdim=True)
        vectors = vectors / torch.where(norm > 0, norm, 1)
        vectors = vectors.to(self.item_gain)
        self.live = vectors if self.live is None else torch.cat([self.live, vectors])

    def hidden(self, tokens: Tensor, sight: Sight, looked: Tensor) -> Tensor:
        """The state after each event: [N, D]. Tokens [N, 16] as TOKEN_FIELDS; looked: its item's vector, [N, D]."""
        x = self.item_gain * looked
        for at, name in enumerate(TOKEN_FIELDS):
            if name != "item":
                x = x + self.embed[name](tokens[:, at])
        x = self.drop(x)
        for layer in self.layers:
            x = layer(x, sight, self.drop)
        return self.norm(x)

    def pooled(self, hidden: Tensor, sight: Sight, looked: Tensor) -> Tensor:
        """Items of the window, weighed by how much the event looks at each: [N, D].

        A query that is a mean of items lies among items (CORE, Hou et al. 2022).
        """
        asks, keys = self.pool_query(hidden), self.pool_key(hidden)
        return sight.look_back(asks[:, None], keys[:, None], looked[:, None], self.pool_age)[:, 0]

    def queries(self, hidden: Tensor, pooled: Tensor, action: Tensor) -> Tensor:
        """What is asked of the items, given the next action: query · item is the logit. [Q, D]"""
        raw = self.query(hidden) + self.pool_gain * pooled + self.query_action(action)
        return unit(raw) * self.query_scale[action][:, None]

    def forward(self, histories: Sequence[Tensor]) -> "Output":
        """Histories of one event or more, each [T, 16], oldest first."""
        if not histories or any(not len(h) for h in histories):
            raise ValueError("a history without an event: give at least one")
        tokens = torch.cat(list(histories))
        sight = Sight([len(h) for h in histories], self.config.window, tokens.device)
        vectors = self.item_vectors()
        looked = nn.functional.pad(vectors, (0, 0, 0, 1))[tokens[:, 1]]  # row -1: zeros
        states = self.hidden(tokens, sight, looked)
        return Output(self, tokens, sight, vectors, states, self.pooled(states, sight, looked))


@dataclass
class Output:
    """What the network says after each event, not calibrated yet."""

    model: Nextaisle
    tokens: Tensor
    sight: Sight
    vectors: Tensor  # [I, D]
    states: Tensor  # [N, D]
    pooled: Tensor  # [N, D]

    @property
    def last(self) -> Tensor:
        """Position of the last event of each history: [histories]"""
        return self.sight.ends - 1

    def actions(self, at: Tensor) -> Tensor:
        """Next action with `leave` last, after some positions: [Q, A + 1]"""
        return self.model.head_action(self.states[at])

    def intent(self, at: Tensor) -> Tensor:
        """A purchase, a cart before the session ends: [Q, 2]"""
        return self.model.head_intent(self.states[at])

    def items(self, at: Tensor, action: Tensor) -> Tensor:
        """Next item after some positions, given the next action: scale · cos(query, item) + popularity, then
        the items of the window set against the rest. [Q, I]"""
        model, here = self.model, self.states[at]
        q = model.queries(here, self.pooled[at], action)
        # New items have no popularity yet: the mean, 0.
        popularity = nn.functional.pad(model.item_popularity, (0, len(self.vectors) - model.trained))
        logits = q @ self.vectors.T + model.popularity_weight[action][:, None] * popularity
        gate = model.copy_gate(here).gather(1, action[:, None])[:, 0]  # [Q]
        return set_copies(model, logits, self.window_of(at), action, gate)

    def window_of(self, at: Tensor) -> tuple[Tensor, Tensor]:
        """Items and actions of the window, latest first: [Q, W] each; -1 where there is none."""
        W = self.sight.window
        back = at[:, None] - torch.arange(W, device=at.device)
        gone = back < self.sight.first[at][:, None]
        seen = self.tokens[back.clamp(min=0)]  # [Q, W, 16]
        return seen[..., 1].masked_fill(gone, -1), seen[..., 0]


def set_copies(
    model: Nextaisle, logits: Tensor, window: tuple[Tensor, Tensor], action: Tensor, gate: Tensor
) -> Tensor:
    """Balances the items of the window against all others: together they get the odds of the gate, whatever
    the number of the others (the two modes of RepeatNet, Ren et al. 2019, in one softmax). [Q, I]"""
    items, last = window  # [Q, W]
    W = items.shape[1]
    same = (items[:, :, None] == items[:, None]) & (items >= 0)[:, :, None]  # [Q, W, W]
    earlier = torch.ones(W, W, dtype=torch.bool, device=items.device).tril(-1)
    # Only the latest event of each item makes a copy, with the count of all of them.
    shown = (items >= 0) & ~(same & earlier).any(2)
    ago = 1 + torch.arange(W, device=items.device)
    given = action[:, None]
    own = logits.gather(1, items.clamp(min=0)) if logits.shape[1] else logits.new_zeros(items.shape)
    copies = (
        model.copy_own[given] * own
        + model.copy_age[ago_bucket(ago)[None], given]
        + model.copy_last[last, given]
        + model.copy_count[count_bucket(same.sum(2)), given]
    ).masked_fill(~shown, -torch.inf)
    row, place = shown.nonzero(as_tuple=True)
    is_copy = torch.zeros_like(logits, dtype=torch.bool)
    is_copy[row, items[row, place]] = True
    others = log_sum(logits.masked_fill(is_copy, -torch.inf))
    start = others + gate - log_sum(copies)  # [Q]
    return logits.index_put((row, items[row, place]), (start[:, None] + copies)[row, place])


def log_sum(logits: Tensor) -> Tensor:
    """ln Σ exp; 0 if there is nothing to sum."""
    if not logits.shape[1]:
        return logits.new_zeros(len(logits))
    nothing = torch.isneginf(logits).all(1)
    return torch.where(nothing, 0, torch.logsumexp(logits.masked_fill(nothing[:, None], 0), 1))


# --- Reading -------------------------------------------------------------------------------------

DTYPES = {"F32": np.dtype("<f4"), "I8": np.dtype("i1"), "U8": np.dtype("u1"), "U16": np.dtype("<u2")}
STORED = {"rows": "I8", "float": "F32", "byte": "U8", "short": "U16"}


def read_model(path: str | Path) -> tuple[Nextaisle, ModelFile]:
    """Opens a model file of the page. Raises ModelFileError with the field that is wrong."""
    metadata, raw = read_safetensors(Path(path).read_bytes())
    if "nextaisle" not in metadata:
        raise ModelFileError(f"{path} is no model file of nextaisle: __metadata__.nextaisle is missing")
    if metadata["nextaisle"] != FORMAT_VERSION:
        raise ModelFileError(f"format version {metadata['nextaisle']}, this package reads {FORMAT_VERSION}")
    about = ModelFile(ModelConfig(), [], metadata)
    about.config = ModelConfig.parse(about.json("config"))
    about.items = unpack_ids(metadata.get("items", ""))
    model = Nextaisle(about.config, len(about.items))
    state = model.state_dict()
    for spec in specs(about.config, len(about.items)):
        values = torch.from_numpy(stored_values(spec, raw).copy())
        values = values.T if spec.turned else values
        state[spec.place] = values.reshape(state[spec.place].shape).to(state[spec.place].dtype)
    check_tables(state, about)
    model.load_state_dict(state)
    return model.eval(), about


def check_tables(state: dict[str, Tensor], about: ModelFile) -> None:
    """A number beyond its table would read another one's rows, in silence."""
    categories = about.json("vocabulary")
    categories = categories.get("categories") if isinstance(categories, dict) else None
    if not isinstance(categories, list) or not all(
        isinstance(entry, dict)
        and isinstance(entry.get("path"), str)
        and isinstance(entry.get("logPrice", 0), int | float)
        for entry in categories
    ):
        raise ModelFileError("vocabulary.categories")
    most = {
        "item_codes": ("item.codes", about.config.centroids - 1),
        "item_price": ("item.price", TOKEN_ROWS["price"] - 1),
        "item_category": ("item.category", len(categories)),
    }
    for place, (name, last) in most.items():
        if place in state and state[place].numel() and int(state[place].max()) > last:
            raise ModelFileError(f"{name}: a number above {last}")


def stored_values(spec: Spec, raw: dict[str, np.ndarray]) -> np.ndarray:
    values = raw.get(spec.name)
    if (
        values is None
        or values.dtype != DTYPES[STORED[spec.storage]]
        or values.size != spec.rows * spec.columns
    ):
        raise ModelFileError(
            f"{spec.name}: {spec.rows} x {spec.columns} numbers in {STORED[spec.storage]} are expected"
        )
    values = values.reshape(spec.rows, spec.columns)
    if spec.storage == "rows":
        scale = raw.get(f"{spec.name}#scale")
        if scale is None or scale.dtype != DTYPES["F32"] or scale.size != spec.rows:
            raise ModelFileError(f"{spec.name}#scale: {spec.rows} numbers in F32 are expected")
        values = values.astype(np.float32) * scale.reshape(-1, 1)
    if values.dtype == np.float32 and not (np.abs(values) <= MOST_WEIGHT).all():
        raise ModelFileError(f"{spec.name}: a number that no trained network has")
    # int32, because torch counts with few operations on uint16.
    return values.astype(np.int32) if spec.storage == "short" else values


def read_safetensors(file: bytes) -> tuple[dict[str, str], dict[str, np.ndarray]]:
    """Hugging Face's layout: u64 header length, JSON header, raw little-endian data, without gaps."""
    length = struct.unpack("<Q", file[:8])[0] if len(file) >= 8 else -1
    if not 0 <= length <= min(64 << 20, len(file) - 8):
        raise ModelFileError("header length: this is no safetensors file")
    try:
        header = json.loads(file[8 : 8 + length], object_pairs_hook=without_repeats)
        metadata = header.pop("__metadata__", {})
        if not all(isinstance(text, str) for text in metadata.values()):
            raise ModelFileError("__metadata__: texts only")
        tensors, end = {}, 0
        for name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
            start, stop = entry["data_offsets"]
            dtype = DTYPES[entry["dtype"]]
            if (
                start != end
                or 8 + length + stop > len(file)
                or math.prod(entry["shape"]) * dtype.itemsize != stop - start
            ):
                raise ModelFileError(f"{name}.data_offsets")
            end = stop
            data = np.frombuffer(file, dtype, (stop - start) // dtype.itemsize, 8 + length + start)
            tensors[name] = data.reshape(entry["shape"])
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        if isinstance(wrong, ModelFileError):
            raise
        raise ModelFileError(f"header: {wrong}") from wrong
    if 8 + length + end != len(file):
        raise ModelFileError("file length")
    return metadata, tensors


def without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """JSON would keep the last of two entries of one name, in silence."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ModelFileError("header: the same name twice")
    return found


def unpack_ids(packed: str) -> list[str]:
    """Undoes `packIds` of src/model/item-ids.ts: how much each id shares with the one before, its length, the
    rest of all. Lengths count UTF-16 units, as in JavaScript."""
    lines = packed.split("\n")
    if len(lines) < 3:
        raise ModelFileError("__metadata__.items")
    starts, lengths, rest = (
        np.frombuffer(line.encode("utf-16-le", "surrogatepass"), "<u2").tolist() for line in lines[:3]
    )
    if len(lengths) != len(starts):
        raise ModelFileError("__metadata__.items")
    ids: list[str] = []
    before: list[int] = []
    at = 0
    for start, length in zip(starts, lengths, strict=True):
        kept = start - 48
        end = at + length - 32 - kept
        if not 0 <= kept <= 35 or end < at or end > len(rest):
            raise ModelFileError("__metadata__.items")
        before = before[:kept] + rest[at:end]
        ids.append(np.array(before, "<u2").tobytes().decode("utf-16-le", "surrogatepass"))
        at = end
    if at != len(rest):
        raise ModelFileError("__metadata__.items")
    return ids


# --- Writing -------------------------------------------------------------------------------------


def write_model(path: str | Path, model: Nextaisle, about: ModelFile) -> None:
    """Writes a file for the page. Weights that were read from one and not changed give the same bytes.

    The page refuses an engine that misses the file's golden vectors, so these are computed again where the
    network has changed.
    """
    if any("\n" in item for item in about.items) or len(set(about.items)) < len(about.items):
        raise ModelFileError("items: an id twice, or one with a line break")
    written = stored_tensors(model, about)
    metadata = {"nextaisle": FORMAT_VERSION, **about.metadata}
    metadata["config"] = about.metadata.get("config") or compact(asdict(about.config))
    Path(path).write_bytes(write_safetensors(metadata, written))
    again, said = read_model(path)
    golden = said.json("golden")
    if golden is None:
        return
    now = golden_of(again, golden)
    if not agrees(golden, now):
        metadata["golden"] = compact(now)
        Path(path).write_bytes(write_safetensors(metadata, written))


def golden_of(model: Nextaisle, golden: dict[str, Any]) -> dict[str, Any]:
    """The same question, answered by this network."""
    with torch.no_grad():
        output = model([torch.tensor(golden["tokens"])])
        asked = golden["items"]
        logits = output.items(output.last, torch.tensor([asked["action"]]))[0]
        return {
            "tokens": golden["tokens"],
            "actions": output.actions(output.last)[0].tolist(),
            "intent": output.intent(output.last)[0].tolist(),
            "items": {**asked, "logits": logits[asked["rows"]].tolist()},
        }


def agrees(golden: dict[str, Any], now: dict[str, Any], tolerance: float = 1e-3) -> bool:
    """As the page judges an engine: within the tolerance of the largest logit; of items, differences count."""

    def near(a: list[float], b: list[float], centred: bool = False) -> bool:
        x, y = np.array(a), np.array(b)
        if centred and len(x):
            x, y = x - x.mean(), y - y.mean()
        return bool((np.abs(x - y) <= tolerance * max(1.0, np.abs(x).max(initial=0))).all())

    return (
        near(golden["actions"], now["actions"])
        and near(golden["intent"], now["intent"])
        and near(golden["items"]["logits"], now["items"]["logits"], centred=True)
    )


def stored_tensors(model: Nextaisle, about: ModelFile) -> dict[str, np.ndarray]:
    """Matrices as int8 rows with one scale each, small vectors as float32, both rounded so that gzip packs them well."""
    state = model.state_dict()
    stored: dict[str, np.ndarray] = {}
    for spec in specs(about.config, len(about.items)):
        values = state[spec.place].detach().cpu()
        values = values.T.contiguous() if spec.turned else values
        if values.numel() != spec.rows * spec.columns:
            raise ModelFileError(
                f"{spec.name}: {values.numel()} numbers, {spec.rows} x {spec.columns} are expected"
            )
        array = values.reshape(spec.rows, spec.columns).float().numpy()
        if not (np.abs(array) <= MOST_WEIGHT).all():
            raise ModelFileError(f"{spec.name}: a number that no trained network has")
        if spec.storage == "rows":
            steps = {"embed.projection": 63, "item.popularity": 24, "item.centroids": 31}.get(spec.name, 12)
            sharing = about.config.centroids if spec.name == "item.centroids" else 1
            stored[spec.name], stored[f"{spec.name}#scale"] = quantise_rows(
                array.astype(np.float32), steps, sharing
            )
        elif spec.storage == "float":
            stored[spec.name] = round_floats(array.astype(np.float32))
        else:
            stored[spec.name] = array.astype(DTYPES[STORED[spec.storage]])
    return stored


def quantise_rows(values: np.ndarray, steps: int, sharing: int) -> tuple[np.ndarray, np.ndarray]:
    """Symmetric int8: value = q · scale of its row, |q| ≤ steps; some rows share one scale."""
    peaks = np.abs(values).reshape(len(values) // sharing, -1).max(1).astype(np.float64)
    scale = np.where(peaks > 0, peaks / steps, 1).astype(np.float32)
    # Rounded up, so that no value exceeds `steps`; writing what was read gives the same file.
    scale = np.repeat(round_floats(scale, 0xFFFF), sharing)
    # Halves go up, as Math.round has them.
    whole = np.floor(values.astype(np.float64) / scale[:, None].astype(np.float64) + 0.5)
    return whole.astype(np.int8), scale


def round_floats(values: np.ndarray, more: int = 0x8000) -> np.ndarray:
    """Eight significant bits: the lower half of each float is then zeros. 0xffff rounds up."""
    bits = values.astype("<f4").view("<u4")
    return ((bits + np.uint32(more)) & np.uint32(0xFFFF0000)).view("<f4")


def write_safetensors(metadata: dict[str, str], tensors: dict[str, np.ndarray]) -> bytes:
    """The widest numbers first, so that each tensor is aligned and the page reads it without a copy."""
    names = {dtype: name for name, dtype in DTYPES.items()}
    in_order = sorted(tensors.items(), key=lambda item: -item[1].dtype.itemsize)
    header: dict[str, Any] = {"__metadata__": metadata}
    offset = 0
    for name, data in in_order:
        header[name] = {
            "dtype": names[data.dtype],
            "shape": list(data.shape),
            "data_offsets": [offset, offset + data.nbytes],
        }
        offset += data.nbytes
    text = compact(header).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + b"".join(data.tobytes() for _, data in in_order)


def compact(value: object) -> str:
    """JSON as JavaScript writes it, numbers included, so that what was read is written back as it was."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{compact(str(name))}:{compact(part)}" for name, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(compact, value)) + "]"
    if isinstance(value, float) and math.isfinite(value):
        return number_text(value)
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    # Half a character (a lone surrogate) has no UTF-8: it stays escaped.
    return re.sub("[\ud800-\udfff]", lambda half: f"\\u{ord(half[0]):04x}", text)


def number_text(value: float) -> str:
    """Both languages write the fewest digits; they differ in when there is an exponent, and in whole numbers."""
    digits, _, power = repr(value).partition("e")
    if not power and digits.endswith(".0"):
        return "0" if value == 0 else digits[:-2]
    if not power:
        return digits
    if -7 <= int(power) < 21:
        return f"{value:.{max(0, len(digits.partition('.')[2]) - int(power))}f}"
    return f"{digits.removesuffix('.0')}e{int(power):+}"


def pack_ids(ids: Sequence[str]) -> str:
    """`packIds` of src/model/item-ids.ts."""
    starts, lengths, rest, before = [], [], [], []
    for text in ids:
        units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2").tolist()
        kept = 0
        while kept < min(35, len(units), len(before)) and units[kept] == before[kept]:
            kept += 1
        starts.append(48 + kept)
        lengths.append(32 + len(units))
        rest += units[kept:]
        before = units
    return "\n".join(
        np.array(line, "<u2").tobytes().decode("utf-16-le", "surrogatepass")
        for line in (starts, lengths, rest)
    )
