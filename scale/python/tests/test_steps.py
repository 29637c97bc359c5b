"""Steps of training move the weights as the TypeScript moves them."""

import tempfile
from pathlib import Path

import pytest
import torch
from dumped import batch_of, long, network_of, step_of, weights_of
from torch import multiprocessing

from nextaisle.adam import Adam, Moments, clear_zero_rows, clip
from nextaisle.loss import training_loss
from nextaisle.network import specs
from nextaisle.ranks import average, gather_rows, positions_a_rank

COUNT, RATE = 6, 0.02


class Learner:
    """A loop of training in the fewest lines: the loss, the ranks, the step."""

    def __init__(self, dump):
        self.dump = dump
        self.net, table = network_of(dump)
        self.table = table.detach()
        self.adam, self.rows = Adam(self.net), Moments(self.table)

    def step(self, taken, of=None):
        items = long(taken["items"])
        raw = torch.cat([torch.zeros(1, self.table.shape[1]), self.table[items]]).requires_grad_()
        batch = batch_of(taken)
        self.net.zero_grad()
        of = of or positions_a_rank(len(batch.scored), len(batch.labelled))
        loss = training_loss(self.net, raw, batch, step_of(taken, taken), weights_of(self.dump), of)
        loss.backward()
        clear_zero_rows(raw.detach(), raw.grad)
        average(self.net.parameters())
        used, gradient = gather_rows(items, raw.grad[1:])
        dense = [p.grad for p in self.net.parameters() if p.grad is not None]
        assert clip(loss, [*dense, gradient])
        self.rows.step(gradient, RATE, used)
        self.adam.step(RATE)
        return loss.item()

    def values(self):
        """In the order of the dump."""
        places = {spec.name: spec for spec in specs(self.net.config, 0)}
        state = self.net.state_dict()
        flat = [self.table.flatten()]
        for parameter in self.dump["parameters"]:
            spec = places[parameter["name"]]
            values = state[spec.place]
            flat.append((values.T if spec.turned else values).flatten())
        return torch.cat(flat)

    def state(self):
        return {
            "net": self.net.state_dict(),
            "table": self.table,
            "adam": self.adam.state(),
            "rows": self.rows.state(),
        }

    def restore(self, state):
        self.net.load_state_dict(state["net"])
        self.table.copy_(state["table"])
        self.adam.restore(state["adam"])
        self.rows.restore(state["rows"])


@pytest.fixture(scope="module")
def dump(ask):
    return ask("steps", seed=4, count=COUNT, rate=RATE)


def assert_as(dump, learner):
    before, after = torch.tensor(dump["inputs"]), torch.tensor(dump["after"])
    moved = (after - before).abs()
    assert moved.max() > 0.05
    # Each number moves by about the rate a step, so a gradient that cancels to nothing may go either way.
    off = (learner.values() - after).abs()
    assert off.max() < 2e-3
    assert off.mean() < 1e-5
    # The item of which nothing is known.
    assert not learner.table[0].any()


def test_weights_move_as_in_the_typescript(dump):
    learner = Learner(dump)
    for taken in dump["taken"]:
        assert abs(learner.step(taken) - taken["loss"]) < 1e-4 * abs(taken["loss"])
    assert_as(dump, learner)


def test_a_training_goes_on_from_what_was_saved(dump, tmp_path):
    whole, first, second = Learner(dump), Learner(dump), Learner(dump)
    for taken in dump["taken"]:
        whole.step(taken)
    for taken in dump["taken"][:3]:
        first.step(taken)
    torch.save(first.state(), tmp_path / "state.pt")
    second.restore(torch.load(tmp_path / "state.pt"))
    for taken in dump["taken"][3:]:
        second.step(taken)
    assert torch.equal(second.values(), whole.values())


def test_a_step_with_a_number_that_is_not_finite_is_left_out():
    gradient = torch.tensor([3.0, 4.0])
    assert clip(torch.tensor(1.0), [gradient])
    assert torch.allclose(gradient, torch.tensor([0.6, 0.8]))
    assert not clip(torch.tensor(torch.nan), [gradient])
    assert not clip(torch.tensor(1.0), [torch.tensor([torch.inf])])


def halves(taken):
    """The histories of a step in two parts, each with rows of its own."""
    starts = [n for n, at in enumerate(taken["place"]) if at == 0]
    middle = starts[len(starts) // 2]
    K = len(taken["negative"])
    for start, end in [(0, middle), (middle, len(taken["place"]))]:
        scored = [q for q, n in enumerate(taken["scored"]) if start <= n < end]
        first, last = scored[0], scored[-1] + 1
        part = {name: taken[name][start:end] for name in ("place", "tokens", "nextAction", "later", "input")}
        part["labelled"] = [n - start for n in taken["labelled"] if start <= n < end]
        part["scored"] = [taken["scored"][q] - start for q in scored]
        part["masked"] = [at - first * K for at in taken["masked"] if first <= at // K < last]
        for name in ("copies", "fresh"):
            lists = taken[name]
            kept = [i for i, q in enumerate(lists["query"]) if first <= q < last]
            part[name] = {field: [values[i] for i in kept] for field, values in lists.items()}
            part[name]["query"] = [q - first for q in part[name]["query"]]
        used = sorted(
            {*part["input"], *part["copies"]["row"], *part["fresh"]["row"], *taken["negative"]} - {0}
        )
        number = {0: 0, **{row: at + 1 for at, row in enumerate(used)}}
        part["input"] = [number[row] for row in part["input"]]
        for name in ("copies", "fresh"):
            part[name]["row"] = [number[row] for row in part[name]["row"]]
        part["negative"] = [number[row] for row in taken["negative"]]
        part["logExpected"] = taken["logExpected"]
        part["items"] = [taken["items"][row - 1] for row in used]
        part["popularity"] = [taken["popularity"][row - 1] for row in used]
        yield part


def take_part(rank, dump, folder):
    torch.set_num_threads(1)
    torch.distributed.init_process_group("gloo", f"file://{folder}/meet", rank=rank, world_size=2)
    learner = Learner(dump)
    for taken in dump["taken"]:
        learner.step(list(halves(taken))[rank])
    torch.save(learner.values(), f"{folder}/{rank}.pt")
    torch.distributed.destroy_process_group()


def test_two_ranks_stay_together_and_move_as_one(dump):
    with tempfile.TemporaryDirectory() as folder:
        multiprocessing.start_processes(take_part, (dump, folder), 2, start_method="fork")
        said = [torch.load(Path(folder) / f"{rank}.pt") for rank in range(2)]
    assert torch.equal(*said)
    learner = Learner(dump)
    for taken in dump["taken"]:
        learner.step(taken)
    off = (said[0] - learner.values()).abs()
    assert off.max() < 2e-3
    assert off.mean() < 1e-5
