"""Shards of `npx nextaisle prepare` become columns of numbers: what `train --shards` reads, in the same order.

The table of docs/guide/scale.md says what the columns mean. Each process holds the whole log, at about forty
bytes an event.
"""

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from .items import Item, content_features
from .network import ACTION_TYPES, LEAVE, TOKEN_FIELDS, ModelConfig
from .tokens import price_bucket

SHARDS_VERSION = 1
TRAIN, VALIDATION = 0, 1
PURCHASE, CART = ACTION_TYPES.index("purchase"), ACTION_TYPES.index("cart")
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
    # First event of each shopper, plus the end.
    offsets: np.ndarray

    def __post_init__(self) -> None:
        self.events = E = len(self.ts)
        self.action = self.tokens[:, 0]
        self.opens = self.tokens[:, TOKEN_FIELDS.index("newSession")]
        self.shopper = np.repeat(np.arange(len(self.offsets) - 1, dtype=np.int32), np.diff(self.offsets))
        starts = np.flatnonzero(self.opens)
        self.session_starts = np.append(starts, E)
        length = np.diff(self.session_starts)
        self.began = np.repeat(self.ts[starts], length)
        end = np.repeat(self.session_starts[1:], length)
        # What is to be learned after each event: the next action, `leave` at the end of a session, the next item,
        # and whether a purchase, a cart comes later in the session.
        goes_on = np.arange(1, E + 1) < end
        self.next_action = np.where(goes_on, np.append(self.action[1:], LEAVE), LEAVE).astype(np.uint8)
        self.next_item = np.where(goes_on, np.append(self.item[1:], -1), -1).astype(np.int32)
        so_far = [np.cumsum(self.action == kind, dtype=np.int32) for kind in (PURCHASE, CART)]
        self.later = np.stack([kind[end - 1] > kind for kind in so_far], 1)
        # Events of each item in the training part: [I]
        seen = self.item[(self.part == TRAIN) & (self.item >= 0)]
        self.counts = np.bincount(seen, minlength=len(self.items))

    @property
    def sessions(self) -> int:
        return len(self.session_starts) - 1


def read_shards(folder: str | Path) -> Log:
    """Raises ShardsError where the folder holds no shards, or where they are damaged."""
    at = Path(folder)
    manifest = read_manifest(at)
    items, number = read_items(at, manifest["items"])
    events = int(manifest["events"])
    tokens = np.zeros((events, len(TOKEN_FIELDS)), np.uint8)
    item, part = np.full(events, -1, np.int32), np.zeros(events, np.uint8)
    ts = np.zeros(events, np.int64)
    first: list[np.ndarray] = []
    line: list[np.ndarray] = []
    start = 0
    for shard in manifest["shards"]:
        path = at / "events" / f"{shard['name']}.parquet"
        end = start + shard["events"]
        table = read_parquet(path, ["n", "line", "ts", "part", *COLUMNS])
        n = table["n"]
        begins = np.flatnonzero(n == 0)
        in_order = len(n) > 0 and n[0] == 0 and (np.diff(n)[n[1:] != 0] == 1).all()
        if len(n) != shard["events"] or not in_order or end > events:
            raise ShardsError(f"{path} has other rows than manifest.json says: prepare the log again")
        for column, name in enumerate(COLUMNS):
            if name != "item":
                tokens[start:end, column] = table[name]
        given = table["item"]
        if given.min() < -1 or given.max() >= len(items) or table["action"].max() >= len(ACTION_TYPES):
            raise ShardsError(f"{path} names an item or an action that is not there: prepare the log again")
        item[start:end] = np.where(given < 0, -1, number[given])
        part[start:end], ts[start:end] = table["part"], table["ts"]
        first.append(begins + start)
        line.append(np.minimum.reduceat(table["line"], begins))
        start = end
    if start != events:
        raise ShardsError(f"{at} does not hold what its manifest.json says: prepare the log again")
    return in_order_of_shoppers(
        manifest, items, ts, tokens, item, part, np.concatenate(first), np.concatenate(line)
    )


def in_order_of_shoppers(
    manifest: dict[str, Any],
    items: list[Item],
    ts: np.ndarray,
    tokens: np.ndarray,
    item: np.ndarray,
    part: np.ndarray,
    first: np.ndarray,
    line: np.ndarray,
) -> Log:
    """Shoppers by their first event, then by their first line: the order of `train`."""
    order = np.lexsort((line, ts[first]))
    length = np.diff(np.append(first, len(ts)))[order]
    offsets = np.append(0, np.cumsum(length))
    rows = np.repeat(first[order] - offsets[:-1], length) + np.arange(len(ts))
    log = Log(manifest, items, ts[rows], tokens[rows], item[rows], part[rows], offsets)
    if log.sessions != manifest["sessions"]:
        raise ShardsError("the shards have other sessions than manifest.json says: prepare the log again")
    return log


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
            f"{folder} holds shards of version {manifest.get('version')}, not {SHARDS_VERSION}: {way}"
        )
    if not manifest.get("events"):
        raise ShardsError(f"{folder} holds no events")
    return manifest


def read_items(folder: Path, count: int) -> tuple[list[Item], np.ndarray]:
    """Items sorted as JavaScript sorts their ids, and the new number of each number of the shards."""
    names = ["id", "price", "category", "brand", "name"]
    table = read_parquet(folder / "items.parquet", names)
    if len(table["id"]) != count:
        raise ShardsError(f"{folder / 'items.parquet'} has other rows than manifest.json says")
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


def read_parquet(path: Path, names: list[str]) -> dict[str, np.ndarray]:
    try:
        import pyarrow.parquet as parquet
    except ImportError:
        raise ShardsError("pyarrow is missing, which reads shards: pip install pyarrow") from None
    try:
        table = parquet.read_table(path, columns=names)
        columns = {name: table.column(name) for name in names}
    except Exception as wrong:
        raise ShardsError(f"{path} is no shard, or is damaged: {wrong}") from wrong
    if any(column.null_count for column in columns.values()):
        raise ShardsError(f"{path} has nulls, which shards do not: prepare the log again")
    return {name: column.to_numpy() for name, column in columns.items()}


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
