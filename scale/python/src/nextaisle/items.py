"""What a shop says of its items, as hashed features: `contentFeatures` of src/encoding/content.ts."""

import math
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .network import ModelConfig


@dataclass(frozen=True)
class Item:
    """What is known of a product. Only `id` is required."""

    id: str
    name: str | None = None
    brand: str | None = None
    # From the widest to the narrowest.
    category: tuple[str, ...] = ()
    price: float | None = None
    embedding: tuple[float, ...] | None = None

    @staticmethod
    def parse(given: Mapping[str, Any]) -> "Item":
        """Raises ValueError with the name of the field that is wrong; fields of no use here are passed over."""
        text = {}
        for name in ("id", "name", "brand"):
            value = given.get(name)
            if not (isinstance(value, str) or (value is None and name != "id")):
                raise ValueError(f"{name} is {value!r}: a text")
            text[name] = value
        category = given.get("category") or ()
        if isinstance(category, str) or not all(isinstance(part, str) for part in category):
            raise ValueError(f"category is {category!r}: a list of texts, from the widest to the narrowest")
        price, embedding = given.get("price"), given.get("embedding")
        if price is not None and not is_number(price):
            raise ValueError(f"price is {price!r}: a number")
        if embedding is not None and not all(is_number(x) for x in embedding):
            raise ValueError("embedding: a list of numbers")
        return Item(**text, category=tuple(category), price=price, embedding=embedding and tuple(embedding))


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def content_features(item: Item, config: ModelConfig) -> list[tuple[int, float]]:
    """Rows of the content table and their weights: category path prefixes, brand, price level, words of the
    name. Where nothing is known of an item, and in models without identities, the id is one more feature."""
    if not config.contentBuckets:
        return []
    path = [plain(part) for part in item.category]
    fields = [
        [f"c:{'/'.join(path[: i + 1])}" for i in range(len(path))],
        [f"b:{plain(item.brand)}"] if item.brand else [],
        [f"p:{math.floor(math.log2(item.price) * 2 + 0.5)}"] if item.price and item.price > 0 else [],
        [f"t:{word}" for word in dict.fromkeys(words(plain(item.name or "")))][:8],
    ]
    length = len(item.embedding) if item.embedding is not None else -1
    is_known = any(fields) or length == config.embeddingLength
    if not config.subIds or not is_known:
        fields.append([f"i:{item.id}"])
    return [
        # Each field has the same weight, however many parts it has.
        (hash_of(name) % config.contentBuckets, 1 / math.sqrt(len(names)))
        for names in fields
        for name in names
    ]


def plain(text: str) -> str:
    return text.strip().lower()


def words(text: str) -> list[str]:
    """Runs of letters and digits."""
    return "".join(c if unicodedata.category(c)[0] in "LN" else " " for c in text).split()


def hash_of(text: str) -> int:
    """FNV-1a over UTF-16 units, 32 bits, with a final mix so that low bits are usable."""
    h = 0x811C9DC5
    units = text.encode("utf-16-le", "surrogatepass")
    for at in range(0, len(units), 2):
        h = (h ^ int.from_bytes(units[at : at + 2], "little")) * 0x01000193 & 0xFFFFFFFF
    h ^= h >> 15
    return h * 0x2C1B3C6D & 0xFFFFFFFF
