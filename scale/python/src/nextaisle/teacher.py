"""A teacher that knows which sessions are similar, which no network of this size remembers: V-SKNN (Ludewig & Jannach
2018) over the training part. Its ranking is the soft part of the target (knowledge distillation, Hinton et al. 2015),
so it costs nothing in the page and the file contains no session. src/training/fit/teacher.ts and worth-teaching.ts.
"""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .batches import with_item
from .columns import count_up, put_in_order
from .shards import AT_ONCE, TRAIN, VALIDATION, Log

# The latest sessions that share an item, and the most similar of these.
LATEST, NEIGHBOURS = 2000, 200
# Items in the soft targets of an event, and the latest events of a session that its neighbours are found by.
MOST_ITEMS, LOOK_BACK = 12, 20
# Events whose soft targets are kept from the first pass on.
MOST_KEPT = 4e6
# Next items of the validation part that both methods are compared on.
EXAMINED = 500


class Sessions:
    """The training sessions, oldest first, as lists of items, and back."""

    def __init__(self, log: Log) -> None:
        made = log.columns.once("sessions", lambda: lists_of(log))
        self.log = log
        # Of each session of the log its number here, -1 for none: [S]
        self.age = made["age"]
        # Each item of a session once, in the order of its first event.
        self.item, self.starts = made["item"], made["starts"]
        # The sessions that contain each item, oldest first.
        self.session, self.item_starts = made["session"], made["item_starts"]
        self.count = len(self.starts) - 1
        self.idf = np.log(self.count / np.maximum(1, np.diff(self.item_starts)))

    def of(self, event: int) -> int:
        """The session of an event, -1 for none."""
        return int(self.age[self.log.sessions_of(event)])


def lists_of(log: Log) -> dict[str, np.ndarray]:
    columns, items = log.columns, len(log.items)
    # How many different items each session has.
    lengths = np.zeros(log.sessions, np.int64)
    of_item = np.zeros(items, np.int64)
    for session, item in once_a_session(log):
        count_up(lengths, session)
        of_item += np.bincount(item, minlength=items)
    age = columns.room("age", log.sessions, np.int32)
    held = np.flatnonzero(lengths)
    oldest = held[np.argsort(log.ts[log.session_starts[held]], kind="stable")]
    age[:] = -1
    age[oldest] = np.arange(len(oldest))
    starts = columns.room("starts", len(oldest) + 1, np.int64)
    np.cumsum(lengths[oldest], out=starts[1:])
    item_starts = np.append(0, np.cumsum(of_item))
    total = int(item_starts[-1])
    lists = columns.room("item", total, np.int32)
    for session, item in once_a_session(log):
        _, first, count = np.unique(session, return_index=True, return_counts=True)
        lists[np.repeat(starts[age[session[first]]] - first, count) + np.arange(len(session))] = item
    back = columns.room("session", total, np.int32)
    free = item_starts[:-1].copy()
    for at in range(0, total, AT_ONCE):
        some = np.arange(at, min(total, at + AT_ONCE))
        put_in_order(back, free, lists[some], np.searchsorted(starts, some, side="right") - 1)
    return {"age": age, "item": lists, "starts": starts, "session": back, "item_starts": item_starts}


