"""Shards of `npx nextaisle prepare` become columns of numbers: what `train --shards` reads, in the same order.

The table of docs/guide/scale.md says what the columns mean. They are as long as the log, so they lie in files, and what
is counted of them is counted block by block: see columns.py.
"""

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from .columns import Columns
from .items import Item, content_features
from .network import ACTION_TYPES, LEAVE, TOKEN_FIELDS, TOKEN_ROWS, ModelConfig
from .tokens import price_bucket

SHARDS_VERSION = 1
TRAIN, VALIDATION = 0, 1
PURCHASE, CART = ACTION_TYPES.index("purchase"), ACTION_TYPES.index("cart")
# Events at a time.
AT_ONCE = 1 << 18
# Under the names of the shards; `newSession` is `opens` there.
COLUMNS = ["opens" if name == "newSession" else name for name in TOKEN_FIELDS]


class ShardsError(ValueError):
    """A folder that holds no shards, or damaged ones; the message says which and what to do."""


@dataclass
class Log:
    """Events sorted by shopper, shoppers by their first event: [E] each."""

    manifest: dict[str, Any]
    # Item ids in the order of JavaScript's sort, and what the log says of each.
    items: list[Item]
    ts: np.ndarray
    # As TOKEN_FIELDS. The column of items is not used: `item` has them, in numbers that a byte cannot hold.
    tokens: np.ndarray  # [E, 16] of bytes
    item: np.ndarray  # -1 for none
    part: np.ndarray
    # First event of each shopper, of each session, plus the end.
    offsets: np.ndarray
    session_starts: np.ndarray
    # What is to be learned after each event: the next action, `leave` at the end of a session, the next item, and
    # whether a purchase, a cart comes later in the session.
    next_action: np.ndarray
    next_item: np.ndarray  # -1 for none
    later: np.ndarray  # [E, 2]
    # Events of each item in the training part: [I]
    counts: np.ndarray
    # Where parts that are made of these go.
    columns: Columns

    def __post_init__(self) -> None:
        self.events = len(self.ts)
        self.action = self.tokens[:, 0]
        self.opens = self.tokens[:, TOKEN_FIELDS.index("newSession")]

    @property
    def sessions(self) -> int:
        return len(self.session_starts) - 1

    def blocks(self) -> Iterator[tuple[int, int]]:
        return blocks_of(self.offsets)

    def of_part(self, part: int) -> Iterator[np.ndarray]:
        """The events of a part, some whole shoppers at a time."""
        for start, end in self.blocks():
            yield start + np.flatnonzero(self.part[start:end] == part)

    def count(self, part: int) -> int:
        return sum(len(events) for events in self.of_part(part))

    def shoppers_of(self, events: Any) -> Any:
        return np.searchsorted(self.offsets, events, side="right") - 1

    def sessions_of(self, events: Any) -> Any:
        return np.searchsorted(self.session_starts, events, side="right") - 1

    def by_age(self, count: np.ndarray) -> np.ndarray:
        """By how much some events of each session move where the oldest session is first. count: of events: [S]"""
        oldest = np.argsort(self.ts[self.session_starts[:-1]], kind="stable")
        moved = np.empty(len(count), np.int64)
        moved[oldest] = np.cumsum(count[oldest]) - count[oldest]
        moved -= np.cumsum(count) - count
        return moved


def blocks_of(offsets: np.ndarray) -> Iterator[tuple[int, int]]:
    """First event and end of some whole shoppers, about so many events that their numbers need little memory."""
    start = 0
    while start < offsets[-1]:
        at = np.searchsorted(offsets, start + AT_ONCE, side="right") - 1
        end = int(offsets[at])
        if end <= start:
            end = int(offsets[at + 1])
        yield start, end
        start = end


def read_shards(folder: str | Path, columns: Columns | None = None) -> Log:
    """Raises ShardsError where the folder holds no shards, or where they are damaged. columns: where they go, by default
    into memory."""
    at = Path(folder)
    manifest = read_manifest(at)
    items, number = read_items(at, manifest["items"])
    columns = columns or Columns()
    return Log(
        manifest, items, columns=columns, **columns.once("log", lambda: read(at, manifest, number, columns))
    )


