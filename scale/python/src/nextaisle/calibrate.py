"""Chances that come true as often as they say: src/training/calibrate/. What a file says on the validation part of a
log comes in, the calibration of the file comes out: vector scaling of the next action (Guo et al. 2017) and Platt
scaling of the intents, one temperature for the items, then the shelf and the item sets.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor

from .columns import count_up
from .items import content_features
from .network import ACTIONS, TOKEN_FIELDS, Nextaisle, Output
from .shards import TRAIN, VALIDATION, Log, is_described, to_four_decimals

# With fewer labelled positions calibration stays neutral.
LEAST_POSITIONS, LEAST_CASES = 50, 30
# Positions that are scored, about: for actions, for items' temperature, for the shelf.
POSITIONS, ITEM_POSITIONS, SHELF_POSITIONS = 6000, 400, 2000
# Takes an action that the log never shows out of the softmax.
NEVER = -1e4
COVERAGES, SHELF = (0.5, 0.8, 0.9), 8
# Click, cart and purchase; below this share of their joint chance an action is skipped.
SHELF_ACTIONS, LEAST_SHARE = (0, 1, 2), 0.05

NEUTRAL = {
    "actions": {"temperature": 1, "bias": [0] * (ACTIONS + 1)},
    "purchase": {"scale": 1, "offset": 0},
    "cart": {"scale": 1, "offset": 0},
    "items": {"temperature": 1},
    "bands": {"likely": 0.5, "unlikely": 0.1},
}


# --- The pages of the validation part --------------------------------------------------------------


class Pages:
    """A model's item table as each shopper's page has it: the items of the file, those it knows by content, and
    those that this shopper saw and of which nothing is known."""

    def __init__(self, model: Nextaisle, ids: list[str], log: Log) -> None:
        self.model, self.log = model, log
        row = {item: at for at, item in enumerate(ids)}
        # Row of each item, -1 where only the page of a shopper who saw it has one: [I]
        self.rows = np.array([row.get(item.id, -1) for item in log.items], np.int64)
        config = model.config
        told = bool(config.contentBuckets)
        others = [i for i, at in enumerate(self.rows) if at < 0 and told and is_described(log.items[i])]
        self.rows[others] = model.trained + np.arange(len(others))
        self.shared = model.trained + len(others)
        self.by_content = self.vectors_of(others)

    def vectors_of(self, items: list[int]) -> Tensor | None:
        if not items:
            return None
        config, bare = self.model.config, self.model
        if not config.contentBuckets:
            return bare.item_gain.new_zeros(len(items), config.width)
        bare.live = None
        bare.add_items([content_features(self.log.items[i], config) for i in items])
        return bare.live

    @torch.no_grad()
    def of(self, shopper: int) -> tuple[np.ndarray, Output, np.ndarray, np.ndarray]:
        """The shopper's events, what the network says after each, the row of each event's item, and how many
        rows the page has by then."""
        start, end = self.log.offsets[shopper : shopper + 2]
        item = self.log.item[start:end]
        own = list(dict.fromkeys(int(i) for i in item if i >= 0 and self.rows[i] < 0))
        place = {i: self.shared + at for at, i in enumerate(own)}
        row = np.array([-1 if i < 0 else place.get(int(i), self.rows[i]) for i in item], np.int64)
        live = [part for part in (self.by_content, self.vectors_of(own)) if part is not None]
        self.model.live = torch.cat(live) if live else None
        tokens = torch.as_tensor(self.log.tokens[start:end].astype(np.int64))
        tokens[:, TOKEN_FIELDS.index("item")] = torch.as_tensor(row)
        size = np.maximum(self.shared, np.maximum.accumulate(row) + 1)
        return np.arange(start, end), self.model([tokens]), row, size


def next_row(log: Log, pages: Pages, events: np.ndarray, row: np.ndarray, size: np.ndarray, at: int) -> int:
    """The row of the next item, -1 where the page does not have it yet."""
    item = log.next_item[events[at]]
    if item < 0:
        return -1
    if pages.rows[item] >= 0:
        return int(pages.rows[item])
    # A row of the shopper's own is there once the item was read.
    found = row[at + 1]
    return int(found) if found < size[at] else -1


def item_logits(output: Output, at: int, action: int, size: int) -> Tensor:
    """Logits of the rows that the page has, in float64."""
    page = replace(output, vectors=output.vectors[:size])
    return page.items(torch.tensor([at]), torch.tensor([action]))[0].double()


def item_chances(output: Output, at: int, action: int, size: int, temperature: float) -> Tensor:
    return (item_logits(output, at, action, size) / temperature).softmax(0)


# --- Calibration ---------------------------------------------------------------------------------


@dataclass
class Outputs:
    actions: list[list[float]] = field(default_factory=list)
    intent: list[list[float]] = field(default_factory=list)
    # Next action at each, whether a purchase, a cart comes later, and whose position it is.
    events: list[int] = field(default_factory=list)
    # Logits of all items, and the row that came next.
    items: list[tuple[Tensor, int]] = field(default_factory=list)


@torch.no_grad()
def collect(pages: Pages, log: Log) -> Outputs:
    outputs = Outputs()
    positions, shoppers = log.count(VALIDATION), validated(log)
    # Shoppers at even distances, so that the whole part is covered.
    stride = max(1, math.ceil(positions / POSITIONS))
    item_stride = max(1, math.ceil(min(positions, POSITIONS) / ITEM_POSITIONS))
    visited = 0
    for shopper in shoppers[::stride].tolist():
        events, output, row, size = pages.of(shopper)
        asked = np.flatnonzero(log.part[events] == VALIDATION)
        at = torch.as_tensor(asked)
        outputs.actions += output.actions(at).tolist()
        outputs.intent += output.intent(at).tolist()
        outputs.events += events[asked].tolist()
        for place in asked.tolist():
            visited += 1
            target = next_row(log, pages, events, row, size, place)
            if target < 0 or visited % item_stride:
                continue
            action = int(log.next_action[events[place]])
            chances = item_chances(output, place, action, int(size[place]), 1)
            outputs.items.append((chances.clamp(min=1e-45).log(), target))
    return outputs


def validated(log: Log) -> np.ndarray:
    """Shoppers with an event in the validation part."""
    return np.concatenate(
        [np.zeros(0, np.int64), *(np.unique(log.shoppers_of(events)) for events in log.of_part(VALIDATION))]
    )


# Of some events: the class of each.
Labels = Callable[[np.ndarray], np.ndarray]


@dataclass
class Earlier:
    """What came in the training part, by class, its sessions in the order of time."""

    counts: np.ndarray
    # The same in each of some equal parts of it: [BLOCKS, classes]; and how many events these have.
    blocks: np.ndarray
    sizes: np.ndarray
    # How uncertain the share of each class is, beside what it would be were positions independent.
    dependence: np.ndarray

    @staticmethod
    def of(log: Log, part: "TrainingPart", labels: Labels, classes: int) -> "Earlier":
        counts = np.zeros((BLOCKS, classes), np.int64)
        for events, block in part:
            counts += np.bincount(block * classes + labels(events), minlength=BLOCKS * classes).reshape(
                BLOCKS, classes
            )
        total = counts.sum(0)
        events_ = int(total.sum())
        shares = total / max(1, events_)
        squares, groups = np.zeros(classes), 0
        for events, _ in part:
            _, first, group = np.unique(log.shoppers_of(events), return_index=True, return_inverse=True)
            groups += len(first)
            came = labels(events)
            for k in np.flatnonzero(total):
                squares[k] += (np.bincount(group, (came == k) - shares[k]) ** 2).sum()
        dependence = [
            dependence_of(share, square, groups, events_)
            for share, square in zip(shares, squares, strict=True)
        ]
        return Earlier(total, counts, np.diff(part.edges), np.array(dependence))


class TrainingPart:
    """The events of the training part, some shoppers at a time, and in which of some equal parts of it each lies, by the
    age of its session."""

    def __init__(self, log: Log) -> None:
        self.log = log
        held = np.zeros(log.sessions, np.int64)
        for events in log.of_part(TRAIN):
            count_up(held, log.sessions_of(events))
        self.moved = log.by_age(held)
        self.events = int(held.sum())
        self.edges = np.array(
            [math.floor(block * (self.events / BLOCKS) + 0.5) for block in range(BLOCKS + 1)]
        )

    def __iter__(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        for events, place in self.places():
            yield events, np.searchsorted(self.edges[1:-1], place, side="right")

    def places(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """The place of each by age."""
        before = 0
        for events in self.log.of_part(TRAIN):
            yield events, before + np.arange(len(events)) + self.moved[self.log.sessions_of(events)]
            before += len(events)

    def order_of(self, labels: Labels) -> list[int]:
        """The classes by their first event."""
        first: dict[int, int] = {}
        for events, place in self.places():
            came = labels(events)
            for k in np.unique(came).tolist():
                first[k] = min(int(place[came == k].min()), first.get(k, self.events))
        return sorted(first, key=first.__getitem__)


def dependence_of(share: float, square: float, groups: int, events: int) -> float:
    """The variance of a share over shoppers, beside what it would be were positions independent (Kish 1965). square:
    sum over shoppers of their squared distances from the mean."""
    spread = share * (1 - share)
    if groups < 2 or not spread:
        return 1.0
    half_squared = square * groups / (groups - 1) / events**2
    ratio = half_squared * events / spread
    return float(ratio) if 1 < ratio < math.inf else 1.0


def calibrate(model: Nextaisle, ids: list[str], log: Log) -> dict[str, Any]:
    pages = Pages(model, ids, log)
    outputs = collect(pages, log)
    part = TrainingPart(log)
    events = np.array(outputs.events, np.int64)
    came = log.next_action[events].astype(np.int64)
    shown = list(dict.fromkeys([*came.tolist(), *part.order_of(lambda some: log.next_action[some])]))
    if len(events) < LEAST_POSITIONS:
        bias = bias_of(shown, [0.0] * len(shown))
        model.live = None
        return {**NEUTRAL, "actions": {"temperature": 1, "bias": bias}}
    number = np.full(ACTIONS + 1, -1)
    number[shown] = np.arange(len(shown))
    logits, intent = np.array(outputs.actions), np.array(outputs.intent)
    before = Earlier.of(log, part, lambda some: number[log.next_action[some]], len(shown))
    slope, bias = fitted(logits[:, shown], number[came], before)

    def line(head: int) -> dict[str, float]:
        now = log.later[events, head].astype(np.int64)
        then = Earlier.of(log, part, lambda some: log.later[some, head].astype(np.int64), 2)
        against = np.stack([np.zeros(len(intent)), intent[:, head]], 1)
        rise, start = fitted(against, now, then)
        return {"scale": to_four_decimals(rise), "offset": to_four_decimals(start[1] - start[0])}

    purchase = line(0)
    chances = np.sort(1 / (1 + np.exp(-(purchase["scale"] * intent[:, 0] + purchase["offset"]))))

    def quantile(share: float) -> float:
        return to_four_decimals(float(chances[int(share * (len(chances) - 1))]))

    calibration = {
        "actions": {"temperature": to_four_decimals(1 / slope) if slope else 1, "bias": bias_of(shown, bias)},
        "purchase": purchase,
        "cart": line(1),
        "items": {"temperature": item_temperature(outputs.items)},
        # The tenth most likely to buy, and the half least likely.
        "bands": {"likely": quantile(0.9), "unlikely": quantile(0.5)},
    }
    calibration = calibrate_items(pages, log, calibration)
    model.live = None
    return calibration


def bias_of(shown: list[int], biases: list[float]) -> list[float]:
    """Of the actions that the log shows, and none of the chance for the others: [A + 1]"""
    known = dict(zip(shown, biases, strict=True))
    return [to_four_decimals(known[a]) if a in known else NEVER for a in range(ACTIONS + 1)]


def fitted(logits: np.ndarray, now: np.ndarray, before: Earlier) -> tuple[float, list[float]]:
    expected = softmax(logits).mean(0)
    return scale_logits(logits, now, *base_rates(now, before, expected))


def softmax(logits: np.ndarray) -> np.ndarray:
    mass = np.exp(logits - logits.max(1, keepdims=True))
    return mass / mass.sum(1, keepdims=True)


# --- How often each class comes, as far as a log tells -----------------------------------------------

DRIFT, DRIFT_KNOWN_BY, BLOCKS, BY_NETWORK = 0.3, 7, 8, 2 / 3


def base_rates(now: np.ndarray, earlier: Earlier, expected: np.ndarray) -> tuple[np.ndarray, float]:
    """The share of each class in the latest part, moved towards what was to be expected as far as its few shoppers
    leave it uncertain (James and Stein 1961). With it, how many positions tell as much as one would alone."""
    n, m = len(now), max(1, int(earlier.counts.sum()))
    alone = together = 0.0
    shrunk = []
    for k, chance in enumerate(expected.tolist()):
        seen, known = float((now == k).sum()), float(earlier.counts[k])
        rate = (seen + known + 0.5) / (n + m + 1)
        spread = rate * (1 - rate)
        uncertain = spread * earlier.dependence[k]
        alone, together = alone + spread, together + uncertain
        drift = (DRIFT_KNOWN_BY * (DRIFT * spread) ** 2 + (BLOCKS - 1) * drift_of(earlier, k, uncertain)) / (
            DRIFT_KNOWN_BY + BLOCKS - 1
        )
        off = drift + uncertain / m
        trust = off / (off + uncertain / n)
        prior = ((known + 0.5) / (m + 1)) ** (1 - BY_NETWORK) * max(chance, 1e-6) ** BY_NETWORK
        shrunk.append(trust * (seen / n) + (1 - trust) * prior)
    rates = np.array(shrunk)
    return rates / rates.sum(), together / alone if alone else 1.0


def drift_of(earlier: Earlier, k: int, uncertain: float) -> float:
    """How much a share varies from block to block beyond what its sampling explains."""
    size = earlier.counts.sum() / BLOCKS
    if size < 1:
        return 0.0
    off = (earlier.blocks[:, k] / earlier.sizes - earlier.counts[k] / earlier.counts.sum()) ** 2
    return max(0.0, float(sum(off)) / (BLOCKS - 1) - uncertain / size)


# --- The slope and the biases --------------------------------------------------------------------------

USUAL_SLOPE, SPREAD, MOST_SLOPE, STEPS, TURNS, NEAR, LONGEST = 0.9, 0.3, 4.0, 14, 200, 1e-4, 5.0
GOLDEN = (math.sqrt(5) - 1) / 2


def scale_logits(
    logits: np.ndarray, labels: np.ndarray, rates: np.ndarray, dependence: float
) -> tuple[float, list[float]]:
    """Classes come as often as their rates say, with the slope of least log-loss. With few shoppers the slope stays
    near the usual one."""
    bias = np.zeros(len(rates))

    def loss_at(slope: float) -> float:
        nonlocal bias
        bias = to_rates(logits, slope, bias, rates)
        chance = softmax(slope * logits + bias)[np.arange(len(labels)), labels]
        loss = -float(np.log(np.maximum(chance, 1e-9)).sum())
        return loss / dependence + (slope - USUAL_SLOPE) ** 2 / (2 * SPREAD**2)

    low, high = 0.0, MOST_SLOPE
    a, b = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    at_a, at_b = loss_at(a), loss_at(b)
    for _ in range(STEPS):
        if at_a < at_b:
            high, b, at_b = b, a, at_a
            a = high - GOLDEN * (high - low)
            at_a = loss_at(a)
        else:
            low, a, at_a = a, b, at_b
            b = low + GOLDEN * (high - low)
            at_b = loss_at(b)
    slope = (low + high) / 2
    return slope, to_rates(logits, slope, bias, rates).tolist()


def to_rates(logits: np.ndarray, slope: float, start: np.ndarray, rates: np.ndarray) -> np.ndarray:
    """The biases with which the mean chances are the rates."""
    bias = start.copy()
    for _ in range(TURNS):
        step = np.log(rates * len(logits) / softmax(slope * logits + bias).sum(0))
        bias += np.clip(step, -LONGEST, LONGEST)
        if np.abs(step).max() < NEAR:
            break
    return bias


# --- Items ---------------------------------------------------------------------------------------------


def item_temperature(cases: list[tuple[Tensor, int]]) -> float:
    """Of least log-loss on a grid from 0.5 to 2."""
    if len(cases) < LEAST_CASES:
        return 1
    grid = [to_four_decimals(2 ** (step / 10)) for step in range(-10, 11)]
    loss = [
        sum(float((logits / t).logsumexp(0) - logits[target] / t) for logits, target in cases) for t in grid
    ]
    return grid[int(np.argmin(loss))]


@torch.no_grad()
def calibrate_items(pages: Pages, log: Log, calibration: dict[str, Any]) -> dict[str, Any]:
    """Scales the chances of a shelf's items so that their sum is how often one of them is next, and reads the least
    chance an item of each conformal set must have (split conformal, Vovk et al. 2005)."""
    truths: list[float] = []
    expected, hits = 0.0, 0
    for chances, target, has_next in shelves(pages, log, calibration):
        best = chances.topk(min(SHELF, len(chances))).indices
        expected += float(chances[best].sum())
        hits += int(target >= 0 and bool((best == target).any()))
        if has_next:
            truths.append(float(chances[target]) if target >= 0 else 0.0)
    if len(truths) < LEAST_POSITIONS:
        return calibration
    share = min(1, to_four_decimals((hits + 0.5) / (expected + 0.5)))
    falling = sorted(truths, reverse=True)

    def threshold(coverage: float) -> float:
        at = math.ceil((len(falling) + 1) * coverage) - 1
        return float(f"{share * (falling[at] if at < len(falling) else 0):.4g}")

    items = {**calibration["items"], "share": share}
    return {**calibration, "items": items, "sets": {str(c): threshold(c) for c in COVERAGES}}


def shelves(pages: Pages, log: Log, calibration: dict[str, Any]) -> Iterator[tuple[Tensor, int, bool]]:
    """At some positions of the validation part: the chance of each item, the row of the next one, and whether there
    is a next one."""
    actions, temperature = calibration["actions"], calibration["items"]["temperature"]
    stride = max(1, math.ceil(log.count(VALIDATION) / SHELF_POSITIONS))
    visited = 0
    for shopper in validated(log).tolist():
        first, last = log.offsets[shopper : shopper + 2]
        count = int((log.part[first:last] == VALIDATION).sum())
        if not any((visited + i) % stride == 0 for i in range(count)):
            visited += count
            continue
        events, output, row, size = pages.of(shopper)
        for at in np.flatnonzero(log.part[events] == VALIDATION).tolist():
            visited += 1
            if (visited - 1) % stride:
                continue
            logits = output.actions(torch.tensor([at]))[0].double() / actions["temperature"]
            chance = (logits + torch.tensor(actions["bias"], dtype=torch.float64)).softmax(0)
            mass = sum(float(chance[a]) for a in SHELF_ACTIONS)
            likely = sorted(SHELF_ACTIONS, key=lambda a: -float(chance[a]))
            scored = [a for i, a in enumerate(likely) if not i or float(chance[a]) > LEAST_SHARE * mass]
            total = sum(chance[a] * item_chances(output, at, a, int(size[at]), temperature) for a in scored)
            target = next_row(log, pages, events, row, size, at)
            yield total, target, log.next_item[events[at]] >= 0
