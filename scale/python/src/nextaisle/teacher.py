"""A teacher that knows which sessions are similar, which no network of this size remembers: V-SKNN (Ludewig & Jannach
2018) over the training part. Its ranking is the soft part of the target (knowledge distillation, Hinton et al. 2015),
so it costs nothing in the page and the file contains no session. src/training/fit/teacher.ts and worth-teaching.ts.
"""

from dataclasses import dataclass

import numpy as np

from .shards import TRAIN, VALIDATION, Log

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
        kept = np.flatnonzero((log.part == TRAIN) & (log.item >= 0))
        number = np.searchsorted(log.session_starts, kept, side="right") - 1
        held = np.unique(number)
        began = log.ts[log.session_starts[held]]
        by_age = held[np.argsort(began, kind="stable")]
        self.count = len(by_age)
        age = np.full(len(log.session_starts), -1, np.int64)
        age[by_age] = np.arange(self.count)
        # The session of each event, -1 for none: [E]
        length = np.diff(log.session_starts)
        self.of = np.repeat(age[:-1], length)
        items = len(log.items)
        # Each item of a session once, in the order of its first event.
        pair = age[number] * items + log.item[kept]
        once, first = np.unique(pair, return_index=True)
        order = np.lexsort((first, once // items))
        self.item = once[order] % items
        self.starts = np.searchsorted(once // items, np.arange(self.count + 1))
        # The sessions that contain each item, oldest first.
        back = np.lexsort((once // items, once % items))
        self.session = (once // items)[back]
        self.item_starts = np.searchsorted((once % items)[back], np.arange(items + 1))
        self.idf = np.log(self.count / np.maximum(1, np.diff(self.item_starts)))
        # Items in order with repeats: what a co-visitation counts.
        ages = age[number]
        in_order = np.lexsort((kept, ages))
        self.list, self.list_session = log.item[kept[in_order]], ages[in_order]


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
        if self.sessions.of[event] < 0:
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
        start = log.session_starts[np.searchsorted(log.session_starts, event, side="right") - 1]
        session = log.item[max(start, event - LOOK_BACK + 1) : event + 1]
        items, scores = self.neighbours(session[session >= 0], int(self.sessions.of[event]))
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
    sessions = Sessions(log)
    neighbours, following = Neighbours(sessions, len(log.items)), Following(sessions, len(log.items))
    totals = [0.0, 0.0]
    for before, target in new_items_of_validation(log):
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
    asked: list[tuple[int, int]] = []
    numbers = np.unique(
        np.searchsorted(log.session_starts, np.flatnonzero(log.part == VALIDATION), side="right") - 1
    )
    for number in numbers.tolist():
        start, end = log.session_starts[number : number + 2].tolist()
        seen: set[int] = set()
        for event in range(start, end):
            item = int(log.item[event])
            if item < 0:
                continue
            if log.part[event] == VALIDATION and item not in seen and seen:
                asked.append((start, event))
            seen.add(item)
    stride = max(1, len(asked) // EXAMINED)
    return [
        (log.item[start:event][log.item[start:event] >= 0], int(log.item[event]))
        for start, event in asked[::stride]
    ]


class Following:
    """Last-item co-visitation: what came right after the same item, by how often."""

    def __init__(self, sessions: Sessions, items: int) -> None:
        near = sessions.list_session[:-1] == sessions.list_session[1:]
        pair = sessions.list[:-1][near].astype(np.int64) * items + sessions.list[1:][near]
        self.pair, self.count = np.unique(pair, return_counts=True)
        self.items = items

    def __call__(self, last: int) -> tuple[np.ndarray, np.ndarray]:
        start, end = np.searchsorted(self.pair, [last * self.items, (last + 1) * self.items])
        return self.pair[start:end] % self.items, self.count[start:end].astype(np.float64)
