"""What goes into a step of training: pieces of histories, their candidates, the negatives. As in TypeScript:
src/training/data/pieces.ts, batch.ts, candidates.ts and src/training/network/step-items.ts.

Letters: N positions, P of them with a next item, W window, K negatives, U distinct items of the step, I items.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from .loss import Batch, Candidates, Copies, StepItems
from .network import RECENCIES, ModelConfig
from .shards import TRAIN, VALIDATION, Log

# Comparisons of a window with itself at a time.
MOST_PAIRS = 1 << 22
# Negatives as popular as word2vec draws them.
POWER = 0.75
# More would leave an item too few events to be learned from.
MOST_WITHHELD = 0.5


@dataclass
class Pieces:
    """Consecutive events of one shopper each. Those before `scored` are context: an earlier piece is scored on them."""

    start: np.ndarray
    scored: np.ndarray
    end: np.ndarray

    def __len__(self) -> int:
        return len(self.start)

    def __getitem__(self, which: np.ndarray | slice) -> "Pieces":
        return Pieces(self.start[which], self.scored[which], self.end[which])

    @property
    def lengths(self) -> np.ndarray:
        return self.end - self.start

    @staticmethod
    def cut(log: Log, config: ModelConfig, part: int) -> "Pieces":
        """Pieces of at most a few windows, so that a batch holds many shoppers."""
        context = (config.layers + 1) * (config.window - 1)
        most = context + 2 * config.window

        def make() -> dict[str, np.ndarray]:
            cuts = (cut_of(log, events, context, most) for events in log.of_part(part) if len(events))
            return {"cuts": log.columns.one_by_one("cuts", np.int64, cuts)}

        made = log.columns.once(f"pieces-{part}-{context}-{most}", make)
        return Pieces(*made["cuts"].reshape(-1, 3).T)

    def batches(self, size: int, rng: np.random.Generator) -> "Batches":
        """In another order each pass, in batches of about `size` events."""
        return Batches(self, size, rng.permutation(len(self)))


def cut_of(log: Log, events: np.ndarray, context: int, most: int) -> np.ndarray:
    """Start, first scored event and end of the pieces of some shoppers, by their events of a part."""
    shoppers, at = np.unique(log.shoppers_of(events), return_index=True)
    pieces: list[tuple[int, int, int]] = []
    firsts, lasts = events[at], events[np.append(at[1:], len(events)) - 1]
    for first, scored, end in zip(
        log.offsets[shoppers].tolist(), firsts.tolist(), (lasts + 1).tolist(), strict=True
    ):
        while scored < end:
            start = max(first, scored - context)
            stop = min(end, start + most)
            pieces.append((start, scored, stop))
            scored = stop
    return np.array(pieces, np.int64)


class Batches(Sequence[Pieces]):
    """Of a pass, each made when it is asked for."""

    def __init__(self, pieces: Pieces, size: int, order: np.ndarray) -> None:
        self.pieces, self.order = pieces, order
        # The first piece of each, plus the end.
        self.starts = [0]
        up_to = np.cumsum(pieces.lengths[order])
        before = 0
        while (at := int(np.searchsorted(up_to, before + size))) < len(order):
            self.starts.append(at + 1)
            before = int(up_to[at])
        if self.starts[-1] < len(order):
            self.starts.append(len(order))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, at: int) -> Pieces:
        if not 0 <= at < len(self):
            raise IndexError(at)
        return self.pieces[self.order[self.starts[at] : self.starts[at + 1]]]


def draws(*keys: int | np.ndarray) -> np.ndarray:
    """Numbers in [0, 1) that the keys alone decide (splitmix64), so that every process draws the same."""
    with np.errstate(over="ignore"):
        mixed = np.zeros(1, np.uint64)
        for key in keys:
            mixed = mixed + np.asarray(key).astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
            mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            mixed = mixed ^ (mixed >> np.uint64(31))
    return (mixed >> np.uint64(11)).astype(np.float64) / 2**53


class Pool:
    """The items that compete: those that have an identity, and those that are described."""

    def __init__(self, items: np.ndarray, of: int, counts: np.ndarray) -> None:
        # Ascending.
        self.items = items
        # Place in `items`, -1 where an item is not there: [I]
        self.place = np.full(of, -1, np.int32)
        self.place[items] = np.arange(len(items))
        weights = np.maximum(1, counts[items]).astype(np.float64) ** POWER
        self.chance = weights / (weights.sum() or 1)
        self.up_to = np.cumsum(self.chance)

    def negatives(self, count: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Distinct items, ascending, and the log of how often each is expected: shared by a batch (Jean et al. 2015).
        The whole pool where it is no larger than `count`."""
        if len(self.items) <= count:
            return self.items, np.zeros(len(self.items), np.float32)
        drawn = np.unique(np.searchsorted(self.up_to, rng.random(count) * self.up_to[-1], side="right"))
        # Chance to be among `count` draws with replacement: 1 - (1 - p)^count.
        expected = np.log(-np.expm1(count * np.log1p(-self.chance[drawn])))
        return self.items[drawn], expected.astype(np.float32)


