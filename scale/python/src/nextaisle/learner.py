"""What is learned, and one step of it: src/training/fit/training-network.ts and learner.ts."""

import math
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, distributed

from .adam import Adam, clear_zero_rows, clip
from .batches import Pieces, Pool, SoftTargets, Withholding, choose_items, gather
from .loss import Weights, training_loss
from .network import LEAVE, TOKEN_FIELDS, ModelConfig, Nextaisle, specs
from .plan import Plan, choose_coded
from .quantise import find_rotation, product_quantise, rotate_network
from .ranks import average, gather_rows, positions_a_rank, rank, world
from .score import InTraining, Ranked, rank_held_out
from .shards import TRAIN, Catalog, Log
from .vectors import CodedVectors, Content, TableVectors, View

# The weight of the next action rises by 1 with so many labelled events, up to the most.
EVENTS_PER_WEIGHT, MOST_WEIGHT = 8000, 8
# Two-hour windows with events that a log must have to teach the hour.
LEAST_WINDOWS, WINDOW_MS = 30, 7_200_000
# Fields that sum up a session or a history would drown the action, were they as large at first.
STARTS_AT_ZERO = {"elapsed", "longest", "visits", "events", "carts", "orders", "hour"}
# Logits that a choice of coded items looks at, a trial.
MOST_LOGITS = 3e8


@torch.no_grad()
def start_network(
    config: ModelConfig, log: Log, dropout: float, drawn: torch.Generator
) -> tuple[Nextaisle, Weights]:
    """The untrained network and the weights of its losses, by what the log can teach. Where it tells actions apart,
    token embeddings start as large as item vectors, and next action and intent get more weight."""
    # The content table is trained with the item vectors: see vectors.py.
    net = Nextaisle(replace(config, contentBuckets=0), dropout=dropout)
    facts = training_facts(log)
    events = facts.events
    is_typed = facts.next_actions > 1
    parameters = dict(net.named_parameters())
    for spec in specs(net.config, 0):
        value = first_values(spec.name, (spec.rows, spec.columns), config, 0.3 if is_typed else 0.0, drawn)
        parameter = parameters[spec.place]
        parameter.copy_((value.T if spec.turned else value).reshape(parameter.shape))
    # Untrained rows must add nothing in the page.
    for column, name in enumerate(TOKEN_FIELDS):
        if name != "item":
            table = net.embed[name].weight
            shown = torch.as_tensor(np.flatnonzero(facts.shown[column]))
            table *= torch.zeros(len(table), 1).index_fill(0, shown, 1)
    if facts.windows < LEAST_WINDOWS:
        net.embed["hour"].weight.zero_().requires_grad_(False)
    action = max(1.0, min(MOST_WEIGHT, events / EVENTS_PER_WEIGHT)) if is_typed else 0.3
    return net, Weights(action, 0.3 * action if is_typed else 0.1)


class Facts(NamedTuple):
    """Of the training part."""

    events: int
    # Which numbers each field has: [16, 256]
    shown: np.ndarray
    # Different ones, but for `leave`.
    next_actions: int
    # Two-hour windows with an event, none above the least that it takes.
    windows: int


