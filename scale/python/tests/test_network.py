"""The network, the reader and the writer are held equal to the TypeScript."""

import json
import struct

import numpy as np
import pytest
import torch
from conftest import FILES, SHAPES

from nextaisle.items import Item, content_features
from nextaisle.network import (
    ACTIONS,
    ModelFile,
    ModelFileError,
    compact,
    pack_ids,
    read_model,
    read_safetensors,
    unpack_ids,
    write_model,
    write_safetensors,
)

TOLERANCE = 1e-4
# Shorter than the window of 32, as long, longer than all three layers of windows see.
LENGTHS = [1, 2, 31, 32, 33, 70, 150]
LIVE = [
    {"id": "x-1", "name": "Büro-Lampe, 40 W", "brand": "Alder", "category": ["Lamps", "Desk"], "price": 49.5},
    {"id": "x-2", "category": ["Lamps"]},
    {"id": "x-3"},
    {"id": "👟 é", "name": "one TWO two", "price": 0.0003},
    {"id": "x-5", "embedding": [1, -2.5, 3]},
    {"id": "x-6", "embedding": [0, 0, 0, 0, 0], "brand": "Alder"},
    {"id": "x-7", "embedding": [1e-3, 4, 0, 0, -1]},
]


EVERY_FILE = pytest.mark.parametrize("file", [*FILES, *SHAPES], indirect=True)


@EVERY_FILE
@pytest.mark.parametrize("live", [[], LIVE], ids=["its own items", "live items"])
def test_equals_the_oracle(file, live, ask):
    said = ask("outputs", file=file, lengths=LENGTHS, live=live)
    model, about = read_model(file)
    if live:
        items = [Item.parse(item) for item in live]
        features = [content_features(item, about.config) for item in items]
        model.add_items(features, [item.embedding for item in items])
    with torch.no_grad():
        output = model([torch.tensor(one["tokens"]) for one in said])
        last = output.last
        states = torch.tensor([state for one in said for state in one["states"]])
        assert (output.states - states).abs().max() < TOLERANCE
        assert near(output.actions(last), [one["actions"] for one in said])
        assert near(output.intent(last), [one["intent"] for one in said])
        for action in range(ACTIONS):
            logits = output.items(last, torch.full_like(last, action))
            expected = torch.tensor([one["items"][action] for one in said])
            assert logits.shape == expected.shape
            if not expected.numel():
                continue
            finite = expected.abs() < 1e29
            assert (torch.where(finite, logits - expected, 0)).abs().max() < TOLERANCE
            assert near((logits / 1.3).softmax(-1), [one["chances"][action] for one in said])


def near(got, expected):
    return (got - torch.tensor(expected)).abs().max() < TOLERANCE


def test_one_history_is_read_as_among_others(demo, ask):
    said = ask("outputs", file=demo, lengths=LENGTHS, live=[])
    model, _ = read_model(demo)
    with torch.no_grad():
        together = model([torch.tensor(one["tokens"]) for one in said])
        for i, one in enumerate(said):
            alone = model([torch.tensor(one["tokens"])])
            end = together.last[i] + 1
            here = together.states[end - len(one["tokens"]) : end]
            assert (alone.states - here).abs().max() < 1e-5


@EVERY_FILE
def test_round_trip_is_the_same_file(file, tmp_path, ask):
    model, about = read_model(file)
    copy = tmp_path / "copy.safetensors"
    write_model(copy, model, about)
    opened = ask("opened", file=copy, like=file)
    assert opened["different"] == []
    assert opened["golden"] is True
    assert opened["items"] == about.items
    assert copy.read_bytes() == file.read_bytes()


def test_a_changed_network_gets_new_golden_vectors(demo, tmp_path, ask):
    model, about = read_model(demo)
    with torch.no_grad():
        model.head_action.weight.mul_(1.5)
        model.query_scale.add_(1)
        model.layers[1].up.weight.mul_(torch.linspace(0.5, 1.5, model.config.width))
    changed = tmp_path / "changed.safetensors"
    write_model(changed, model, about)
    opened = ask("opened", file=changed, like=demo)
    assert opened["golden"] is True
    # A row of `up` is one input; its scale says how much smaller it got.
    assert opened["different"] == ["layer.1.up", "head.action", "query.scale", "golden"]


