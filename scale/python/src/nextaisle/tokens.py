"""Events become tokens, and back: src/encoding/tokenizer.ts and token.ts, held equal to these by tests.

A token is a list of sixteen small integers (`TOKEN_FIELDS`), one an event. Most describe relations, not
identities: only relations carry over to a shop that the model has never seen.
"""

import json
import math
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from reprlib import repr as repr_of
from typing import Any, NamedTuple

from .network import ACTION_TYPES, TOKEN_ROWS, ModelFile

SESSION_GAP_MS = 30 * 60_000
# Below 1973 in milliseconds: seconds, or a count of a log's own.
LEAST_DATE_MS = 1e11
# The last moment of a Date in JavaScript.
MOST_DATE_MS, MOST_PRICE = 8.64e15, 1e15


@dataclass(frozen=True)
class Step:
    """An event reduced to what the model may see."""

    action: int
    # Row of the item table, -1 for none.
    item: int
    # Milliseconds; NaN where the history has no clock.
    ts: float
    new_session: bool
    price: float | None = None


class ItemsError(ValueError):
    """A file of ids that cannot be read; the message says what is wrong."""


def read_ids(path: str | Path) -> list[str]:
    """The ids of items.json, by row."""
    said = f'{path}: {{"ids": […]}} is expected, the ids of the items as texts, each once'
    try:
        given = json.loads(Path(path).read_text("utf-8"))
    except FileNotFoundError:
        raise ItemsError(f"{path} is missing, which a folder of `python -m nextaisle export` has") from None
    except (OSError, ValueError) as wrong:
        raise ItemsError(f"{said} ({wrong})") from None
    ids = given.get("ids") if isinstance(given, dict) else None
    if not isinstance(ids, list):
        raise ItemsError(said)
    odd = next((item for item in ids if not isinstance(item, str) or not item or "\n" in item), None)
    if odd is not None or len(set(ids)) < len(ids):
        raise ItemsError(f"{said}; {'one is there twice' if odd is None else f'{odd!r} is none'}")
    return ids


class Facts(NamedTuple):
    """What is known of an item by row: its category and top category (0 = none), the mean log price there,
    and its price bucket."""

    category: int = 0
    top: int = 0
    level: float | None = None
    price: int = 0


NO_FACTS = Facts()


class Rows:
    """The items of a model by id and by row, and what the model knows about them."""

    def __init__(
        self,
        ids: Sequence[str],
        categories: Sequence[Mapping[str, Any]],
        item_category: Sequence[int],
        item_price: Sequence[int],
    ) -> None:
        self.ids = list(ids)
        self.row = {item: at for at, item in reversed(list(enumerate(self.ids)))}
        numbers: dict[str, int] = {}
        for entry in categories:
            numbers.setdefault(entry["path"], len(numbers) + 1)
        tops: dict[str, int] = {}
        known = [NO_FACTS]
        for entry in categories:
            top = entry["path"].split("/", 1)[0]
            tops.setdefault(top, len(tops) + 1)
            known.append(Facts(numbers[entry["path"]], tops[top], entry.get("logPrice")))
        self.facts = [
            known[category]._replace(price=price)
            for category, price in zip(item_category, item_price, strict=True)
        ]

    @staticmethod
    def of(about: ModelFile, item_category: Sequence[int], item_price: Sequence[int]) -> "Rows":
        return Rows(about.items, about.categories, item_category, item_price)

    def facts_of(self, row: int) -> Facts:
        return self.facts[row] if 0 <= row < len(self.facts) else NO_FACTS