def training_facts(log: Log) -> Facts:
    events, shown = 0, np.zeros((len(TOKEN_FIELDS), 256), bool)
    actions: set[int] = set()
    windows: set[int] = set()
    for some in log.of_part(TRAIN):
        events += len(some)
        for column, values in enumerate(log.tokens[some].T):
            shown[column, values] = True
        actions.update(np.unique(log.next_action[some]).tolist())
        if len(windows) < LEAST_WINDOWS:
            ts = log.ts[some]
            windows.update(np.unique(ts[ts > 1e11] // WINDOW_MS)[:LEAST_WINDOWS].tolist())
    return Facts(events, shown, len(actions - {LEAVE}), len(windows))


def first_values(
    name: str, shape: tuple[int, int], config: ModelConfig, spread: float, drawn: torch.Generator
) -> Tensor:
    """As the file has them: [in, out]."""
    rows, columns = shape
    fixed = {"copy.own": 1.0, "embed.item.scale": math.sqrt(config.width) / 2, "query.scale": 14.0}
    fixed |= {
        "pool.gain": math.sqrt(config.width) / 2,
        "pool.age": 0.0,
        "query.action": 0.0,
        "popularity.weight": 0.0,
    }
    if "norm" in name:
        return torch.ones(shape)
    if name in fixed:
        return torch.full(shape, fixed[name])
    if name.endswith("bias") or name.startswith("copy"):
        return torch.zeros(shape)
    # The query starts as the hidden state itself.
    if name == "query":
        return torch.eye(rows, columns)
    if name.startswith("embed."):
        return (0.0 if name.split(".")[1] in STARTS_AT_ZERO else spread) * torch.randn(shape, generator=drawn)
    # Matrices that add to the residual stream start smaller the deeper the network (GPT-2).
    damp = 1 / math.sqrt(2 * config.layers) if name.endswith((".o", ".down")) else 1.0
    return damp / math.sqrt(rows) * torch.randn(shape, generator=drawn)


@dataclass
class Taken:
    """What a step did."""

    loss: float
    events: int
    # False where a number was not finite: the step was left out, as it would have spoiled the weights.
    kept: bool


class Trial(NamedTuple):
    """Items with at least so many events in the training part, and how held-out shoppers fare where these have codes."""

    least: int
    items: int
    recall: float
    mrr: float


class Learner:
    """The network with its item vectors, their optimiser, and which items have an identity."""

    def __init__(self, log: Log, plan: Plan, device: torch.device, *, bf16: bool = False) -> None:
        self.log, self.plan, self.device, self.bf16 = log, plan, device, bf16
        self.catalog = Catalog.of(log, plan.config)
        drawn = torch.Generator().manual_seed(plan.seed)
        net, self.weights = start_network(plan.config, log, plan.dropout, drawn)
        self.net = net.to(device)
        self.adam = Adam(self.net)
        self.content = (
            Content(plan.config, self.catalog, drawn, device) if plan.config.contentBuckets else None
        )
        self.table = TableVectors(plan.config, log, self.content, plan.seed, drawn, device)
        self.coded_vectors: CodedVectors | None = None
        # The items with codes, ascending, and the network's shape with these.
        self.coded = np.zeros(0, np.int64)
        self.config = plan.config
        self.trials: list[Trial] = []
        self.withholding = Withholding.of(log)
        self.know(1)

    @property
    def vectors(self) -> TableVectors | CodedVectors:
        return self.coded_vectors or self.table

    def is_coded(self, least: int) -> np.ndarray:
        """Items that have codes where that takes so many events; of new ones those of which something is known."""
        counts = self.log.counts
        return np.where(counts > 0, counts >= least, (least <= 1) & self.catalog.described)

    def know(self, least: int) -> None:
        """From now on the other items have no identity. To the page these are as popular as the mean."""
        self.least = least
        known = self.is_coded(least)
        self.table.known = known
        self.popularity = np.where(known, self.catalog.popularity, 0).astype(np.float32)
        self.pool = Pool(np.flatnonzero(known | self.catalog.described), len(known), self.log.counts)

    def in_training(self) -> InTraining:
        return InTraining(self.log, self.net, self.vectors, self.pool, self.popularity, self.weights)

    def step(
        self,
        pieces: Pieces,
        passes: int,
        number: int,
        rate: float,
        taught: tuple[SoftTargets, float] | None = None,
    ) -> Taken:
        """One gradient step over some pieces, of which each process takes a part. What is drawn depends on the seed,
        the pass and the number of the step alone, so that a training goes on as if it had not stopped."""
        seed = [self.plan.seed, passes, number]
        view = View(passes * 1_000_003 + number, pieces)
        torch.manual_seed(int(np.random.default_rng([*seed, rank()]).integers(2**62)))
        negative, expected = self.pool.negatives(self.plan.negatives, np.random.default_rng(seed))
        own = pieces[slice(rank(), None, world())]
        found = gather(
            self.log,
            own,
            self.config.window,
            withholding=(self.withholding, self.plan.seed + view.number),
            is_ranked=self.pool.place >= 0,
            taught=taught,
        )
        made = choose_items(self.log, found, negative, expected, self.popularity, self.device)
        of = positions_a_rank(len(found.scored), len(found.labelled), self.device)
        vectors = self.vectors.gather(made.keys, view)
        raw = torch.cat([vectors.new_zeros(1, vectors.shape[1]), vectors]).requires_grad_()
        self.net.train()
        self.net.zero_grad()
        loss = raw.sum() * 0
        if len(found.event):
            with torch.autocast(self.device.type, torch.bfloat16, enabled=self.bf16):
                loss = training_loss(self.net, raw, made.batch, made.items, self.weights, of)
        loss.backward()
        gradient = raw.grad if raw.grad is not None else torch.zeros_like(raw)
        clear_zero_rows(raw.detach(), gradient)
        keys, gradient, loss = made.keys, gradient[1:], loss.detach()
        if world() > 1:
            average(self.net.parameters())
            joined, gradient = gather_rows(torch.as_tensor(keys, device=self.device), gradient)
            keys = joined.cpu().numpy()
            distributed.all_reduce(loss)
            loss = loss / world()
        dense = [p.grad for p in self.net.parameters() if p.grad is not None]
        kept = clip(loss, [*dense, gradient])
        if kept:
            self.vectors.step(keys, gradient, rate, view)
            self.adam.step(rate)
        return Taken(float(loss), int(pieces.lengths.sum()), kept)

    # --- Codes ------------------------------------------------------------------------------------

    def quantise(self, held_out: Pieces) -> None:
        """Chooses which items get codes, and replaces their vectors by these; turns the network into the basis that
        loses least. All others have no identity from now on."""
        items = len(self.log.items)
        events = int(held_out.lengths.sum())
        share = min(1.0, MOST_LOGITS / max(1, events * items))
        asked = held_out[slice(0, math.ceil(len(held_out) * share))]
        self.net.eval()
        self.trials = []

        def rank_from(least: int) -> Ranked:
            self.know(least)
            ranked = rank_held_out(self.in_training(), asked[slice(rank(), None, world())])
            self.trials.append(Trial(least, int(self.is_coded(least).sum()), *ranked.shares()))
            return ranked

        self.know(
            choose_coded(
                lambda least: int(self.is_coded(least).sum()),
                lambda n: self.plan.coded_config(n).subIds,
                rank_from,
                self.plan.min_item_count,
            )
        )
        coded = np.flatnonzero(self.is_coded(self.least))
        config = self.plan.coded_config(len(coded))
        rng = np.random.default_rng([self.plan.seed, 1 << 40])
        with torch.no_grad():
            raw = self.table.gather(2 * coded)
            rows = raw * torch.rsqrt(raw.square().sum(1, keepdim=True) + 1e-6)
            # Errors on frequent items cost more.
            weights = torch.as_tensor(
                np.sqrt(1 + self.log.counts[coded]), dtype=rows.dtype, device=self.device
            )
            if config.subIds > 1:
                rotation = find_rotation(rows, weights, config, rng)
                rotate_network(self.net, rotation)
                # The moments of the gradients are in the old basis.
                self.adam = Adam(self.net)
                rows = rows @ rotation
                if self.content is not None:
                    self.content.table.value.copy_(self.content.table.value @ rotation)
            codes, centroids = product_quantise(rows, weights, config, rng)
        self.use_codes(coded, codes, centroids)
        self.share_from_first()

    def use_codes(self, coded: np.ndarray, codes: Tensor, centroids: Tensor) -> None:
        self.coded, self.config = coded, self.plan.coded_config(len(coded))
        self.coded_vectors = CodedVectors(
            self.config, coded, codes, centroids, self.content, len(self.log.items)
        )

    def share_from_first(self) -> None:
        """Machines may round differently: all processes go on with what the first one has."""
        if world() == 1 or self.coded_vectors is None:
            return
        content = [self.content.table.value] if self.content is not None else []
        coded = self.coded_vectors
        for tensor in [
            *(p.data for p in self.net.parameters()),
            *content,
            coded.centroids.value,
            coded.codes,
        ]:
            distributed.broadcast(tensor, 0)
        self.use_codes(self.coded, coded.codes, coded.centroids.value)

    # --- Saved, and gone on from ---------------------------------------------------------------------

    def save(self) -> dict[str, Any]:
        """A copy: training goes on meanwhile."""
        coded = self.coded_vectors
        state = {
            "net": self.net.state_dict(),
            "adam": self.adam.state(),
            "table": self.table.state(),
            "least": self.least,
            "coded": coded
            and {"items": torch.as_tensor(self.coded), "codes": coded.codes, "vectors": coded.state()},
        }
        return copied(state)

    def restore(self, state: dict[str, Any]) -> None:
        self.net.load_state_dict(state["net"])
        self.adam.restore(state["adam"])
        self.table.restore(state["table"])
        self.know(state["least"])
        coded = state["coded"]
        self.coded_vectors, self.coded, self.config = None, np.zeros(0, np.int64), self.plan.config
        if coded:
            centroids = coded["vectors"]["centroids"]["value"].to(self.device).clone()
            self.use_codes(coded["items"].cpu().numpy(), coded["codes"].to(self.device).clone(), centroids)
            self.coded_vectors.restore(coded["vectors"])


def copied(state: Any) -> Any:
    if isinstance(state, Tensor):
        return state.detach().clone()
    if isinstance(state, dict):
        return {name: copied(value) for name, value in state.items()}
    if isinstance(state, list):
        return [copied(value) for value in state]
    return state
