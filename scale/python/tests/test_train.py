"""The trainer: what it makes of shards is what the TypeScript makes of them, and a training in parts is a training."""

import os
import re
import signal
import socket
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import multiprocessing

from nextaisle.__main__ import main
from nextaisle.batches import Pieces, Pool, Withholding, choose_items, gather
from nextaisle.calibrate import calibrate
from nextaisle.learner import Learner
from nextaisle.network import read_model, unit
from nextaisle.plan import Course, Options, Plan, choose_coded
from nextaisle.quantise import find_rotation, product_quantise, rotate_network
from nextaisle.read_out import Choices, fit_scale
from nextaisle.score import Ranked
from nextaisle.shards import TRAIN, VALIDATION, Catalog
from nextaisle.teacher import Teacher, is_worth_teaching
from nextaisle.train import Run, train
from nextaisle.vectors import ItemGraph

QUICK = Options(width=16, layers=1, heads=1, window=8, epochs=2, negatives=40, seed=3)
# Processes draw alike, but for dropout.
STEADY = replace(QUICK, dropout=0)


@pytest.fixture(scope="session")
def oracle(ask, shards):
    return ask("prepared", folder=shards)


@pytest.fixture(scope="session")
def made(shards, tmp_path_factory):
    """A file of one process, and its losses."""
    folder = tmp_path_factory.mktemp("made")
    train(shards, folder / "shop.safetensors", QUICK, curve=folder / "curve.csv", say=lambda line: None)
    return folder / "shop.safetensors", losses(folder / "curve.csv")


def losses(path):
    lines = [line.split(",") for line in path.read_text().splitlines()[1:]]
    return {(int(one), int(step)): float(loss) for one, step, _, loss in lines}


def test_shards_are_read_as_train_reads_them(log, oracle):
    catalog = Catalog.of(log, Plan.of(log, Options()).config)
    assert [item.id for item in log.items] == oracle["itemIds"]
    columns = {
        "item": log.item,
        "action": log.action,
        "newSession": log.opens,
        "gap": log.tokens[:, 2],
        "nextAction": log.next_action,
        "nextItem": log.next_item,
        "later": log.later @ [1, 2],
        "counts": log.counts,
        "itemCategory": catalog.category,
        "itemPrice": catalog.price,
        "described": catalog.described,
    }
    for name, values in columns.items():
        assert values.astype(int).tolist() == oracle[name], name
    assert catalog.categories == oracle["categories"]
    assert np.allclose(catalog.popularity, oracle["popularity"], atol=1e-5)
    features = [pair for some in oracle["features"] for pair in some]
    assert np.allclose(np.stack([catalog.buckets, catalog.weights], 1), features)
    plan = Plan.of(log, Options())
    for name in ("epochs", "batch", "negatives", "rate", "dropout"):
        assert getattr(plan, name) == oracle["plan"][name]
    assert plan.config.contentBuckets == oracle["plan"]["config"]["contentBuckets"] == 512


def test_pieces_first_sights_and_neighbours_are_those_of_the_typescript(log, oracle):
    pieces = Pieces.cut(log, Plan.of(log, Options()).config, TRAIN)
    assert np.stack([pieces.start, pieces.scored, pieces.end], 1).tolist() == oracle["pieces"]
    rule = Withholding.of(log)
    assert rule.first.astype(int).tolist() == oracle["first"]
    assert rule.share == pytest.approx(oracle["withheld"])
    graph = ItemGraph(log)
    items = np.arange(len(log.items))
    clear = items
    for name, without in [("neighbours", None), ("neighboursWithout", pieces[slice(0, 9)])]:
        row, other, share = graph.neighbours(items, without)
        same = []
        for item, said in enumerate(oracle[name]):
            mine = dict(zip(other[row == item].tolist(), share[row == item].tolist(), strict=True))
            theirs = dict(zip(said["items"], said["shares"], strict=True))
            if mine == pytest.approx(theirs, abs=1e-6):
                same.append(item)
            # Where two are as close as the tenth, either is kept.
            assert without or sorted(mine.values()) == pytest.approx(sorted(theirs.values()), abs=1e-6)
        assert len(same) > 20
        assert set(clear) >= set(same) if without is None else set(same) >= set(clear)
        clear = same


def test_the_teacher_names_the_items_of_the_typescript_s(log, oracle):
    assert is_worth_teaching(log) == oracle["isWorthTeaching"]
    teacher = Teacher(log)
    for at, said in enumerate(oracle["taught"]):
        mine = teacher(3 * at)
        assert (mine is None) == (said is None)
        if mine is None:
            continue
        # Of items with equal scores the same ones, in the same order.
        assert mine[0].tolist() == said["items"]
        assert mine[1] == pytest.approx(said["shares"], abs=1e-5)
        assert teacher(3 * at)[1].tolist() == mine[1].tolist()
    assert any(len(set(one["shares"])) < len(one["shares"]) for one in oracle["taught"] if one)


