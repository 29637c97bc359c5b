"""How good a network in training is on held-out shoppers: src/training/fit/held-out-score.ts and what it calls."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, distributed
from torch.nn import functional as F

from .batches import Gathered, Pieces, Pool, choose_items, chunks, gather
from .loss import Weights, behaviour_losses
from .network import Nextaisle, Sight, unit
from .ranks import rank, world
from .shards import Log
from .vectors import Vectors

# Pieces at a time, and fewer for a large catalog: logits are [P, I].
AT_ONCE, MOST_LOGITS = 64, 6.4e6


@dataclass
class InTraining:
    """A network as it is while it trains."""

    log: Log
    net: Nextaisle
    vectors: Vectors
    pool: Pool
    # Standardised, 0 where an item has no identity: [I]
    popularity: np.ndarray
    weights: Weights


@dataclass
class Terms:
    """What the network says about some next items, term by term. Q of them."""

    action: Tensor  # [Q]
    # Place of the next item in the pool, -1 where it is not there: [Q]
    place: Tensor
    # scale · cosine of every item of the pool: [Q, pool]
    similar: Tensor
    # What popularity adds to these: [Q, pool]
    popular: Tensor
    gate: Tensor  # [Q]
    # The items of the windows, one after another: [copies]
    query: Tensor
    copy_place: Tensor
    copy_similar: Tensor
    copy_popular: Tensor
    copy_bias: Tensor
    is_next: Tensor


@torch.no_grad()
def next_item_terms(state: InTraining, pieces: Pieces) -> Iterator[Terms]:
    """Of every next item of some pieces."""
    log, net, pool = state.log, state.net, state.pool
    at_once = max(1, min(AT_ONCE, int(MOST_LOGITS / max(1, len(pool.items)))))
    device = net.item_gain.device

    def long(values: np.ndarray) -> Tensor:
        return torch.as_tensor(values.astype(np.int64), device=device)

    every = unit(state.vectors.gather(2 * pool.items.astype(np.int64)))
    known = torch.as_tensor(state.popularity[pool.items], device=device)
    for some in chunks(pieces, at_once):
        found = gather(log, some, net.config.window)
        if not len(found.scored):
            continue
        items, row = rows_of(log, found)
        vectors = F.pad(unit(state.vectors.gather(2 * items)), (0, 0, 1, 0))
        sight, looked, hidden = read(net, log, found, vectors, long(row))
        action = long(log.next_action[found.event[found.scored]])
        at = long(found.scored)
        query = net.queries(hidden[at], net.pooled(hidden, sight, looked)[at], action)
        weight = net.popularity_weight[action]
        copies = {name: long(values) for name, values in found.copies.items() if name != "share"}
        of, given = copies["query"], action[copies["query"]]
        own = vectors[long(np.searchsorted(items, found.copies["item"]) + 1)]
        place = pool.place[np.maximum(0, log.next_item[found.event[found.scored]])]
        yield Terms(
            action=action,
            place=long(place),
            similar=query @ every.T,
            popular=weight[:, None] * known,
            gate=net.copy_gate(hidden[at]).gather(1, action[:, None])[:, 0],
            query=of,
            copy_place=long(pool.place[found.copies["item"]]),
            copy_similar=(query[of] * own).sum(1),
            copy_popular=weight[of] * torch.as_tensor(state.popularity[found.copies["item"]], device=device),
            copy_bias=net.copy_age[copies["age"], given]
            + net.copy_last[copies["last"], given]
            + net.copy_count[copies["count"], given],
            is_next=torch.as_tensor(found.copies["share"] > 0, device=device),
        )


def rows_of(log: Log, found: Gathered) -> tuple[np.ndarray, np.ndarray]:
    """The items of a batch, ascending, and the row of each position's, 0 for none."""
    item = log.item[found.event].astype(np.int64)
    items = np.unique(item[item >= 0])
    return items, np.where(item < 0, 0, np.searchsorted(items, item) + 1)


def read(
    net: Nextaisle, log: Log, found: Gathered, vectors: Tensor, row: Tensor
) -> tuple[Sight, Tensor, Tensor]:
    device = vectors.device
    sight = Sight(found.lengths.tolist(), net.config.window, device)
    looked = vectors[row]
    tokens = torch.as_tensor(log.tokens[found.event].astype(np.int64), device=device)
    return sight, looked, net.hidden(tokens, sight, looked)