def read(at: Path, manifest: dict[str, Any], number: np.ndarray, columns: Columns) -> dict[str, np.ndarray]:
    """The columns of the log, a few of them at a time, so that what is written lies close together."""
    shards = Shards(at, manifest)
    E, offsets = shards.events, shards.offsets
    into: dict[str, tuple[tuple[str, ...], tuple[int, ...], Any]] = {
        "ts": (("ts",), (E,), np.int64),
        "item": (("item",), (E,), np.int32),
        "part": (("part",), (E,), np.uint8),
        "tokens": (tuple(name for name in COLUMNS if name != "item"), (E, len(TOKEN_FIELDS)), np.uint8),
    }
    made = {name: columns.room(name, shape, dtype) for name, (_, shape, dtype) in into.items()}
    for name, (given, _, _) in into.items():
        for path, rows, table in shards.tables(given):
            check_values(path, table, len(number))
            if name == "tokens":
                for column in given:
                    made[name][rows, COLUMNS.index(column)] = table[column]
            elif name == "item":
                made[name][rows] = np.where(table[name] < 0, -1, number[table[name]])
            else:
                made[name][rows] = table[name]
    opens = made["tokens"][:, COLUMNS.index("opens")]
    sessions = sum(int(np.count_nonzero(opens[a:b])) for a, b in blocks_of(offsets))
    if sessions != manifest["sessions"] or not opens[offsets[:-1]].all():
        raise ShardsError("the shards have other sessions than manifest.json says: prepare the log again")
    made["session_starts"] = columns.room("session_starts", sessions + 1, np.int64)
    made["next_action"] = columns.room("next_action", E, np.uint8)
    made["next_item"] = columns.room("next_item", E, np.int32)
    made["later"] = columns.room("later", (E, 2), bool)
    counts, session = np.zeros(len(number), np.int64), 0
    for a, b in blocks_of(offsets):
        item, part = made["item"][a:b], made["part"][a:b]
        starts, said = labels(made["tokens"][a:b, 0], opens[a:b], item)
        made["session_starts"][session : session + len(starts)] = a + starts
        session += len(starts)
        for name, values in said.items():
            made[name][a:b] = values
        counts += np.bincount(item[(part == TRAIN) & (item >= 0)], minlength=len(number))
    made["session_starts"][sessions] = E
    return {**made, "offsets": offsets, "counts": counts}