@dataclass
class Withholding:
    """Items that were new to the shop when this shopper came are now and then shown without their identity, as the
    page sees a product that it was not trained on. As often as the validation part has such items."""

    # Whether an event's item may be withheld, and how often it is: [E]
    first: np.ndarray
    share: float

    @staticmethod
    def of(log: Log) -> "Withholding":
        return Withholding(**log.columns.once("first", lambda: Withholding.found(log)))

    @staticmethod
    def found(log: Log) -> dict[str, Any]:
        # Of each item the shopper who saw it first: the earliest, of equal ones the first in order.
        earliest = np.full(len(log.items), np.iinfo(np.int64).max)
        finder = np.full(len(log.items), -1, np.int64)
        trained = 0
        for events, item in with_item(log, TRAIN):
            trained += len(events)
            by_time = np.lexsort((events, log.ts[events]))
            seen, at = np.unique(item[by_time], return_index=True)
            event = events[by_time[at]]
            earlier = log.ts[event] < earliest[seen]
            seen, event = seen[earlier], event[earlier]
            earliest[seen], finder[seen] = log.ts[event], log.shoppers_of(event)
        first = log.columns.room("first", log.events, bool)
        found = 0
        for events, item in with_item(log, TRAIN):
            is_first = finder[item] == log.shoppers_of(events)
            first[events] = is_first
            found += int(is_first.sum())
        later = unknown = 0
        for _, item in with_item(log, VALIDATION):
            later += len(item)
            unknown += int((log.counts[item] == 0).sum())
        if not later or not found:
            return {"first": first, "share": MOST_WITHHELD}
        return {"first": first, "share": float(min(MOST_WITHHELD, unknown / later / (found / trained)))}


