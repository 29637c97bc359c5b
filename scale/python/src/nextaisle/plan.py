"""How a log is trained on: src/training/fit/plan.ts, shop-config.ts, course.ts and schedule.ts."""

import math
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from .network import ModelConfig
from .score import Ranked, summed
from .shards import Log

# Up to this many items an item takes 32 bytes, not 16.
SMALL_CATALOG = 8192


@dataclass(frozen=True)
class Options:
    """What is not given is chosen by the size of the log."""

    width: int = 64
    layers: int = 2
    heads: int = 2
    window: int = 32
    sub_ids: int | None = None
    content: int | None = None
    epochs: int | None = None
    batch: int | None = None
    negatives: int = 2048
    rate: float = 0.01
    dropout: float = 0.2
    teaching: float | None = None
    min_item_count: int | None = None
    seed: int = 1


@dataclass(frozen=True)
class Plan:
    """`Options` with every default filled in for a log."""

    config: ModelConfig
    has_given_sub_ids: bool
    min_item_count: int | None
    epochs: int
    # Whether passes end once they gain no more; `epochs` are the most then.
    stops_early: bool
    fine_tune_epochs: int
    batch: int
    negatives: int
    rate: float
    dropout: float
    seed: int

    @staticmethod
    def of(log: Log, options: Options) -> "Plan":
        described = any(item.category or item.brand or item.name for item in log.items)
        config = ModelConfig.parse(
            asdict(
                ModelConfig(
                    width=options.width,
                    heads=options.heads,
                    layers=options.layers,
                    ffn=4 * options.width,
                    window=options.window,
                    contentBuckets=(512 if described else 0) if options.content is None else options.content,
                    subIds=16 if options.sub_ids is None else options.sub_ids,
                )
            )
        )
        return Plan(
            config,
            options.sub_ids is not None,
            options.min_item_count,
            epochs=options.epochs or clamp(half_up(1.5e6 / log.events), 3, 30),
            stops_early=options.epochs is None,
            fine_tune_epochs=1,
            batch=options.batch or clamp(half_up(log.events / 200), 128, 1024),
            negatives=options.negatives,
            rate=options.rate,
            dropout=options.dropout,
            seed=options.seed,
        )

    @property
    def is_short(self) -> bool:
        """Passes so few do not overfit: the schedule is run to its end."""
        return self.stops_early and self.epochs <= 3

    def coded_config(self, items: int) -> ModelConfig:
        """The network with codes for so many items: a plain table for up to 256, few get 32 bytes, many 16."""
        if items <= 256:
            return replace(self.config, subIds=1, centroids=items)
        small = not self.has_given_sub_ids and items <= SMALL_CATALOG and self.config.width % 64 == 0
        return replace(self.config, subIds=32) if small else self.config


def half_up(x: float) -> int:
    return math.floor(x + 0.5)


def clamp(value: int, low: int, high: int) -> int:
    return max(low, min(high, value))


# Passes without a better score before the rate falls, for how many passes it then falls by those up to the best,
# and by what share a teacher's weight falls until items are quantised.
PATIENCE, FALLS_FOR, TEACHING_FALLS_BY = 2, 0.5, 0.7