def grouped_log_sum(values: Tensor, group: Tensor, groups: int) -> Tensor:
    """ln Σ exp of each group; 0 where it is empty: [groups]"""
    peak = torch.full((groups,), -torch.inf, device=values.device).scatter_reduce(0, group, values, "amax")
    peak = torch.where(torch.isinf(peak), 0, peak)
    total = torch.zeros(groups, device=values.device).index_add(0, group, (values - peak[group]).exp())
    return torch.where(total > 0, peak + total.clamp(min=1e-38).log(), 0)


class Ranked(NamedTuple):
    hits: float
    reciprocal: float
    positions: float
    # Which next items of this process are among the best 20.
    found: np.ndarray

    def shares(self) -> tuple[float, float]:
        """Recall and MRR at 20."""
        return self.hits / (self.positions or 1), self.reciprocal / (self.positions or 1)


def rank_held_out(state: InTraining, pieces: Pieces) -> Ranked:
    """How well next items are ranked, among all items of the pool and those of the window."""
    hits = reciprocal = positions = 0.0
    found: list[np.ndarray] = []
    for terms in next_item_terms(state, pieces):
        Q = len(terms.action)
        logits = terms.similar + terms.popular
        copies = (
            state.net.copy_own[terms.action[terms.query]] * (terms.copy_similar + terms.copy_popular)
            + terms.copy_bias
        )
        inside = terms.copy_place >= 0
        logits[terms.query[inside], terms.copy_place[inside]] = -torch.inf
        nothing = torch.isneginf(logits).all(1)
        others = torch.where(nothing, 0, torch.logsumexp(logits.masked_fill(nothing[:, None], 0), 1))
        start = others + terms.gate - grouped_log_sum(copies, terms.query, Q)
        copies = copies + start[terms.query]
        target = logits.gather(1, terms.place.clamp(min=0)[:, None])[:, 0]
        target = torch.where(terms.place < 0, torch.nan, target)
        target = target.index_put((terms.query[terms.is_next],), copies[terms.is_next])
        rank_ = (logits >= target[:, None]).sum(1)
        rank_ = rank_.index_add(0, terms.query, (copies >= target[terms.query]).long())
        # An item that cannot be ranked is equal to nothing, not even to itself.
        good = (rank_ >= 1) & (rank_ <= 20)
        hits += float(good.sum())
        reciprocal += float((1 / rank_[good].double()).sum())
        positions += Q
        found.append(good.cpu().numpy())
    return Ranked(
        *summed([hits, reciprocal, positions]), np.concatenate(found) if found else np.zeros(0, bool)
    )


@torch.no_grad()
def behaviour_held_out(state: InTraining, pieces: Pieces) -> float:
    """Loss of next action and intent, weighted as in training: a mean over positions, nats."""
    log, net = state.log, state.net
    total = positions = 0.0
    for some in chunks(pieces, AT_ONCE):
        found = gather(log, some, net.config.window)
        items, row = rows_of(log, found)
        vectors = F.pad(unit(state.vectors.gather(2 * items)), (0, 0, 1, 0))
        step = choose_items(
            log, found, np.zeros(0, np.int64), np.zeros(0, np.float32), state.popularity, vectors.device
        )
        _, _, hidden = read(net, log, found, vectors, torch.as_tensor(row, device=vectors.device))
        total += float(behaviour_losses(net, hidden, step.batch, state.weights).double().sum())
        positions += len(found.labelled)
    total, positions = summed([total, positions])
    return total / (positions or 1)


def summed(values: list[float]) -> list[float]:
    """Over all processes."""
    if world() == 1:
        return values
    device = "cuda" if distributed.get_backend() == "nccl" else "cpu"
    both = torch.tensor(values, dtype=torch.float64, device=device)
    distributed.all_reduce(both)
    return both.tolist()


class Score(NamedTuple):
    """The higher the better: ln recall@20 + ln MRR@20 - weighted loss of next action and intent."""

    score: float
    recall: float | None = None
    mrr: float | None = None


def score_held_out(state: InTraining, pieces: Pieces) -> Score:
    """On pieces that are not learned from. Each process takes some of them."""
    if not len(pieces):
        return Score(0.0)
    state.net.eval()
    own = pieces[slice(rank(), None, world())]
    recall, mrr = rank_held_out(state, own).shares()
    loss = behaviour_held_out(state, own)
    return Score(math.log(recall or 1e-3) + math.log(mrr or 1e-3) - loss, recall, mrr)
