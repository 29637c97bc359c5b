"""The loss and its gradients are those of the TypeScript training, in one process and in two."""

import os
import tempfile
from pathlib import Path

import pytest
import torch
from dumped import batch_of, long, network_of, step_of, weights_of
from torch import multiprocessing

from nextaisle.loss import training_loss
from nextaisle.network import specs
from nextaisle.ranks import average, gather_rows, positions_a_rank

TOLERANCE = 1e-4
SEEDS = [3, 8]


def gradients_of(dump, net, raw_gradient):
    """In the order of the dump: item vectors, then each parameter as the file has it."""
    places = {spec.name: spec for spec in specs(net.config, 0)}
    parameters = dict(net.named_parameters())
    flat = [raw_gradient.flatten()]
    for parameter in dump["parameters"]:
        spec = places[parameter["name"]]
        rows, columns = parameter["shape"]
        gradient = parameters[spec.place].grad
        gradient = torch.zeros(rows * columns) if gradient is None else gradient
        flat.append((gradient.T if spec.turned else gradient).flatten())
    return torch.cat(flat)


def assert_equal(dump, ours):
    """Each tensor's gradient, relative to its largest number."""
    theirs = torch.tensor(dump["whole"]["gradients"])
    sizes = [dump["rows"] * dump["config"]["width"]]
    sizes += [rows * columns for rows, columns in (p["shape"] for p in dump["parameters"])]
    names = ["items", *(p["name"] for p in dump["parameters"])]
    for name, mine, said in zip(names, ours.split(sizes), theirs.split(sizes), strict=True):
        peak = said.abs().max()
        assert peak > 0, name
        assert (mine - said).abs().max() <= TOLERANCE * peak, name


@pytest.mark.parametrize("seed", SEEDS)
def test_loss_and_gradients_are_the_typescript_s(seed, ask):
    dump = ask("loss", seed=seed, parts=2)
    net, raw = network_of(dump)
    whole = dump["whole"]
    batch = batch_of(whole)
    # A comparison that leaves a kind of loss out would prove little.
    assert min(len(batch.copies.query), len(batch.fresh.query), len(whole["masked"])) > 100
    assert 0 < len(batch.labelled) < len(batch.tokens)
    loss = training_loss(net, raw, batch, step_of(dump, whole), weights_of(dump))
    loss.backward()
    assert abs(loss.item() - whole["loss"]) <= TOLERANCE * abs(whole["loss"])
    assert_equal(dump, gradients_of(dump, net, raw.grad))


def test_a_batch_without_candidates_or_without_labels(ask):
    dump = ask("loss", seed=3, parts=2)
    net, raw = network_of(dump)
    batch = batch_of(dump["whole"])
    batch.scored, batch.labelled = long([]), long([])
    assert training_loss(net, raw, batch, step_of(dump, dump["whole"]), weights_of(dump)).item() == 0


def only_used(dump, part):
    """A rank knows the rows of its own part, under numbers of its own."""
    lists = [part["input"], part["copies"]["row"], part["fresh"]["row"], dump["negative"]]
    used = sorted({0, *(row for rows in lists for row in rows)})
    number = {row: at for at, row in enumerate(used)}
    mine = {**part, "input": [number[r] for r in part["input"]]}
    for name in ("copies", "fresh"):
        mine[name] = {**part[name], "row": [number[r] for r in part[name]["row"]]}
    popularity = [dump["popularity"][row - 1] for row in used[1:]]
    said = {**dump, "popularity": popularity, "negative": [number[r] for r in dump["negative"]]}
    return said, mine, used


def take_part(rank, ranks, dump, folder):
    os.environ["OMP_NUM_THREADS"] = "1"
    torch.set_num_threads(1)
    torch.distributed.init_process_group("gloo", f"file://{folder}/meet", rank=rank, world_size=ranks)
    said, part, used = only_used(dump, dump["parts"][rank])
    net, raw = network_of(dump)
    raw = raw.detach()[used].requires_grad_()
    batch = batch_of(part)
    of = positions_a_rank(len(batch.scored), len(batch.labelled))
    loss = training_loss(net, raw, batch, step_of(said, part), weights_of(dump), of)
    loss.backward()
    average(net.parameters())
    items, gradient = gather_rows(long(used), raw.grad)
    torch.distributed.all_reduce(loss)
    whole = torch.zeros(dump["rows"], gradient.shape[1])
    whole[items] = gradient
    torch.save((loss.item() / ranks, len(used), gradients_of(dump, net, whole)), f"{folder}/{rank}.pt")
    torch.distributed.destroy_process_group()


def test_ranks_average_to_one_process_on_the_joined_batch(ask):
    ranks = 3
    dump = ask("loss", seed=8, parts=ranks)
    with tempfile.TemporaryDirectory() as folder:
        multiprocessing.start_processes(take_part, (ranks, dump, folder), ranks, start_method="fork")
        said = [torch.load(Path(folder) / f"{rank}.pt") for rank in range(ranks)]
    for loss, rows, gradients in said:
        assert rows < dump["rows"]
        assert abs(loss - dump["whole"]["loss"]) <= TOLERANCE * abs(dump["whole"]["loss"])
        assert_equal(dump, gradients)
        assert torch.equal(gradients, said[0][2])