def test_a_batch_has_the_candidates_of_the_typescript_s(log, ask, shards):
    said = ask("batch", folder=shards, count=30)
    pieces = Pieces.cut(log, Plan.of(log, Options()).config, TRAIN)[slice(0, 30)]
    ranked = log.counts > 1
    pool = Pool(np.flatnonzero(ranked), len(log.items), log.counts)
    found = gather(log, pieces, 6, is_ranked=ranked, taught=(Teacher(log), 0.4))
    negative, expected = pool.negatives(len(log.items), np.random.default_rng(1))
    assert not expected.any()
    made = choose_items(log, found, negative, expected, np.ones(len(log.items)))
    batch, items = made.batch, np.append(-1, made.keys // 2)

    def triples(of, rows):
        return sorted(zip(of["query"], rows, np.round(np.float64(of["share"]), 3), strict=True))

    their_items = np.append(-1, said["items"])
    assert batch.scored.tolist() == said["scored"]
    assert batch.labelled.tolist() == said["labelled"]
    assert items[batch.input].tolist() == their_items[said["input"]].tolist()
    for name in ("copies", "fresh"):
        mine, theirs = getattr(batch, name), said[name]
        given = {"query": mine.query.tolist(), "share": mine.share.tolist()}
        assert len(given["query"]) > 50
        got = triples(given, items[mine.row].tolist())
        asked = triples(theirs, their_items[theirs["row"]].tolist())
        assert sum(a == b for a, b in zip(got, asked, strict=True)) > 0.98 * len(asked)
    for name in ("age", "last", "count"):
        assert getattr(batch.copies, name).tolist() == said["copies"][name], name
    rows, columns = np.divmod(made.items.masked.numpy(), len(negative))
    theirs = [(at // len(said["negative"]), at % len(said["negative"])) for at in said["masked"]]
    masked = {(q, their_items[said["negative"][k]]) for q, k in theirs}
    assert len(set(zip(rows.tolist(), negative[columns].tolist(), strict=True)) ^ masked) < 0.02 * len(masked)


@pytest.mark.parametrize("epochs,stops", [(30, True), (3, True), (4, False)])
def test_passes_follow_one_another_as_in_the_typescript(epochs, stops, ask, log):
    scores = [1, 2, 3, 2.5, 2.6, 3.1, 2, 2, 1, 1, 1, 1, 1, 1, 1]
    said = ask("course", epochs=epochs, stopsEarly=stops, scores=scores)
    plan = Plan.of(log, Options(epochs=epochs))
    plan = Plan(**{**vars(plan), "stops_early": stops})
    course = Course(epochs)
    for at, score in zip(said, scores, strict=False):
        assert (course.phase, course.best_pass) == (at["phase"], at["best"])
        if course.phase == "done":
            break
        assert [course.rate(share) for share in (0, 0.3, 0.9)] == pytest.approx(at["rates"])
        assert course.teaching(0.5) == pytest.approx(at["teaching"])
        course = course.after(plan, score)
    assert course.phase == "done"


def test_a_rotated_network_answers_the_same_and_codes_are_near(log):
    plan = Plan.of(log, QUICK)
    learner = Learner(log, plan, torch.device("cpu"))
    drawn = torch.Generator().manual_seed(4)
    for parameter in learner.net.parameters():
        parameter.data += 0.3 * torch.randn(parameter.shape, generator=drawn)
    rows = unit(torch.randn(300, 16, generator=drawn) * torch.linspace(0.1, 1, 16))
    history = torch.as_tensor(log.tokens[:20].astype(np.int64))
    learner.net.eval()

    def answers(vectors):
        from nextaisle.network import Sight

        sight = Sight([20], learner.net.config.window)
        hidden = learner.net.hidden(history, sight, vectors[:20])
        query = learner.net.queries(hidden, learner.net.pooled(hidden, sight, vectors[:20]), history[:, 0])
        return torch.cat(
            [learner.net.head_action(hidden), learner.net.head_intent(hidden), query @ vectors.T], 1
        )

    rng = np.random.default_rng(2)
    config = plan.coded_config(300)
    before = answers(rows)
    with torch.no_grad():
        rotation = find_rotation(rows, torch.ones(300), config, rng)
        assert torch.allclose(rotation @ rotation.T, torch.eye(16), atol=1e-5)
        assert not torch.allclose(rotation, torch.eye(16), atol=0.1)
        rotate_network(learner.net, rotation)
        assert torch.allclose(answers(rows @ rotation), before, atol=1e-4)
        turned = rows @ rotation
        codes, centroids = product_quantise(turned, torch.ones(300), config, rng)
    near = centroids[codes.long() + config.centroids * torch.arange(config.subIds)].flatten(1)
    assert (near - turned).square().sum() < 0.02 * turned.square().sum()


def test_two_factors_are_fitted_as_in_the_typescript(ask):
    drawn = torch.Generator().manual_seed(1)
    x, y = torch.randn(400, 12, generator=drawn), torch.randn(400, 12, generator=drawn)
    chosen = torch.multinomial((0.6 * x + 1.7 * y).softmax(1), 1, generator=drawn)[:, 0]
    lists = [
        {"x": a, "y": b, "chosen": c} for a, b, c in zip(x.tolist(), y.tolist(), chosen.tolist(), strict=True)
    ]
    said = ask("scales", choices=lists, start=[1, 1])
    mine = fit_scale([Choices(x, y, torch.ones(400, 12, dtype=torch.bool), chosen)], 400, (1, 1))
    assert mine == pytest.approx(said, abs=1e-4)
    assert mine != pytest.approx((1, 1), abs=0.1)


def test_the_page_opens_what_was_trained(made, ask, shards, log):
    file, _ = made
    said = ask("opened", file=file)
    assert said["golden"]
    assert said["items"] == [
        item.id for item in log.items if log.counts[log.items.index(item)] or item.category
    ]
    assert "trained in PyTorch" in said["card"]["data"]
    assert not list(file.parent.glob("*.checkpoint*"))
    # On both sides the calibration of this very file.
    theirs = ask("calibrated", folder=shards, file=file)
    model, about = read_model(file)
    for mine in (about.calibration, calibrate(model, about.items, log)):
        assert mine["actions"]["bias"] == pytest.approx(theirs["actions"]["bias"], abs=0.02)
        assert mine["actions"]["temperature"] == pytest.approx(theirs["actions"]["temperature"], abs=0.01)
        for head in ("purchase", "cart", "bands"):
            assert mine[head] == pytest.approx(theirs[head], abs=0.02)
        assert mine["items"] == pytest.approx(theirs["items"], abs=0.01)
        assert mine["sets"] == pytest.approx(theirs["sets"], rel=0.02)
    assert theirs["actions"]["temperature"] != 1 != theirs["purchase"]["scale"]


def test_the_loss_falls(made):
    steps = list(made[1].values())
    assert np.mean(steps[-10:]) < np.mean(steps[:10]) - 1


def take_part(rank, ranks, meet, shards, out, curve):
    """A process as torchrun starts it."""
    os.environ |= {
        "RANK": str(rank),
        "WORLD_SIZE": str(ranks),
        "MASTER_ADDR": "localhost",
        "MASTER_PORT": meet,
    }
    torch.set_num_threads(1)
    train(shards, out, STEADY, resume=True, checkpoint_every=0, curve=curve, say=lambda line: None)


def several(ranks, *given):
    with socket.socket() as free:
        free.bind(("localhost", 0))
        meet = str(free.getsockname()[1])
    # Forked, as importing torch takes longer than this training.
    return multiprocessing.start_processes(
        take_part, (ranks, meet, *given), nprocs=ranks, join=False, start_method="fork"
    )


def test_two_processes_of_which_one_is_killed_and_four_that_go_on(made, shards, tmp_path):
    """They have the losses of one process."""
    curve, out = tmp_path / "curve.csv", tmp_path / "shop.safetensors"
    started = several(2, shards, out, curve)
    while not curve.exists() or len(losses(curve)) < 7:
        assert not started.join(timeout=0.05)
    os.kill(started.pids()[1], signal.SIGKILL)
    with pytest.raises((multiprocessing.ProcessExitedException, multiprocessing.ProcessRaisedException)):
        while not started.join():
            pass
    assert not out.exists()
    before = losses(curve)
    several(4, shards, out, curve).join()
    after = losses(curve)
    alone = tmp_path / "alone.csv"
    train(shards, tmp_path / "alone.safetensors", STEADY, curve=alone, say=lambda line: None)
    one = losses(alone)
    assert len(one) > len(before) + 7
    assert list(one) == list(after)
    assert list(after.values()) == pytest.approx(list(one.values()), rel=0.02)
    assert out.exists()


def test_a_training_in_two_parts_is_that_of_one(made, shards, tmp_path):
    out, curve = tmp_path / "shop.safetensors", tmp_path / "curve.csv"

    class Stopped(Exception):
        pass

    def stop(line):
        if line.startswith("pass 1 ("):
            raise Stopped

    with pytest.raises(Stopped):
        train(shards, out, QUICK, curve=curve, checkpoint_every=0, name="shop", say=stop)
    assert not out.exists()
    with pytest.raises(ValueError, match="of another training .*plan.config.width is 16 there, 64 here"):
        train(shards, out, Options(), resume=True, say=lambda line: None)
    train(shards, out, QUICK, resume=True, curve=curve, say=lambda line: None)
    file, whole = made
    assert losses(curve) == whole
    assert out.read_bytes() == file.read_bytes()


def test_a_log_without_a_validation_part(log, tmp_path, ask):
    short = replace(log, part=np.where(log.part == VALIDATION, 3, log.part))
    said = []
    out = tmp_path / "shop.safetensors"
    run = Run(short, replace(QUICK, epochs=1), out, torch.device("cpu"), False, said.append)
    run.passes(False, 600, None)
    run.write("shop", "1")
    assert ask("opened", file=out)["golden"]
    assert read_model(out)[1].calibration["purchase"] == {"scale": 1, "offset": 0}
    assert any("codes for 60 of 60 items" in line for line in said)


def test_bfloat16_learns_alike(log, tmp_path):
    losses = []
    for bf16 in (False, True):
        out = tmp_path / "shop.safetensors"
        run = Run(log, replace(STEADY, batch=256), out, torch.device("cpu"), bf16, lambda line: None)
        batches = run.pieces.batches(256, np.random.default_rng(1))
        losses.append([run.learner.step(pieces, 0, n, 0.01).loss for n, pieces in enumerate(batches)])
    assert losses[0] != losses[1]
    assert losses[1] == pytest.approx(losses[0], rel=0.02)


def test_steps_that_are_not_finite_are_told(log, tmp_path):
    said = []
    options = replace(QUICK, epochs=1)
    run = Run(log, options, tmp_path / "shop.safetensors", torch.device("cpu"), False, said.append)
    run.learner.net.head_action.bias.data[0] = torch.nan
    run.passes(False, 600, None)
    assert any("steps were left out: a number was not finite" in line for line in said)


def test_an_out_that_cannot_be_written_is_refused_at_once(shards, tmp_path):
    for out in (tmp_path, tmp_path / "nowhere/shop.safetensors"):
        with pytest.raises(ValueError, match="cannot be written"):
            train(shards, out, QUICK)


def ranked(lost, gained):
    """438 next items of which 300 were found, less some and more others."""
    at = np.arange(438)
    found = (at < 300 - lost) | ((at >= 400) & (at < 400 + gained))
    return Ranked(float(found.sum()), 0.0, 438.0, found)


@pytest.mark.parametrize("gained,least", [(16, 1), (17, 1), (30, 2)])
def test_no_coin_decides_which_items_have_codes(gained, least):
    items = {1: 6493, 2: 499}
    trial = {1: ranked(0, 0), 2: ranked(16, gained)}
    assert choose_coded(lambda n: items.get(n, 0), lambda n: 16, trial.__getitem__, None) == least


@pytest.mark.parametrize(
    "given,words",
    [
        (["--device", "gpu"], "--device gpu: cpu"),
        (["--device", "cuda:99"], "--device cuda:99: cpu"),
        (["--curve", "{}/nowhere/curve.csv"], "curve.csv cannot be written"),
        (["--scratch", "{}/nowhere"], "cannot be written .*--scratch"),
        (["--width", "33"], "width must be a multiple of twice the heads"),
        (["--min-item-count", "999999"], "no item of the training part has so many events"),
    ],
)
def test_options_are_refused_in_a_sentence(given, words, shards, tmp_path, capsys):
    quick = ["--width", "16", "--layers", "1", "--heads", "1", "--window", "8", "--epochs", "1"]
    given = [one.format(tmp_path) for one in given]
    assert main(["train", str(shards), "--out", f"{tmp_path}/shop", *quick, *given]) == 1
    assert re.search(f"^nextaisle: .*{words}", capsys.readouterr().err.splitlines()[-1])


@pytest.mark.parametrize("state", [b"", b"junk", {"a": 1}, [1, 2]])
def test_a_checkpoint_of_something_else_is_refused(state, shards, tmp_path):
    checkpoint = tmp_path / "shop.checkpoint"
    if isinstance(state, bytes):
        checkpoint.write_bytes(state)
    else:
        torch.save(state, checkpoint)
    with pytest.raises(ValueError, match="is no checkpoint.*leave --resume out"):
        train(shards, tmp_path / "shop", QUICK, resume=True, say=lambda line: None)
    assert checkpoint.exists() and not list(tmp_path.glob("*.columns"))
