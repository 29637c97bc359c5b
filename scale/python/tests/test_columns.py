"""The log in files: the same numbers as in memory, used again only where they are whole, and gone at the end."""

import errno
import json
import os
from pathlib import Path

import numpy as np
import pytest
from test_train import QUICK

from nextaisle import shards as shards_module
from nextaisle import teacher, vectors
from nextaisle.batches import Pieces, Withholding
from nextaisle.calibrate import Earlier, TrainingPart
from nextaisle.columns import Columns, ColumnsError, Scratch
from nextaisle.plan import Options, Plan
from nextaisle.shards import TRAIN, VALIDATION, read_shards
from nextaisle.teacher import Sessions, is_worth_teaching
from nextaisle.train import train
from nextaisle.vectors import ItemGraph

ARRAYS = ["ts", "tokens", "item", "part", "offsets", "session_starts", "next_action", "next_item", "later"]


def everything(log):
    """All that is counted of a log."""
    plan = Plan.of(log, Options(window=4, layers=1))
    found = {name: getattr(log, name) for name in [*ARRAYS, "counts"]}
    for part in (TRAIN, VALIDATION):
        pieces = Pieces.cut(log, plan.config, part)
        found[f"pieces {part}"] = np.stack([pieces.start, pieces.scored, pieces.end])
        batches = pieces.batches(300, np.random.default_rng(5))
        found[f"batches {part}"] = np.concatenate([batch.start for batch in batches])
    first = Withholding.of(log)
    found |= {"first": first.first, "share": first.share}
    graph, sessions = ItemGraph(log), Sessions(log)
    found |= {"pair": graph.pair, "close": graph.close, "worth": is_worth_teaching(log)}
    found |= {name: getattr(sessions, name) for name in ("age", "item", "starts", "session", "item_starts")}
    before = Earlier.of(log, TrainingPart(log), lambda some: log.next_action[some], 9)
    return found | {f"earlier {name}": value for name, value in vars(before).items()}


@pytest.fixture
def small_blocks(monkeypatch):
    for module in (shards_module, teacher, vectors):
        monkeypatch.setattr(module, "AT_ONCE", 40)


def test_files_hold_what_memory_holds_in_blocks_of_any_size(shards, log, tmp_path, small_blocks, monkeypatch):
    (tmp_path / "c").mkdir()
    mapped = everything(read_shards(shards, Columns(tmp_path / "c", "key")))
    monkeypatch.undo()
    assert len(list(shards_module.blocks_of(log.offsets))) == 1
    for name, values in everything(log).items():
        assert np.array_equal(mapped[name], values) or mapped[name] == pytest.approx(values), name
    assert mapped["pair"].size > 100 and not mapped["ts"].flags.writeable


def test_a_part_is_made_once_and_again_where_it_is_not_whole(tmp_path):
    made = []

    def part(key="key"):
        def make():
            made.append(key)
            return {"long": columns.one_by_one("long", np.int32, [np.arange(3), np.arange(4)]), "share": 0.5}

        columns = Columns(tmp_path, key)
        return columns.once("part", make)

    assert part()["long"].tolist() == [0, 1, 2, 0, 1, 2, 3]
    assert part()["share"] == 0.5 and len(made) == 1
    part("other shards")
    assert len(made) == 2
    os.truncate(tmp_path / "part.long", 20)
    assert part("other shards")["long"].tolist() == [0, 1, 2, 0, 1, 2, 3]
    # Killed before its end.
    (tmp_path / "part.json").write_text('{"key": "other sh')
    part("other shards")
    assert len(made) == 4


def test_a_full_disk_is_told(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full)
    columns = Columns(tmp_path, "key")
    with pytest.raises(ColumnsError, match="no room for the log.*--scratch"):
        columns.once("part", lambda: {"long": columns.room("long", 10, np.int64)})
    # A disk that cannot set room aside gets zeros.
    monkeypatch.setattr(
        os, "posix_fallocate", lambda *_: (_ for _ in ()).throw(OSError(errno.EOPNOTSUPP, ""))
    )
    assert (
        columns.once("part", lambda: {"long": columns.room("long", 10, np.int64)})["long"].tolist()
        == [0] * 10
    )


def test_a_training_leaves_no_columns_and_uses_those_of_a_killed_one(shards, tmp_path, monkeypatch):
    out = tmp_path / "shop.safetensors"
    kept = []
    monkeypatch.setattr(Scratch, "close", lambda self, columns: (kept.append(self), os.close(self.lock)))
    train(shards, out, QUICK, say=lambda line: None)
    first = out.read_bytes()
    assert list(tmp_path.glob("*.columns/*/log.tokens"))
    (tmp_path / "shop.safetensors.columns" / "of-another-machine").mkdir()
    monkeypatch.undo()

    def not_again(*_):
        raise AssertionError("read again")

    monkeypatch.setattr(shards_module, "read", not_again)
    train(shards, out, QUICK, scratch=tmp_path, say=lambda line: None)
    assert out.read_bytes() == first
    assert list(tmp_path.iterdir()) == [out]


def test_two_trainings_do_not_write_one_file(tmp_path):
    one, other = (Scratch(tmp_path / "shop.safetensors") for _ in range(2))
    columns = one.open("shards")
    with pytest.raises(ColumnsError, match="another training writes.*--out"):
        other.open("shards")
    other.close(None)
    assert Path(columns.folder).is_dir()
    one.close(columns)
    assert not list(tmp_path.iterdir())


def test_a_scratch_that_cannot_be_written_is_refused(shards, tmp_path):
    with pytest.raises(ColumnsError, match="cannot be written.*--scratch"):
        train(shards, tmp_path / "shop.safetensors", QUICK, scratch=tmp_path / "nowhere")


def test_columns_are_of_these_shards(shards, tmp_path):
    manifest = json.loads((shards / "manifest.json").read_text())
    given = [manifest, {**manifest, "hash": "of another log"}]
    keys = [Scratch(tmp_path / str(at)).open(json.dumps(one)).key for at, one in enumerate(given)]
    assert keys[0] != keys[1]