def test_int8_rounding_stays_within_half_a_step(demo, tmp_path):
    model, about = read_model(demo)
    with torch.no_grad():
        for weights in model.parameters():
            weights.add_(0.01 * torch.randn(weights.shape, generator=torch.Generator().manual_seed(3)))
    write_model(tmp_path / "near.safetensors", model, about)
    again, _ = read_model(tmp_path / "near.safetensors")
    before, after = model.layers[0].q.weight, again.layers[0].q.weight
    # The file has inputs as rows: columns here.
    step = before.abs().amax(0) / 12 * (1 + 2**-7)
    assert ((before - after).abs() <= step / 2 + 1e-6).all()


@pytest.mark.parametrize(
    "ids",
    [
        [],
        ["a"],
        ["SKU-1", "SKU-12", "SKU-2", "SKU-2-red", "T"],
        ["b", "a", "", "x" * 200, "x" * 40 + '"\\'],
        ["👟", "👠", "👡-é"],
    ],
)
def test_ids_survive(ids):
    packed = json.loads(compact(pack_ids(ids)))
    assert unpack_ids(packed) == ids


def test_ids_are_packed_as_the_page_does(file):
    _, about = read_model(file)
    assert pack_ids(about.items) == about.metadata["items"]


def test_a_number_beyond_its_table_is_refused(demo, tmp_path):
    metadata, tensors = read_safetensors(demo.read_bytes())
    for name, wrong in [("item.codes", 60), ("item.price", 10), ("item.category", 60_000)]:
        changed = {**tensors, name: np.full_like(tensors[name], wrong)}
        (tmp_path / "odd.safetensors").write_bytes(write_safetensors(metadata, changed))
        with pytest.raises(ModelFileError, match=name):
            read_model(tmp_path / "odd.safetensors")


def test_what_the_page_would_refuse_is_not_written(demo, tmp_path):
    out = tmp_path / "out.safetensors"
    for wrong in [torch.nan, torch.inf, 1e5]:
        model, about = read_model(demo)
        with torch.no_grad():
            model.layers[0].q.weight[3, 4] = wrong
        with pytest.raises(ModelFileError, match=r"layer\.0\.q"):
            write_model(out, model, about)
    model, about = read_model(demo)
    for ids in [["twice", "twice", *about.items[2:]], ["line\nbreak", *about.items[1:]]]:
        with pytest.raises(ModelFileError, match="an id twice"):
            write_model(out, model, ModelFile(about.config, ids, about.metadata))
    with pytest.raises(ModelFileError, match=r"item\.codes"):
        write_model(out, model, ModelFile(about.config, about.items[1:], about.metadata))
    assert not out.exists()


HOSTILE = {
    "nothing": lambda f: b"",
    "text": lambda f: b"user,item\n1,2\n" * 9,
    "cut off": lambda f: f[:-1],
    "one byte more": lambda f: f + b"\0",
    "a header without end": lambda f: struct.pack("<Q", 1 << 40) + f[8:],
    "another version": lambda f: f.replace(b'"nextaisle":"3"', b'"nextaisle":"9"'),
    "another tool's file": lambda f: f.replace(b'"nextaisle":"3"', b'"nextaisl_":"3"'),
    "a width of 65": lambda f: f.replace(b'\\"width\\":64', b'\\"width\\":65'),
    "a tensor that is not there": lambda f: f.replace(b'"layer.0.q"', b'"layer.0.z"'),
    "a scale that is not there": lambda f: f.replace(b'"layer.0.q#scale"', b'"layer.0.q#scalf"'),
    "a name twice": lambda f: f.replace(b'"layer.0.q"', b'"layer.0.k"'),
    "no categories": lambda f: f.replace(b'\\"categories\\"', b'\\"categorie_\\"'),
    "ids of another length": lambda f: f.replace(b"alder-wishbone", b"alder-wishbon\\n"),
}


@pytest.mark.parametrize("how", HOSTILE)
def test_a_broken_file_is_refused(how, demo, tmp_path):
    whole = demo.read_bytes()
    broken = HOSTILE[how](whole)
    assert broken != whole
    (tmp_path / "broken.safetensors").write_bytes(broken)
    with pytest.raises(ModelFileError):
        read_model(tmp_path / "broken.safetensors")


def test_numbers_that_no_network_has_are_refused(demo, tmp_path):
    metadata, tensors = read_safetensors(demo.read_bytes())
    for wrong in [np.nan, np.inf, 1e5]:
        changed = {**tensors, "final.norm": np.full_like(tensors["final.norm"], wrong)}
        (tmp_path / "odd.safetensors").write_bytes(write_safetensors(metadata, changed))
        with pytest.raises(ModelFileError, match=r"final\.norm"):
            read_model(tmp_path / "odd.safetensors")