class Tokenizer:
    """Turns steps into tokens, one at a time and in order."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.last_seen: dict[int, int] = {}
        self.cart: set[int] = set()
        self.count = self.place = self.stage = self.longest = self.visits = self.carts = self.orders = 0
        self.previous = -1
        self.previous_ts = self.began = math.nan

    def push(self, step: Step) -> list[int]:
        item, rows = step.item, self.rows
        facts = rows.facts_of(item)
        gap = gap_bucket(step.ts - self.previous_ts)
        if step.new_session:
            self.place = self.stage = self.longest = 0
            self.began = step.ts
            self.visits += 1
        else:
            self.longest = max(self.longest, gap)
        kind = ACTION_TYPES[step.action]
        if kind == "cart":
            self.cart.add(item)
            self.carts += 1
            self.stage = self.stage or 1
        if kind == "purchase":
            self.stage = 2
            self.orders += 1
        if kind in ("purchase", "remove"):
            self.cart.discard(item)
        self.place += 1
        seen = self.last_seen.get(item)
        token = {
            "action": step.action,
            "item": item,
            "gap": gap,
            "newSession": int(step.new_session),
            "recency": 0 if seen is None else ago_bucket(self.count - seen),
            "price": price_bucket(step.price, facts.level) or facts.price,
            "agreement": agreement(item, facts, self.previous, rows.facts_of(self.previous)),
            "place": ago_bucket(self.place),
            "stage": self.stage + 3 * (item in self.cart),
            "elapsed": gap_bucket(step.ts - self.began),
            "longest": self.longest,
            "visits": sum_bucket(self.visits),
            "events": sum_bucket(self.count + 1),
            "carts": sum_bucket(self.carts),
            "orders": sum_bucket(self.orders),
            "hour": hour_bucket(step.ts),
        }
        if item >= 0:
            self.last_seen[item] = self.count
            self.previous = item
        self.previous_ts = step.ts
        self.count += 1
        return list(token.values())


def agreement(item: int, facts: Facts, previous: int, before: Facts) -> int:
    """0 unknown, 1 same item, 2 same category, 3 same top category, 4 different."""
    if item == previous:
        return int(item >= 0)
    if not facts.category or not before.category:
        return 0
    if facts.category == before.category:
        return 2
    return 3 if facts.top == before.top else 4


def doublings(x: float) -> int:
    """0 below 1 and for NaN, then one more a doubling: 1, 2-3, 4-7, …"""
    return 1 + math.floor(math.log2(x)) if x >= 1 else 0


def ago_bucket(events_ago: int) -> int:
    return min(TOKEN_ROWS["recency"] - 1, 1 + doublings(events_ago - 1))


def sum_bucket(total: int) -> int:
    return min(TOKEN_ROWS["events"] - 1, doublings(total))


def hour_bucket(ts: float) -> int:
    return 1 + math.floor(ts / 7_200_000) % 12 if ts > LEAST_DATE_MS else 0


def gap_bucket(gap_ms: float) -> int:
    """1 below a second, then one bucket a doubling; 0 for NaN, where there is no clock."""
    return 0 if math.isnan(gap_ms) else min(TOKEN_ROWS["gap"] - 1, doublings(1 + max(0, gap_ms) / 1000))


def gap_of_bucket(bucket: int) -> int:
    """A gap in the middle of the bucket, ms."""
    return 0 if bucket <= 0 else math.floor((1.4 * 2 ** (bucket - 1) - 1) * 1000 + 0.5)


def price_bucket(price: float | None, log_level: float | None) -> int:
    """Steps of half an octave around the category's level: 1 to 9, 5 = at the level; 0 = unknown."""
    if not price or price <= 0 or log_level is None:
        return 0
    steps = math.floor((math.log(price) - log_level) / math.log(2) * 2 + 0.5)
    return 5 + max(-4, min(4, steps))


# --- Histories as JSON ---------------------------------------------------------------------------


class HistoryError(ValueError):
    """A history that cannot be read; the message names the event and what is wrong."""


def is_within(value: object, low: float, high: float) -> bool:
    """Whether it is a number, and none of NaN."""
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high