def with_item(log: Log, part: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The events of a part that have an item, and their items, some shoppers at a time."""
    for events in log.of_part(part):
        item = log.item[events]
        yield events[item >= 0], item[item >= 0]


# A teacher's soft targets of an event: items and their shares, which sum to 1.
SoftTargets = Callable[[int], tuple[np.ndarray, np.ndarray] | None]


@dataclass
class Gathered:
    """A batch in numbers of items, before the rows of a step are chosen."""

    event: np.ndarray  # [N]
    lengths: np.ndarray
    withheld: np.ndarray  # [N]
    labelled: np.ndarray
    scored: np.ndarray  # [P]
    # The distinct items of each window, latest first: see Copies.
    copies: dict[str, np.ndarray]
    # The next item where it is none of these, and what a teacher names.
    fresh: dict[str, np.ndarray]


def gather(
    log: Log,
    pieces: Pieces,
    window: int,
    *,
    withholding: tuple[Withholding, int] | None = None,
    is_ranked: np.ndarray | None = None,
    taught: tuple[SoftTargets, float] | None = None,
) -> Gathered:
    """withholding: with a number of the step, from which it is drawn. is_ranked: given while training, whether an
    item can be ranked without being in the window, [I]. taught: a teacher and how much of the target it is."""
    lengths = pieces.lengths
    base = np.repeat(np.cumsum(lengths) - lengths, lengths)  # [N]
    at = np.arange(len(base))
    event = at - base + np.repeat(pieces.start, lengths)
    item = log.item[event]
    withheld = np.zeros(len(event), bool)
    if withholding:
        # Decided once for all events of a piece with the same item.
        rule, step = withholding
        withheld = rule.first[event] & (draws(step, np.repeat(pieces.start, lengths), item) < rule.share)
    labelled = np.flatnonzero(event >= np.repeat(pieces.scored, lengths))
    asked = labelled[log.next_item[event[labelled]] >= 0]
    parts = [
        copies_of(log, event, base, item, asked, some, window)
        for some in np.array_split(np.arange(len(asked)), max(1, len(asked) * window**2 // MOST_PAIRS))
    ]
    copies = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    query = copies.pop("query")
    is_again = np.zeros(len(asked), bool)
    is_again[query[copies["is_next"]]] = True
    following = log.next_item[event[asked]]
    if is_ranked is not None:
        # Where the next item cannot be ranked, nothing is learned about it.
        keeps = is_again | is_ranked[following]
        kept = keeps[query]
        copies = {name: values[kept] for name, values in copies.items()}
        query = (np.cumsum(keeps) - 1)[query[kept]]
        asked, is_again, following = asked[keeps], is_again[keeps], following[keeps]
    place = copies.pop("at")
    copies |= {
        "query": query,
        "item": item[place],
        "share": copies.pop("is_next").astype(np.float32),
        "withheld": withheld[place],
        "last": log.action[event[place]],
    }
    fresh = {"query": np.flatnonzero(~is_again), "item": following[~is_again]}
    fresh["share"] = np.ones(len(fresh["query"]), np.float32)
    if taught:
        fresh = with_teacher(log, event, asked, copies, fresh, is_ranked, *taught)
    return Gathered(event, lengths, withheld, labelled, asked, copies, fresh)


def copies_of(
    log: Log,
    event: np.ndarray,
    base: np.ndarray,
    item: np.ndarray,
    asked: np.ndarray,
    some: np.ndarray,
    window: int,
) -> dict[str, np.ndarray]:
    """The distinct items of the windows of some queries: each by its latest event, with how often it is there."""
    asked, number = asked[some], some
    back = asked[:, None] - np.arange(window)  # [Q, W]
    seen = np.where(back >= base[asked][:, None], item[np.maximum(back, 0)], -1)
    same = (seen[:, :, None] == seen[:, None]) & (seen >= 0)[:, :, None]  # [Q, W, W]
    # The first of a row is the latest event of that item.
    latest = (same.argmax(2) == np.arange(window)) & (seen >= 0)
    query, ago = np.nonzero(latest)
    times = same.sum(2)[query, ago]
    is_next = seen[query, ago] == log.next_item[event[asked[query]]]
    return {
        "query": number[query],
        "at": back[query, ago],
        "age": np.minimum(RECENCIES - 1, 1 + doublings(ago)),
        "count": np.where(times <= 1, 0, np.minimum(3, doublings(times - 1))),
        "is_next": is_next,
    }


def doublings(x: np.ndarray) -> np.ndarray:
    """0 below 1, then one more a doubling."""
    return np.frexp(x.astype(np.float64))[1]


def with_teacher(
    log: Log,
    event: np.ndarray,
    asked: np.ndarray,
    copies: dict[str, np.ndarray],
    fresh: dict[str, np.ndarray],
    is_ranked: np.ndarray | None,
    soft_targets: SoftTargets,
    weight: float,
) -> dict[str, np.ndarray]:
    """A teacher speaks about new items only: whether an item comes again, and which, is learned from the log."""
    starts = np.searchsorted(copies["query"], np.arange(len(asked) + 1))
    query: list[np.ndarray] = []
    item: list[np.ndarray] = []
    share: list[np.ndarray] = []
    for q, following in zip(fresh["query"].tolist(), fresh["item"].tolist(), strict=True):
        named, parts = np.array([following]), np.ones(1, np.float32)
        said = soft_targets(int(event[asked[q]]))
        if said is not None:
            items, shares = said
            fits = ~np.isin(items, copies["item"][starts[q] : starts[q + 1]])
            if is_ranked is not None:
                fits &= is_ranked[items]
            items, shares = items[fits], shares[fits]
            total = shares.sum()
            if total:
                shares = weight * shares / total
                own = items == following
                named = np.append(named, items[~own])
                parts = np.append(1 - weight + shares[own].sum(), shares[~own]).astype(np.float32)
        query.append(np.full(len(named), q))
        item.append(named)
        share.append(parts)
    if not query:
        return fresh
    return {"query": np.concatenate(query), "item": np.concatenate(item), "share": np.concatenate(share)}


@dataclass
class Step:
    """A batch and the items it is about, ready for `training_loss`."""

    # 2 · item + 1 where it is shown without its identity: [U], ascending
    keys: np.ndarray
    batch: Batch
    items: StepItems


def choose_items(
    log: Log,
    found: Gathered,
    negative: np.ndarray,
    expected: np.ndarray,
    popularity: np.ndarray,
    device: torch.device | None = None,
) -> Step:
    """Rows for all that the batch is about. popularity: [I]"""
    copies, fresh = found.copies, found.fresh
    item = log.item[found.event]
    lists = [
        2 * item.astype(np.int64) + found.withheld,
        2 * copies["item"].astype(np.int64) + copies["withheld"],
        2 * fresh["item"].astype(np.int64),
        2 * negative.astype(np.int64),
    ]
    flat = np.concatenate(lists)
    has_item = flat >= 0
    keys, place = np.unique(flat[has_item], return_inverse=True)
    rows = np.zeros(len(flat), np.int64)
    rows[has_item] = place + 1
    input_row, copy_row, fresh_row, negative_row = np.split(rows, np.cumsum([len(one) for one in lists])[:-1])
    masked = []
    for one in (copies, fresh):
        column = np.minimum(np.searchsorted(negative, one["item"]), max(0, len(negative) - 1))
        hit = negative[column] == one["item"] if len(negative) else np.zeros(len(column), bool)
        masked.append(one["query"][hit] * len(negative) + column[hit])

    def long(values: np.ndarray) -> Tensor:
        return torch.as_tensor(values.astype(np.int64), device=device)

    def real(values: np.ndarray) -> Tensor:
        return torch.as_tensor(values.astype(np.float32), device=device)

    batch = Batch(
        lengths=found.lengths.tolist(),
        tokens=long(log.tokens[found.event]),
        input=long(input_row),
        next_action=long(log.next_action[found.event]),
        later=real(log.later[found.event]),
        labelled=long(found.labelled),
        scored=long(found.scored),
        copies=Copies(
            long(copies["query"]),
            long(copy_row),
            real(copies["share"]),
            *(long(copies[name]) for name in ("age", "last", "count")),
        ),
        fresh=Candidates(long(fresh["query"]), long(fresh_row), real(fresh["share"])),
    )
    shown = np.where(keys % 2 == 1, 0, popularity[keys // 2])
    items = StepItems(
        real(np.append(0, shown)), long(negative_row), real(expected), long(np.concatenate(masked))
    )
    return Step(keys, batch, items)


def chunks(pieces: Pieces, at_once: int) -> Iterator[Pieces]:
    for start in range(0, len(pieces), at_once):
        yield pieces[slice(start, start + at_once)]
