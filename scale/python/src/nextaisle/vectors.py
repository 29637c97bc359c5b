"""Where item vectors come from while the network trains: src/training/network/table-vectors.ts, item-graph.ts,
content-vectors.ts and coded-vectors.ts. They are raw: the network brings them to length 1.

A step asks for its items by key (2 · item, + 1 where the item is shown without its identity), and gives the
gradients of these rows back. So several processes can join their gradients in between.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from .adam import Moments
from .batches import Pieces, draws, with_item
from .columns import count_up, put_in_order
from .network import ModelConfig
from .shards import AT_ONCE, TRAIN, Catalog, Log

# How many events apart two items of a session may be; a pair counts 1 / distance. Neighbours kept an item.
REACH, MOST_NEIGHBOURS = 3, 10
# 1, 1/2 and 1/3 in whole numbers.
SIXTHS = 6
# How often an item with content is shown by that alone while training, besides those withheld.
COLD_SHARE = 0.1


@dataclass
class View:
    """A step of training: its number, and its pieces, of all processes."""

    number: int
    pieces: Pieces


class Vectors(Protocol):
    def gather(self, keys: np.ndarray, view: View | None = None) -> Tensor:
        """Raw vectors: [U, D]. view: given while training."""
        ...

    def step(self, keys: np.ndarray, gradient: Tensor, rate: float, view: View) -> None: ...

    def state(self) -> dict[str, object]: ...

    def restore(self, state: dict[str, object]) -> None: ...


# --- Items next to one another ---------------------------------------------------------------------


def pairs(item: np.ndarray, session: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Items of a session that are near each other, both ways round, and how close: of events with an item, in order."""
    a, b, close = [], [], []
    for apart in range(1, REACH + 1):
        here, there = item[:-apart], item[apart:]
        near = (session[:-apart] == session[apart:]) & (here != there)
        for x, y in ((here, there), (there, here)):
            a.append(x[near])
            b.append(y[near])
            close.append(np.full(int(near.sum()), 1 / apart))
    return np.concatenate(a).astype(np.int64), np.concatenate(b).astype(np.int64), np.concatenate(close)