def once_a_session(log: Log) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Sessions of the training part, ascending, and their items, each once and in the order of its first event."""
    for events, item in with_item(log, TRAIN):
        session = log.sessions_of(events)
        first = np.sort(np.unique(session * len(log.items) + item, return_index=True)[1])
        yield session[first], item[first]


class Neighbours:
    """Vector session nearest neighbours: later items of a session weigh more, rare ones more than common ones."""

    def __init__(self, sessions: Sessions, items: int) -> None:
        self.sessions = sessions
        self.last_place = np.zeros(items, np.int64)
        self.similarity = np.zeros(sessions.count)

    def __call__(self, session: np.ndarray, left_out: int = -1) -> tuple[np.ndarray, np.ndarray]:
        """The items of the neighbours of a session so far, with their scores, in the order in which they are met: of
        equal ones the first is taken. By number it would always be the same few."""
        known, length = self.sessions, len(session)
        if not length:
            return np.zeros(0, np.int64), np.zeros(0)
        # An item counts by its last place: 1 for the last item, falling to 1 / length.
        distinct, first = np.unique(session, return_index=True)
        place = length - np.unique(session[::-1], return_index=True)[1]
        order = np.argsort(first)
        distinct, place = distinct[order], place[order]
        parts = [
            known.session[
                max(known.item_starts[item], known.item_starts[item + 1] - LATEST) : known.item_starts[
                    item + 1
                ]
            ]
            for item in distinct.tolist()
        ]
        met = np.concatenate(parts)
        share = np.repeat(place / length, [len(part) for part in parts])
        found, first, at = np.unique(met, return_index=True, return_inverse=True)
        similarity = np.bincount(at, share, len(found))
        # Sessions are numbered by age.
        latest = np.flatnonzero(found != left_out)
        if len(latest) > LATEST:
            latest = latest[-LATEST:]
        else:
            latest = latest[np.argsort(first[latest])]
        found, similarity = found[latest], similarity[latest]
        if len(found) > NEIGHBOURS:
            # The most similar; of those as similar as the last one taken, the latest.
            least = np.partition(similarity, -NEIGHBOURS)[-NEIGHBOURS]
            above, equal = np.flatnonzero(similarity > least), np.flatnonzero(similarity == least)
            equal = equal[np.argsort(found[equal])][len(above) - NEIGHBOURS :]
            best = np.concatenate([above, equal])
            found, similarity = found[best], similarity[best]
        count = known.starts[found + 1] - known.starts[found]
        ends = np.cumsum(count)
        at = np.arange(count.sum()) + np.repeat(known.starts[found] - ends + count, count)
        item = known.item[at]
        self.last_place[distinct] = place
        shared = (
            np.maximum.reduceat(self.last_place[item], ends - count) if len(found) else np.zeros(0, np.int64)
        )
        self.last_place[distinct] = 0
        weight = similarity * (1 - 0.1 * np.minimum(9, length - shared))
        items, first, at = np.unique(item, return_index=True, return_inverse=True)
        # One after another, as they are met: so that what is equal is so to the last bit.
        scores = np.bincount(at, np.repeat(weight, count) * known.idf[item], len(items))
        order = np.argsort(first)
        return items[order], scores[order]


@dataclass
class Kept:
    """Soft targets of the events that were asked for: 0 not yet, else 1 + how many items."""

    asked: np.ndarray
    items: np.ndarray
    shares: np.ndarray


class Teacher:
    def __init__(self, log: Log) -> None:
        self.log, self.sessions = log, Sessions(log)
        self.neighbours = Neighbours(self.sessions, len(log.items))
        keeps = log.events if log.events <= MOST_KEPT else 0
        self.kept = Kept(
            np.zeros(keeps, np.uint8),
            np.zeros((keeps, MOST_ITEMS), np.int32),
            np.zeros((keeps, MOST_ITEMS), np.float32),
        )

    def __call__(self, event: int) -> tuple[np.ndarray, np.ndarray] | None:
        """Soft targets after an event of the training part; none where no other session is similar."""
        if self.sessions.of(event) < 0:
            return None
        kept = self.kept
        if not len(kept.asked):
            return self.ask(event)
        if not kept.asked[event]:
            said = self.ask(event)
            count = 0 if said is None else len(said[0])
            kept.asked[event] = 1 + count
            if said is not None:
                kept.items[event, :count], kept.shares[event, :count] = said
        count = kept.asked[event] - 1
        return (kept.items[event, :count], kept.shares[event, :count]) if count else None

    def ask(self, event: int) -> tuple[np.ndarray, np.ndarray] | None:
        log = self.log
        start = log.session_starts[log.sessions_of(event)]
        session = log.item[max(start, event - LOOK_BACK + 1) : event + 1]
        items, scores = self.neighbours(session[session >= 0], self.sessions.of(event))
        some = scores > 0
        items, scores = items[some], scores[some]
        if not len(items):
            return None
        best = np.argsort(-scores, kind="stable")[:MOST_ITEMS]
        return items[best], scores[best] / scores[best].sum()


# --- Whether it is worth it ------------------------------------------------------------------------------


def is_worth_teaching(log: Log) -> bool:
    """Whether neighbour sessions predict new items better than the items that follow the last one, by MRR@20 on the
    validation part. Where order says more, a teacher would teach to ignore it."""
    asked = new_items_of_validation(log)
    neighbours = Neighbours(Sessions(log), len(log.items))
    following = Following(log, {int(before[-1]) for before, _ in asked})
    totals = [0.0, 0.0]
    for before, target in asked:
        for at, (items, scores) in enumerate((neighbours(before), following(int(before[-1])))):
            left = ~np.isin(items, before)
            totals[at] += reciprocal_rank(items[left], scores[left], target)
    return totals[0] > totals[1]


def reciprocal_rank(items: np.ndarray, scores: np.ndarray, target: int) -> float:
    """1 / rank among the best 20; equal scores count half."""
    own = scores[items == target]
    if not len(own) or own[0] <= 0:
        return 0.0
    rank = 1 + (scores > own[0]).sum() + ((scores == own[0]).sum() - 1) / 2
    return 1 / rank if rank <= 20 else 0.0


def new_items_of_validation(log: Log) -> list[tuple[np.ndarray, int]]:
    """Sessions up to an item of the validation part that is new to them, at even distances."""
    asked = array("q")
    for events in log.of_part(VALIDATION):
        for number in np.unique(log.sessions_of(events)).tolist():
            start, end = log.session_starts[number : number + 2].tolist()
            seen: set[int] = set()
            items, parts = log.item[start:end].tolist(), log.part[start:end].tolist()
            for event, item, part in zip(range(start, end), items, parts, strict=True):
                if item < 0:
                    continue
                if part == VALIDATION and item not in seen and seen:
                    asked.append(event)
                seen.add(item)
    stride = max(1, len(asked) // EXAMINED)
    found = []
    for event in asked[::stride]:
        before = log.item[log.session_starts[log.sessions_of(event)] : event]
        found.append((before[before >= 0], int(log.item[event])))
    return found


class Following:
    """Last-item co-visitation: what came right after some items, by how often."""

    def __init__(self, log: Log, lasts: set[int]) -> None:
        self.items = len(log.items)
        asked = np.zeros(self.items, bool)
        asked[list(lasts)] = True
        counted = [self.counted(log, events, item, asked) for events, item in with_item(log, TRAIN)]
        pair = np.concatenate([np.zeros(0, np.int64), *(pair for pair, _ in counted)])
        count = np.concatenate([np.zeros(0, np.int64), *(count for _, count in counted)])
        self.pair, place = np.unique(pair, return_inverse=True)
        self.count = np.bincount(place, count, len(self.pair))

    def counted(
        self, log: Log, events: np.ndarray, item: np.ndarray, asked: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        session = log.sessions_of(events)
        some = (session[:-1] == session[1:]) & asked[item[:-1]]
        return np.unique(item[:-1][some].astype(np.int64) * self.items + item[1:][some], return_counts=True)

    def __call__(self, last: int) -> tuple[np.ndarray, np.ndarray]:
        start, end = np.searchsorted(self.pair, [last * self.items, (last + 1) * self.items])
        return self.pair[start:end] % self.items, self.count[start:end]
