"""Shards that are damaged, or of another maker, are refused with what is wrong and what to do."""

import json
import shutil

import numpy as np
import pytest

from nextaisle.__main__ import main
from nextaisle.shards import ShardsError, read_shards

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")


@pytest.fixture
def copy(shards, tmp_path):
    return shutil.copytree(shards, tmp_path / "shards")


def say(folder, **change):
    path = folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))


def first(folder):
    return sorted((folder / "events").iterdir())[0]


def column(folder, name, change, items=False):
    path = folder / "items.parquet" if items else first(folder)
    table = parquet.read_table(path)
    at = table.column_names.index(name)
    parquet.write_table(table.set_column(at, name, pa.array(change(table.column(name).to_pylist()))), path)


def half(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def fewer_items(folder):
    path = folder / "items.parquet"
    parquet.write_table(parquet.read_table(path).slice(0, 50), path)
    say(folder, items=50)


def other_counts(folder):
    shards = json.loads((folder / "manifest.json").read_text())["shards"]
    shards[0]["events"] += 1
    shards[1]["events"] -= 1
    say(folder, shards=shards)


NAN = float("nan")
DAMAGES = {
    "no manifest": (lambda f: (f / "manifest.json").unlink(), "has no manifest.json.*npx nextaisle prepare"),
    "half a manifest": (lambda f: half(f / "manifest.json"), "has no manifest.json.*npx nextaisle prepare"),
    "another format": (lambda f: say(f, format="other"), "holds no shards"),
    "another version": (lambda f: say(f, version=2), "version 2, not 1"),
    "a version as text": (lambda f: say(f, version="1"), "version '1', not 1"),
    "no events": (lambda f: say(f, events=0), "holds no events"),
    "a count as text": (lambda f: say(f, events="9"), "events is '9', a whole number is expected"),
    "a count that is none": (lambda f: say(f, items=NAN), "items is nan, a whole number"),
    "no hash": (lambda f: say(f, hash=None), "hash is None, a text is expected"),
    "a log as text": (lambda f: say(f, log="log.csv"), "log is 'log.csv', a list of file names"),
    "shards as numbers": (lambda f: say(f, shards=[1]), "shards is .1., a list of names with counts"),
    "more events": (lambda f: say(f, events=10**9), "does not hold what its manifest"),
    "more sessions": (lambda f: say(f, sessions=10**6), "other sessions"),
    "more items": (lambda f: say(f, items=10**6), "items.parquet has other rows"),
    "other counts": (other_counts, "has other rows than manifest.json says"),
    "fewer items": (fewer_items, "item is .* allowed are -1 to 49"),
    "items in another order": (lambda f: column(f, "item", lambda v: v[::-1], True), "has other rows"),
    "a missing shard": (lambda f: first(f).unlink(), "parquet is missing"),
    "half a shard": (lambda f: half(first(f)), "is no shard, or is damaged"),
    "half the items": (lambda f: half(f / "items.parquet"), "is no shard, or is damaged"),
    "times with a point": (lambda f: column(f, "ts", lambda v: [x + 0.5 for x in v]), "ts is of type double"),
    "texts for numbers": (lambda f: column(f, "gap", lambda v: [str(x) for x in v]), "gap is of type string"),
    "nulls": (lambda f: column(f, "line", lambda v: [None, *v[1:]]), "line has nulls"),
    "a number beyond its table": (
        lambda f: column(f, "visits", lambda v: [257] * len(v)),
        "visits is 257 to 257, allowed are 0 to 11",
    ),
    "times backwards": (lambda f: column(f, "ts", lambda v: v[::-1]), "not in the order of time"),
    "a session without its first event": (
        lambda f: column(f, "opens", lambda v: [0, 1, *v[2:]]),
        "other sessions",
    ),
    "a price that is none": (
        lambda f: column(f, "price", lambda v: [NAN] * len(v), True),
        "price of 'sku-000' is nan",
    ),
    "a price without end": (lambda f: column(f, "price", lambda v: [np.inf] * len(v), True), "is inf"),
    "a price below 0": (
        lambda f: column(f, "price", lambda v: [-5.0] * len(v), True),
        "is -5.0, allowed are",
    ),
    "ids as numbers": (lambda f: column(f, "id", lambda v: [*range(len(v))], True), "id is of type int64"),
    "an id twice": (lambda f: column(f, "id", lambda v: [v[1], *v[1:]], True), "an id is 'sku-001'"),
    "an id in two lines": (lambda f: column(f, "id", lambda v: ["a\nb", *v[1:]], True), r"an id is 'a\\nb'"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_shards_are_refused(copy, damage, capsys, tmp_path):
    change, words = DAMAGES[damage]
    change(copy)
    with pytest.raises(ShardsError, match=words):
        read_shards(copy)
    assert main(["train", str(copy), "--out", str(tmp_path / "shop.safetensors")]) == 1
    said = capsys.readouterr().err
    assert "Traceback" not in said and said.count("\n") == 1
    assert list(tmp_path.iterdir()) == [copy]


@pytest.mark.parametrize("kind", [pa.large_string(), pa.dictionary(pa.int32(), pa.string())])
def test_texts_of_other_writers_are_read(copy, kind, log):
    path = copy / "items.parquet"
    table = parquet.read_table(path)
    ids = table.column("id").combine_chunks()
    parquet.write_table(table.set_column(table.column_names.index("id"), "id", ids.cast(kind)), path)
    assert read_shards(copy).items == log.items