class ItemGraph:
    """The closest items of each in the training sessions (GCE-GNN's global graph, Wang et al. 2020)."""

    def __init__(self, log: Log) -> None:
        self.log, self.items = log, len(log.items)
        made = log.columns.once("graph", lambda: graph_of(log))
        # Ascending by pair, so that what a step contributed is found by search.
        self.pair, self.close = made["pair"], made["close"]
        self.starts = np.searchsorted(self.pair, np.arange(self.items + 1, dtype=np.int64) * self.items)

    def summed(self, events: np.ndarray, session: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Closeness of each pair, as item · I + other, ascending."""
        a, b, close = pairs(self.log.item[events], session)
        pair, place = np.unique(a * self.items + b, return_inverse=True)
        return pair, np.bincount(place, close, len(pair))

    def session(self, events: np.ndarray) -> np.ndarray:
        return np.searchsorted(self.log.session_starts, events, side="right")

    def neighbours(
        self, items: np.ndarray, pieces: Pieces | None
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Row, item and share of the neighbours of some items; shares sum to 1. What the sessions of `pieces`
        contributed is left out: for a rare product its own edges would give the answer away."""
        count = self.starts[items + 1] - self.starts[items]
        row = np.repeat(np.arange(len(items)), count)
        at = (
            np.arange(len(row))
            - np.repeat(np.cumsum(count) - count, count)
            + np.repeat(self.starts[items], count)
        )
        left = self.close[at]
        if pieces is not None:
            pair, close = self.summed(*self.events_of(pieces))
            if len(pair):
                found = np.minimum(np.searchsorted(pair, self.pair[at]), len(pair) - 1)
                left = left - np.where(pair[found] == self.pair[at], close[found], 0)
        # Sums of thirds do not cancel to the last bit.
        some = left >= 1e-3
        row, at, left = row[some], at[some], left[some]
        total = np.bincount(row, left, len(items))
        return row, self.pair[at] % self.items, left / total[row]

    def events_of(self, pieces: Pieces) -> tuple[np.ndarray, np.ndarray]:
        """Events with an item, and a session of its own for each session of each piece."""
        lengths = pieces.lengths
        events = np.arange(lengths.sum()) + np.repeat(pieces.start - np.cumsum(lengths) + lengths, lengths)
        piece = np.repeat(np.arange(len(pieces)), lengths)
        some = self.log.item[events] >= 0
        events = events[some]
        return events, self.session(events) + piece[some] * len(self.log.session_starts)


def graph_of(log: Log) -> dict[str, np.ndarray]:
    """The pairs kept, as item · I + other, and how close they are. Found some items at a time, from where each of them
    lies in the log: all pairs at once would need ten times the memory of the log."""
    columns, count = log.columns, len(log.items)
    kept = int(log.counts.sum())
    item = columns.room("item", kept, np.int32)
    session = columns.room("session", kept, np.int32)
    # Places of each item among these events, in order.
    places = columns.room("places", kept, np.int64)
    starts = np.append(0, np.cumsum(log.counts))
    held = np.zeros(log.sessions, np.int64)
    free, at = starts[:-1].copy(), 0
    for events, seen in with_item(log, TRAIN):
        end = at + len(events)
        item[at:end], session[at:end] = seen, log.sessions_of(events)
        put_in_order(places, free, seen, np.arange(at, end))
        count_up(held, session[at:end])
        at = end
    # What is added to a place so that sessions follow one another by age.
    moved = columns.room("moved", log.sessions, np.int64)
    moved[:] = log.by_age(held)
    pairs, close = [], []
    for first, end in chunks_of(starts):
        met = closest(item, session, places, moved, starts[first], starts[end], count)
        pairs.append(met[0])
        close.append(met[1])
    columns.drop("item", "session", "places", "moved")
    none = np.zeros(0, np.int64)
    return {"pair": np.concatenate([none, *pairs]), "close": np.concatenate([none * 1.0, *close])}


def chunks_of(starts: np.ndarray) -> Iterator[tuple[int, int]]:
    """First item and end of some items with about so many events."""
    first = 0
    while first < len(starts) - 1:
        end = max(first + 1, int(np.searchsorted(starts, starts[first] + AT_ONCE, side="right")) - 1)
        yield first, end
        first = end


def closest(
    item: np.ndarray,
    session: np.ndarray,
    places: np.ndarray,
    moved: np.ndarray,
    start: int,
    end: int,
    items: int,
) -> tuple[np.ndarray, np.ndarray]:
    """The closest neighbours of some items."""
    found = [
        merged(*near(item, session, moved, places[at : min(end, at + AT_ONCE)], items))
        for at in range(start, end, AT_ONCE)
    ]
    if not found:
        return np.zeros(0, np.int64), np.zeros(0)
    pair, sixths, met = (
        found[0] if len(found) == 1 else merged(*map(np.concatenate, zip(*found, strict=True)))
    )
    close = (sixths / SIXTHS).astype(np.float32)
    a = pair // items
    # The closest first; of equal ones the first that is met.
    order = np.lexsort((met, -close, a))
    ordered = a[order]
    rank = np.arange(len(order)) - np.searchsorted(ordered, ordered)
    best = np.sort(order[rank < MOST_NEIGHBOURS])
    return pair[best], close[best].astype(np.float64)


def near(
    item: np.ndarray, session: np.ndarray, moved: np.ndarray, at: np.ndarray, items: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What lies near some events: the pair of items, how close in whole sixths, whose sum is the same in any order, and
    when they were met."""
    pair, sixths, met = [], [], []
    own, within = item[at].astype(np.int64), session[at]
    when = (at + moved[within]) * (2 * REACH + 1)
    for apart in (way * step for step in range(1, REACH + 1) for way in (1, -1)):
        other = at + apart
        some = (other >= 0) & (other < len(item))
        other = np.where(some, other, at)
        some &= (session[other] == within) & (item[other] != own)
        pair.append(own[some] * items + item[other[some]])
        sixths.append(np.full(len(pair[-1]), SIXTHS // abs(apart)))
        met.append(when[some] + apart)
    return np.concatenate(pair), np.concatenate(sixths), np.concatenate(met)


def merged(
    pair: np.ndarray, sixths: np.ndarray, met: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Each pair once, ascending: its sum, and when it was first met."""
    order = np.lexsort((met, pair))
    pair, first = np.unique(pair[order], return_index=True)
    return pair, np.add.reduceat(sixths[order], first) if len(first) else sixths, met[order][first]


# --- What a shop says of its items -----------------------------------------------------------------


class Content:
    """Sums of hashed content rows: all there is for an item that nobody has looked at yet."""

    def __init__(
        self, config: ModelConfig, catalog: Catalog, drawn: torch.Generator, device: torch.device
    ) -> None:
        self.catalog = catalog
        table = 0.1 * torch.randn(config.contentBuckets, config.width, generator=drawn)
        self.table = Moments(table.to(device))

    def features(self, items: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Row, bucket and weight of each feature of some items."""
        offsets = self.catalog.bucket_offsets
        count = offsets[items + 1] - offsets[items]
        row = np.repeat(np.arange(len(items)), count)
        at = (
            np.arange(len(row))
            - np.repeat(np.cumsum(count) - count, count)
            + np.repeat(offsets[items], count)
        )
        return row, self.catalog.buckets[at], self.catalog.weights[at]

    def gather(self, items: np.ndarray) -> Tensor:
        row, bucket, weight = self.features(items)
        return weighted_sum(self.table.value, row, bucket, weight, len(items))

    def step(self, items: np.ndarray, gradient: Tensor, rate: float) -> None:
        row, bucket, weight = self.features(items)
        used, by = spread(gradient, row, bucket, weight)
        self.table.step(by, rate, used)


def weighted_sum(table: Tensor, row: np.ndarray, source: np.ndarray, weight: np.ndarray, rows: int) -> Tensor:
    """out[row] += weight · table[source]: [rows, D]"""
    row_, source_ = (torch.as_tensor(x.astype(np.int64), device=table.device) for x in (row, source))
    weight_ = torch.as_tensor(weight.astype(np.float32), device=table.device)
    return table.new_zeros(rows, table.shape[1]).index_add(0, row_, table[source_] * weight_[:, None])


def spread(
    gradient: Tensor, row: np.ndarray, source: np.ndarray, weight: np.ndarray
) -> tuple[Tensor, Tensor]:
    """The way back: the sources, without repeats, and their gradients."""
    used, place = np.unique(source, return_inverse=True)
    by = weighted_sum(gradient, place, row, weight, len(used))
    return torch.as_tensor(used.astype(np.int64), device=gradient.device), by


# --- Vectors ---------------------------------------------------------------------------------------


class TableVectors:
    """A vector an item, plus the mean of its neighbours', so that rare items borrow from the items next to them,
    plus its content. All of it is free once the codes are made."""

    def __init__(
        self,
        config: ModelConfig,
        log: Log,
        content: Content | None,
        seed: int,
        drawn: torch.Generator,
        device: torch.device,
    ) -> None:
        self.log, self.content, self.seed = log, content, seed
        # Whether an item shows more than its content: [I]
        self.known = np.ones(len(log.items), bool)
        self.graph = ItemGraph(log)
        self.table = Moments((0.1 * torch.randn(len(log.items), config.width, generator=drawn)).to(device))
        self.asked: tuple[np.ndarray, tuple[np.ndarray, ...]] | None = None

    def sums(self, keys: np.ndarray, view: View | None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Row, item and share of the table's vectors that each key is the sum of."""
        items = keys // 2
        shown = (self.log.counts[items] > 0) & self.known[items]
        if view is not None:
            shown &= keys % 2 == 0
            if self.content is not None:
                shown &= draws(self.seed, view.number, keys) >= COLD_SHARE
        rows = np.flatnonzero(shown)
        near, other, share = self.graph.neighbours(items[rows], view and view.pieces)
        sums = (
            np.concatenate([rows, rows[near]]),
            np.concatenate([items[rows], other]),
            np.concatenate([np.ones(len(rows)), share]),
        )
        self.asked = (keys, sums)
        return sums

    def gather(self, keys: np.ndarray, view: View | None = None) -> Tensor:
        out = weighted_sum(self.table.value, *self.sums(keys, view), len(keys))
        return out if self.content is None else out + self.content.gather(keys // 2)

    def step(self, keys: np.ndarray, gradient: Tensor, rate: float, view: View) -> None:
        same = self.asked is not None and self.asked[0] is keys
        sums = self.asked[1] if same and self.asked else self.sums(keys, view)
        row, item, share = sums
        used, by = spread(gradient, row, item, share)
        self.table.step(by, rate, used)
        if self.content is not None:
            # An item that was never seen can only be a negative, which says nothing about its content.
            seen = np.flatnonzero(self.log.counts[keys // 2])
            self.content.step(keys[seen] // 2, gradient[torch.as_tensor(seen, device=gradient.device)], rate)

    def state(self) -> dict[str, object]:
        content = self.content and {"value": self.content.table.value, **self.content.table.state()}
        return {"table": {"value": self.table.value, **self.table.state()}, "content": content}

    def restore(self, state: dict[str, object]) -> None:
        self.table.restore(state["table"])
        if self.content is not None:
            self.content.table.restore(state["content"])


class CodedVectors:
    """Product-quantised: M sub-ids an item, each naming one of C shared centroids (RecJPQ, Petrov & Macdonald 2024).
    What is withheld or has no codes shows its content."""

    def __init__(
        self,
        config: ModelConfig,
        coded: np.ndarray,
        codes: Tensor,
        centroids: Tensor,
        content: Content | None,
        items: int,
    ) -> None:
        self.codes, self.content = codes, content
        self.row_of = np.full(items, -1, np.int64)
        self.row_of[coded] = np.arange(len(coded))
        self.slots = codes.long() + config.centroids * torch.arange(config.subIds, device=codes.device)
        self.centroids = Moments(centroids)
        self.span = config.width // config.subIds

    def coded_rows(self, keys: np.ndarray, view: View | None) -> tuple[np.ndarray, Tensor]:
        """The keys that show codes, and the slots of these: [n], [n, M]"""
        row = self.row_of[keys // 2]
        shown = np.flatnonzero((row >= 0) & ((keys % 2 == 0) | (view is None)))
        return shown, self.slots[torch.as_tensor(row[shown], device=self.slots.device)]

    def gather(self, keys: np.ndarray, view: View | None = None) -> Tensor:
        shown, slots = self.coded_rows(keys, view)
        width = self.slots.shape[1] * self.span
        value = self.centroids.value
        out = value.new_zeros(len(keys), width) if self.content is None else self.content.gather(keys // 2)
        return out.index_copy(0, torch.as_tensor(shown, device=value.device), value[slots].flatten(1))

    def step(self, keys: np.ndarray, gradient: Tensor, rate: float, view: View) -> None:
        shown, slots = self.coded_rows(keys, view)
        parts = gradient[torch.as_tensor(shown, device=gradient.device)].view(-1, self.span)
        by = torch.zeros_like(self.centroids.value).index_add(0, slots.flatten(), parts)
        self.centroids.step(by, rate)

    def state(self) -> dict[str, object]:
        return {"centroids": {"value": self.centroids.value, **self.centroids.state()}}

    def restore(self, state: dict[str, object]) -> None:
        self.centroids.restore(state["centroids"])