def steps_of(history: Iterable[Mapping[str, Any]], rows: Rows) -> list[Step]:
    """Events `{type, item?, ts?, session?, price?}`, oldest first, as the model may see them.

    `ts` in milliseconds, in all events or in none. Without `session`, 30 minutes without an event end one.
    """
    events = list(history)
    if not events:
        raise HistoryError("a history without an event: give at least one")
    steps: list[Step] = []
    unknown: list[str] = []
    session: str | None = None
    has_clock = isinstance(events[0], Mapping) and events[0].get("ts") is not None
    before = math.nan
    for at, event in enumerate(events):

        def wrong(what: str, at: int = at) -> HistoryError:
            return HistoryError(f"event {at + 1} of {len(events)}: {what}")

        if not isinstance(event, Mapping):
            raise wrong(f"{repr_of(event)} is no event: {{'type': 'click', 'item': 'id'}}")
        kind, item, ts, price = (event.get(name) for name in ("type", "item", "ts", "price"))
        kind = "click" if kind == "view" else kind
        if kind not in ACTION_TYPES:
            raise wrong(f"type is {repr_of(kind)}: one of {', '.join(ACTION_TYPES)}")
        if item is not None and not isinstance(item, str):
            raise wrong(f"item is {repr_of(item)}: the id as a text")
        if (ts is not None) != has_clock:
            raise wrong("ts in all events, or in none")
        if has_clock and not is_within(ts, -MOST_DATE_MS, MOST_DATE_MS):
            raise wrong(f"ts is {repr_of(ts)}: milliseconds since 1970")
        if has_clock and ts < LEAST_DATE_MS:
            raise wrong(f"ts is {ts!r}, before 1973: milliseconds since 1970 are expected, not seconds")
        if has_clock and ts < before:
            raise wrong("earlier than the event before it: oldest first")
        if price is not None and not is_within(price, 0, MOST_PRICE):
            raise wrong(f"price is {repr_of(price)}: a number from 0")
        now = float(ts) if ts is not None else math.nan
        named = event.get("session")
        if named is not None:
            is_new = at == 0 or str(named) != session
            session = str(named)
        else:
            is_new = at == 0 or now - before >= SESSION_GAP_MS
        row = rows.row.get(item, -1) if item is not None else -1
        if item is not None and row < 0:
            unknown.append(item)
        steps.append(Step(ACTION_TYPES.index(kind), row, now, is_new, price))
        before = now
    if unknown:
        some = ", ".join(dict.fromkeys(unknown[:3]))
        warnings.warn(
            f"{len(unknown)} of {len(events)} events are on items that the model does not know ({some}): "
            "they are read without their item",
            stacklevel=2,
        )
    return steps


def encode(history: Iterable[Mapping[str, Any]], rows: Rows) -> list[list[int]]:
    """A whole history as tokens, oldest first."""
    tokenizer = Tokenizer(rows)
    return [tokenizer.push(step) for step in steps_of(history, rows)]


def decode(tokens: Iterable[Sequence[int]], rows: Rows, start_ts: int) -> list[dict[str, Any]]:
    """Tokens as events: types, items and sessions are exact, times come from the middle of each gap's bucket."""
    ts, sessions, events = start_ts, 0, []
    for action, item, gap, new_session, *_ in tokens:
        ts += gap_of_bucket(gap)
        sessions += new_session
        event: dict[str, Any] = {"type": ACTION_TYPES[action], "ts": ts, "session": f"s{sessions}"}
        if item >= 0:
            event["item"] = rows.ids[item]
        events.append(event)
    return events


def typical_gap(steps: Sequence[Step]) -> float:
    """Median gap within the session over the last events, ms; 20 s when there is none. As `forecast` has it."""
    last = steps[-17:]
    gaps = sorted(
        here.ts - before.ts
        for before, here in zip(last, last[1:], strict=False)
        if not here.new_session and not math.isnan(here.ts - before.ts)
    )
    return gaps[len(gaps) // 2] if gaps else 20_000