def labels(
    action: np.ndarray, opens: np.ndarray, item: np.ndarray
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Of some whole sessions: where they start, and what is to be learned."""
    count = len(action)
    starts = np.flatnonzero(opens)
    ends = np.append(starts[1:], count)
    end = np.repeat(ends, ends - starts)
    goes_on = np.arange(1, count + 1) < end
    so_far = [np.cumsum(action == kind, dtype=np.int32) for kind in (PURCHASE, CART)]
    return starts, {
        "next_action": np.where(goes_on, np.append(action[1:], LEAVE), LEAVE),
        "next_item": np.where(goes_on, np.append(item[1:], -1), -1),
        "later": np.stack([kind[end - 1] > kind for kind in so_far], 1),
    }


class Shards:
    """The files, and where each of their events goes: shoppers by their first event, then by their first line, which is
    the order of `train`."""

    def __init__(self, at: Path, manifest: dict[str, Any]) -> None:
        self.events = int(manifest["events"])
        self.files = [(at / "events" / f"{one['name']}.parquet", one["events"]) for one in manifest["shards"]]
        if sum(events for _, events in self.files) != self.events:
            raise ShardsError(f"{at} does not hold what its manifest.json says: prepare the log again")
        first, line, length, shoppers = [], [], [], [0]
        for path, events in self.files:
            table = read_parquet(path, ["n", "line", "ts", "opens"])
            n = table["n"]
            begins = np.flatnonzero(n == 0)
            in_order = len(n) > 0 and n[0] == 0 and (np.diff(n)[n[1:] != 0] == 1).all()
            if len(n) != events or not in_order:
                raise ShardsError(f"{path} has other rows than manifest.json says: prepare the log again")
            # Sessions may overlap: they come one after another.
            if (np.diff(table["ts"])[(n[1:] != 0) & (table["opens"][1:] == 0)] < 0).any():
                raise ShardsError(
                    f"{path}: a session's events are not in the order of time: prepare the log again"
                )
            first.append(table["ts"][begins])
            line.append(np.minimum.reduceat(table["line"], begins))
            length.append(np.diff(np.append(begins, len(n))))
            shoppers.append(shoppers[-1] + len(begins))
        order = np.lexsort((np.concatenate(line), np.concatenate(first)))
        self.length, self.shoppers = np.concatenate(length), shoppers
        self.offsets = np.append(0, np.cumsum(self.length[order]))
        # Where the first event of each shopper goes, in the order of the files.
        self.place = np.empty_like(self.length)
        self.place[order] = self.offsets[:-1]

    def tables(self, names: Sequence[str]) -> Iterator[tuple[Path, np.ndarray, dict[str, np.ndarray]]]:
        """Some columns of each file, with the number of each event."""
        for at, (path, events) in enumerate(self.files):
            some = slice(self.shoppers[at], self.shoppers[at + 1])
            length = self.length[some]
            rows = np.repeat(self.place[some] - np.cumsum(length) + length, length) + np.arange(events)
            table = read_parquet(path, list(names))
            if len(table[names[0]]) != events:
                raise ShardsError(f"{path} changed while it was read: start again")
            yield path, rows, table


# What a number of a shard may be: below these.
MOST = {"action": len(ACTION_TYPES), "opens": 2, "part": 4, **TOKEN_ROWS}


def check_values(path: Path, table: dict[str, np.ndarray], items: int) -> None:
    """A number beyond its table would be read as another one, in silence."""
    for name, values in table.items():
        low, most = (-1, items) if name == "item" else (0, MOST.get(name))
        if most is not None and (values.min() < low or values.max() >= most):
            raise ShardsError(
                f"{path}: {name} is {values.min()} to {values.max()}, allowed are {low} to {most - 1}: "
                "prepare the log again"
            )


def read_manifest(folder: Path) -> dict[str, Any]:
    way = f"make shards with npx nextaisle prepare <log> --out {folder}"
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError):
        raise ShardsError(f"{folder} has no manifest.json, which whole shards have: {way}") from None
    if not isinstance(manifest, dict) or manifest.get("format") != "nextaisle-shards":
        raise ShardsError(f"{folder} holds no shards of nextaisle: {way}")
    if manifest.get("version") != SHARDS_VERSION:
        raise ShardsError(
            f"{folder} holds shards of version {manifest.get('version')!r}, not {SHARDS_VERSION}: {way}"
        )
    for name, (fits, allowed) in SAID.items():
        if not fits(manifest.get(name)):
            raise ShardsError(
                f"{folder / 'manifest.json'}: {name} is {manifest.get(name)!r:.80}, {allowed} is expected: {way}"
            )
    if not manifest["events"]:
        raise ShardsError(f"{folder} holds no events: there is nothing to learn from")
    return manifest


def is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**48


def is_text(value: Any) -> bool:
    return isinstance(value, str)


def is_shard(value: Any) -> bool:
    return isinstance(value, dict) and is_text(value.get("name")) and is_count(value.get("events"))


def is_list(of: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and all(map(of, value))


# What a manifest has to say.
SAID: dict[str, tuple[Callable[[Any], bool], str]] = {
    **{name: (is_count, "a whole number") for name in ("events", "sessions", "items")},
    "hash": (is_text, "a text"),
    "log": (is_list(is_text), "a list of file names"),
    "shards": (is_list(is_shard), "a list of names with counts"),
}


def read_items(folder: Path, count: int) -> tuple[list[Item], np.ndarray]:
    """Items sorted as JavaScript sorts their ids, and the new number of each number of the shards."""
    path = folder / "items.parquet"
    names = ["id", "price", "category", "brand", "name"]
    table = read_parquet(path, ["item", *names], ITEM_KINDS)
    if len(table["id"]) != count or (table["item"] != np.arange(count)).any():
        raise ShardsError(f"{path} has other rows than manifest.json says: prepare the log again")
    price = table["price"]
    # -1 stands for unknown.
    odd = np.flatnonzero(~(((price >= 0) & np.isfinite(price)) | (price == -1)))
    if len(odd):
        raise ShardsError(
            f"{path}: the price of {table['id'][odd[0]]!r} is {price[odd[0]]}, allowed are numbers from 0, and -1 for "
            "unknown: prepare the log again"
        )
    ids = table["id"].tolist()
    wrong = "" if "" in ids else next((key for key in ids if "\n" in key), None)
    if wrong is None and len(set(ids)) < count:
        wrong = next(key for at, key in enumerate(sorted(ids)) if at and key == sorted(ids)[at - 1])
    if wrong is not None:
        raise ShardsError(
            f"{path}: an id is {wrong!r}; ids are there once, not empty and in one line: prepare the log again"
        )
    items = [
        Item(
            id=key,
            price=float(price) if price > 0 else None,
            category=tuple(category.split("/")) if category else (),
            brand=brand or None,
            name=name or None,
        )
        for key, price, category, brand, name in zip(*(table[name] for name in names), strict=True)
    ]
    # JavaScript compares UTF-16 units, SQL bytes of UTF-8.
    order = sorted(range(count), key=lambda i: items[i].id.encode("utf-16-be", "surrogatepass"))
    number = np.zeros(count, np.int32)
    number[order] = np.arange(count)
    return [items[i] for i in order], number


# What items.parquet has beside whole numbers.
ITEM_KINDS = {**dict.fromkeys(("id", "category", "brand", "name"), "texts"), "price": "numbers with a point"}


def read_parquet(
    path: Path, names: list[str], kinds: Mapping[str, str] = MappingProxyType({})
) -> dict[str, np.ndarray]:
    """kinds: of columns that are not whole numbers."""
    try:
        import pyarrow
        import pyarrow.parquet as parquet
    except ImportError:
        raise ShardsError("pyarrow is missing, which reads shards: pip install pyarrow") from None
    if not path.is_file():
        raise ShardsError(f"{path} is missing, which manifest.json names: prepare the log again")
    try:
        with parquet.ParquetFile(path) as file:
            missing = set(names) - set(file.schema_arrow.names)
            columns = {} if missing else {name: file.read([name]).column(0) for name in names}
    except (pyarrow.ArrowException, OSError, ValueError) as wrong:
        said = str(wrong).split("\n")[0]
        raise ShardsError(f"{path} is no shard, or is damaged ({said}): prepare the log again") from wrong
    if missing:
        raise ShardsError(f"{path} has no {', no '.join(sorted(missing))}: prepare the log again")
    return {
        name: plain(path, name, column, kinds.get(name, "whole numbers")) for name, column in columns.items()
    }


def plain(path: Path, name: str, column: Any, kind: str) -> np.ndarray:
    """A column of Parquet; refused where it is of another type than shards have, as it might be read as other numbers."""
    from pyarrow import types

    given = column.type.value_type if types.is_dictionary(column.type) else column.type
    fits = {
        "whole numbers": types.is_integer(given),
        "numbers with a point": types.is_floating(given),
        "texts": types.is_string(given) or types.is_large_string(given),
    }
    if not fits[kind]:
        raise ShardsError(
            f"{path}: {name} is of type {column.type}, {kind} are expected: prepare the log again"
        )
    if column.null_count:
        raise ShardsError(f"{path}: {name} has nulls, which shards do not: prepare the log again")
    values = column.to_numpy()
    if values.dtype == np.uint64 and len(values) and values.max() > np.iinfo(np.int64).max:
        raise ShardsError(f"{path}: {name} is {values.max()}, too large for a shard: prepare the log again")
    return values


@dataclass
class Catalog:
    """What a model file says of the items: by the item's number."""

    # `{path, logPrice?}`, in the order of the items that name them first.
    categories: list[dict[str, Any]]
    category: np.ndarray  # number of the category, 0 for none: [I]
    price: np.ndarray  # bucket of the price, 0 where unknown: [I]
    # Whether something is known of an item that has no codes: [I]
    described: np.ndarray
    # Log of the counts, standardised over the items of the training part: [I]
    popularity: np.ndarray
    # Rows of the content table and their weights, one item after another.
    buckets: np.ndarray
    weights: np.ndarray
    bucket_offsets: np.ndarray  # [I + 1]

    @staticmethod
    def of(log: Log, config: ModelConfig) -> "Catalog":
        paths = [category_path(item) for item in log.items]
        prices: dict[str, list[float]] = {}
        for item, path in zip(log.items, paths, strict=True):
            if path:
                known = prices.setdefault(path, [])
                if item.price:
                    known.append(math.log(item.price))
        categories = [
            {"path": path, "logPrice": to_four_decimals(sum(logs) / len(logs))} if logs else {"path": path}
            for path, logs in prices.items()
        ]
        if len(categories) > 0xFFFF:
            raise ShardsError(
                f"{len(categories)} categories: a model file holds {0xFFFF}, so cut their last level"
            )
        number = {entry["path"]: at + 1 for at, entry in enumerate(categories)}
        category = np.array([number.get(path, 0) for path in paths], np.int32)
        level = [None, *(entry.get("logPrice") for entry in categories)]
        features = [content_features(item, config) for item in log.items]
        known = log.counts > 0
        logs = np.log1p(log.counts)
        spread = logs[known].std() if known.any() else 0
        mean = logs[known].mean() if known.any() else 0
        return Catalog(
            categories,
            category,
            np.array(
                [price_bucket(i.price, level[c]) for i, c in zip(log.items, category, strict=True)], np.uint8
            ),
            np.array([bool(config.contentBuckets) and is_described(item) for item in log.items], bool),
            ((logs - mean) / (spread or 1)).astype(np.float32),
            np.array([bucket for some in features for bucket, _ in some], np.int64),
            np.array([weight for some in features for _, weight in some], np.float32),
            np.append(0, np.cumsum([len(some) for some in features])).astype(np.int64),
        )


def is_described(item: Item) -> bool:
    return bool(item.category or item.brand or item.name or item.price)


def category_path(item: Item) -> str:
    """`('Garden', 'Chairs')` → `garden/chairs`"""
    return "/".join(part.strip().lower().replace("/", " ") for part in item.category)


def to_four_decimals(x: float) -> float:
    """As JavaScript rounds: halves go up."""
    return math.floor(x * 1e4 + 0.5) / 1e4