@dataclass(frozen=True)
class Course:
    """How far a training is: `steady` with a vector an item, `falling` once that gains no more, `coded` on the codes
    of the file, `done`."""

    of: int
    phase: str = "steady"
    # Whole passes of this phase, and of all.
    done: int = 0
    passes: int = 0
    best_pass: int = 0
    best_score: float | None = None
    # Share of the steady phase that was done where the falling one began.
    cut: float = 0.0

    def after(self, plan: Plan, score: float) -> "Course":
        """After a pass. The first on the codes counts as better than all before: only coded items fit the file."""
        passes = self.passes + 1
        first_on_codes = self.phase == "coded" and not self.done
        scheduled = self.phase == "steady" and plan.is_short
        is_best = self.best_score is None or first_on_codes or scheduled or score >= self.best_score
        course = replace(self, done=self.done + 1, passes=passes)
        if is_best:
            course = replace(course, best_pass=passes, best_score=score)
        stops = self.phase == "steady" and plan.stops_early and not plan.is_short
        if stops and passes - course.best_pass >= PATIENCE:
            of, cut = fall_for(course.best_pass), course.best_pass / self.of
            return replace(course, phase="falling", done=0, of=of, cut=cut)
        if course.done < self.of:
            return course
        if self.phase == "coded" or not plan.fine_tune_epochs:
            return replace(course, phase="done")
        return replace(course, phase="coded", done=0, of=plan.fine_tune_epochs)

    @property
    def starts_from_best(self) -> bool:
        return self.phase != "steady" and not self.done

    def rate(self, share: float) -> float:
        """Share of the peak rate. share: of the next pass that is done."""
        at = (self.done + share) / self.of
        if self.phase == "coded":
            return 0.005 + 0.3 * cosine(at)
        if self.phase == "falling":
            return training_rate(self.cut) * (0.02 + 0.98 * (1 - math.sqrt(min(1, at))))
        return training_rate(at)

    def teaching(self, share: float) -> float:
        """Share of its first weight that a teacher has: it knows no order."""
        at = (self.done + share) / self.of
        fallen = {"steady": at, "falling": self.cut + (1 - self.cut) * at}.get(self.phase, 1)
        return 1 - TEACHING_FALLS_BY * min(1, fallen)

    def state(self) -> dict[str, Any]:
        return asdict(self)


def training_rate(done: float) -> float:
    """Warm-up over a twentieth, then a cosine fall."""
    return 0.05 + 19 * done if done < 0.05 else 0.02 + 0.98 * cosine((done - 0.05) / 0.95)


def cosine(share: float) -> float:
    return 0.5 * (1 + math.cos(math.pi * min(1, share)))


def fall_for(passes: int) -> int:
    return max(2, half_up(FALLS_FOR * passes))


# Which items the file has codes for: src/training/fit/choose-coded.ts has the reasons for these numbers.
LEAST, BESIDES_CODES, PRICE, SMALL = (1, 2, 3, 5, 10, 20), 4, 5e-6, 50


def choose_coded(
    count_from: Callable[[int], int],
    bytes_for: Callable[[int], int],
    rank_from: Callable[[int], Ranked],
    given: int | None,
) -> int:
    """The least number of events of an item with codes, by what it costs and what it gives held-out shoppers."""
    if given is not None:
        if not count_from(given):
            raise ValueError(f"--min-item-count {given}: no item of the training part has so many events")
        return given

    def kilobytes(items: int) -> float:
        return items * (bytes_for(items) + BESIDES_CODES) / 1024

    counts = [count_from(least) for least in LEAST]
    if kilobytes(counts[0]) < SMALL:
        return LEAST[0]
    best: tuple[int, int, Ranked] | None = None
    for at, (least, items) in enumerate(zip(LEAST, counts, strict=True)):
        if at and not (items and items < counts[at - 1]):
            continue
        ranked = rank_from(least)
        # Nobody is held out: the first, which leaves out no item, stays.
        if not ranked.positions:
            return LEAST[0]
        saved = kilobytes(best[1]) - kilobytes(items) if best else 0.0
        if best is None or may_lose(best[2], ranked) < PRICE * saved:
            best = least, items, ranked
    return best[0] if best else LEAST[0]


def may_lose(more: Ranked, fewer: Ranked) -> float:
    """What fewer codes lose of ln recall@20, and half a standard error of that: without it a coin decides on a small
    log."""
    lost = math.log(more.shares()[0] or 1e-3) - math.log(fewer.shares()[0] or 1e-3)
    (differ,) = summed([float((more.found != fewer.found).sum())])
    return lost + 0.5 * math.sqrt(differ) / (more.hits or 1)
