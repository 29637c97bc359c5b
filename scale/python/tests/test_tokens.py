"""Events become the tokens that the page makes of them."""

import random

import pytest

from nextaisle import HistoryError, Rows, decode, encode, read_model
from nextaisle.items import Item, content_features
from nextaisle.network import ACTION_TYPES, ModelConfig


def rows_of(file):
    model, about = read_model(file)
    return Rows.of(about, model.item_category.tolist(), model.item_price.tolist())


def histories(rows, count=12):
    rng = random.Random(4)
    ids = [*rows.ids, "never seen"] if rows.ids else ["a", "b"]
    for _ in range(count):
        near = rng.sample(ids, min(6, len(ids)))
        ts, session, events = 1_767_225_600_000 + rng.randrange(10**10), 0, []
        for _ in range(rng.randrange(1, 60)):
            ts += round(rng.choice([0, 900, 1000, 5000, 60_000, 1.5e6, 3e6, 9e8]) * rng.random())
            session += rng.random() < 0.1
            event = {"type": rng.choice(ACTION_TYPES), "ts": ts, "session": f"s{session}"}
            if rng.random() < 0.85:
                event["item"] = rng.choice(near)
            if rng.random() < 0.3:
                event["price"] = round(rng.uniform(0.5, 900), 2)
            events.append(event)
        yield events


ITEMS = [
    {"id": "1"},
    {"id": "2", "name": "  Ein Stuhl, Nr. 42 — für ÄLTERE 🪑 I²  ", "brand": " ALDER "},
    {"id": "3", "category": ["Garden", "Chairs / wood", ""], "price": 0.5},
    {"id": "4", "price": 2**0.25, "name": "a a A b c d e f g h i j"},
    {"id": "👟", "name": "!!", "price": -3},
    {"id": "5", "price": 0, "category": []},
]


@pytest.mark.filterwarnings("ignore:.*does not know")
def test_tokens_and_content_are_the_page_s(file, ask):
    rows = rows_of(file)
    given = list(histories(rows))
    said = ask("tokens", file=file, histories=given, items=ITEMS)
    for events, tokens in zip(given, said["tokens"], strict=True):
        assert encode(events, rows) == tokens
    _, about = read_model(file)
    config = ModelConfig(**{**about.config.__dict__, "contentBuckets": about.config.contentBuckets or 512})
    for item, features in zip(ITEMS, said["features"], strict=True):
        assert [list(feature) for feature in content_features(Item.parse(item), config)] == features


@pytest.mark.filterwarnings("ignore:.*does not know")
def test_decode_gives_types_items_and_sessions_back(demo):
    rows = rows_of(demo)
    for events in histories(rows):
        back = decode(encode(events, rows), rows, events[0]["ts"])
        for event, again in zip(events, back, strict=True):
            assert event["type"] == again["type"]
            assert again.get("item") == (event.get("item") if event.get("item") in rows.row else None)
        assert encode(back, rows)[-1][:2] == encode(events, rows)[-1][:2]


ODD = {
    "no event": ([], "at least one"),
    "an unknown type": ([{"type": "buy"}], "type is 'buy'"),
    "no type": ([{"item": "a"}], "type is None"),
    "text": (["click"], "is no event"),
    "an item that is a number": ([{"type": "click", "item": 7}], "item is 7"),
    "seconds": ([{"type": "click", "ts": 1_767_225_600}], "not seconds"),
    "a date as text": ([{"type": "click", "ts": "2026-01-01"}], "milliseconds"),
    "no number": ([{"type": "click", "ts": float("nan")}], "milliseconds"),
    "a price as text": ([{"type": "click", "price": "3 €"}], "price is"),
    "newest first": ([{"type": "click", "ts": 2e12}, {"type": "click", "ts": 1e12}], "event 2 of 2: earlier"),
    "half a clock": ([{"type": "click", "ts": 2e12}, {"type": "click"}], "in all events, or in none"),
}


@pytest.mark.parametrize("what", ODD)
def test_a_history_that_cannot_be_read_is_refused(what, demo):
    events, message = ODD[what]
    with pytest.raises(HistoryError, match=message):
        encode(events, rows_of(demo))


def test_an_item_that_the_model_does_not_know_is_told(demo):
    with pytest.warns(UserWarning, match=r"1 of 2 events are on items .* \(none\)"):
        encode([{"type": "click", "item": "none"}, {"type": "search"}], rows_of(demo))


def test_a_session_ends_after_half_an_hour(demo):
    at = 1_767_225_600_000
    tokens = encode([{"type": "click", "ts": at + ms} for ms in (0, 1_799_999, 3_599_999)], rows_of(demo))
    assert [token[3] for token in tokens] == [1, 0, 1]
