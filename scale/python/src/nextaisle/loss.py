"""The loss of a training step: `trainingLoss` of src/training/network/training-loss.ts. Tests hold value and
gradients equal to it, and two ranks' averaged gradient equal to one process on the joined batch.

Letters: N positions, P of them with a next item, U distinct items of the step, K negatives, D width.
"""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from .network import Nextaisle, Sight, unit


@dataclass
class Candidates:
    """Items that are scored one by one, some for each position with a next item."""

    query: Tensor  # index into `scored`, ascending
    row: Tensor  # row of the step's item vectors
    share: Tensor  # the target: sums to 1 over the candidates of a query, or to 0


@dataclass
class Copies(Candidates):
    """The distinct items of each window; age, last action and count are rows of the copy tables."""

    age: Tensor
    last: Tensor
    count: Tensor


@dataclass
class Batch:
    """Pieces of histories, one after another, as a step takes them."""

    lengths: list[int]
    # As TOKEN_FIELDS; the column `item` is not read, `input` is.
    tokens: Tensor  # [N, 16]
    # Row of each position's item among the step's vectors, 0 = no item.
    input: Tensor  # [N]
    next_action: Tensor  # [N], A = leave
    later: Tensor  # [N, 2]: 1.0 where a purchase, a cart comes later in the session
    labelled: Tensor  # positions whose next action is learned from
    scored: Tensor  # [P] positions with a next item
    copies: Copies
    fresh: Candidates


@dataclass
class StepItems:
    """The items of a step: what the rows of `raw` are, row 0 being "no item"."""

    # Popularity, standardised; 0 where not known or not to be shown: [1 + U]
    popularity: Tensor
    negative: Tensor  # [K] rows
    # Log of how often each is expected among the negatives.
    log_expected: Tensor  # [K]
    # Flat places in [P, K] of negatives that are candidates of the position: they count once.
    masked: Tensor


@dataclass
class Weights:
    """Of the next action and the intent; the next item has 1."""

    action: float
    intent: float


def training_loss(
    net: Nextaisle,
    raw: Tensor,
    batch: Batch,
    step: StepItems,
    weights: Weights,
    of: tuple[float, float] | None = None,
) -> Tensor:
    """Next item, next action and intent, each a mean over its positions.

    raw: item vectors with the zero row first, [1 + U, D]. of: positions of the whole step with a next item,
    and with a next action, where the batch is a part of it.
    """
    vectors = unit(raw)
    sight = Sight(batch.lengths, net.config.window, raw.device)
    looked = vectors[batch.input]
    hidden = net.hidden(batch.tokens, sight, looked)
    scored, labelled = of or (len(batch.scored), len(batch.labelled))
    loss = raw.new_zeros(())
    if len(batch.scored):
        pooled = net.pooled(hidden, sight, looked)
        loss = loss + item_losses(net, vectors, hidden, pooled, batch, step).sum() / scored
    if len(batch.labelled):
        loss = loss + behaviour_losses(net, hidden, batch, weights).sum() / labelled
    return loss


def behaviour_losses(net: Nextaisle, hidden: Tensor, batch: Batch, weights: Weights) -> Tensor:
    """Next action by softmax, intent by two logistic losses: [labelled]"""
    here, at = hidden[batch.labelled], batch.labelled
    action = F.cross_entropy(net.head_action(here), batch.next_action[at], reduction="none")
    logits = net.head_intent(here)
    intent = F.binary_cross_entropy_with_logits(logits, batch.later[at], reduction="none").mean(1)
    return weights.action * action + weights.intent * intent


def item_losses(
    net: Nextaisle, vectors: Tensor, hidden: Tensor, pooled: Tensor, batch: Batch, step: StepItems
) -> Tensor:
    """Three losses in one: whether the next item is one of the window (logistic), which of the window
    (softmax), and which new item (sampled softmax with logQ correction, Bengio & Senécal 2008). [P]"""
    here, action = hidden[batch.scored], batch.next_action[batch.scored]
    query = net.queries(here, pooled[batch.scored], action)  # [P, D]
    prior = net.popularity_weight[action]  # [P]

    def logits_of(of: Candidates) -> Tensor:
        dots = (query[of.query] * vectors[of.row]).sum(1)
        return dots + prior[of.query] * step.popularity[of.row]

    logits = query @ vectors[step.negative].T  # [P, K]
    logits = logits + prior[:, None] * step.popularity[step.negative] - step.log_expected
    logits = logits.flatten().index_fill(0, step.masked, -torch.inf).view(logits.shape)
    # 1e-30: where every item is a candidate, no negatives are left. Logits are bounded: no maximum to subtract.
    others = logits.exp().sum(1) + 1e-30
    fresh, copies = batch.fresh, batch.copies
    which = torch.zeros_like(others)
    if len(fresh.query):
        which = soft_target_losses(logits_of(fresh), others, fresh)
    if not len(copies.query):
        return which
    given = action[copies.query]
    among = (
        net.copy_own[given] * logits_of(copies)
        + net.copy_age[copies.age, given]
        + net.copy_last[copies.last, given]
        + net.copy_count[copies.count, given]
    )
    none = torch.ones_like(others).index_fill(0, copies.query, 0)
    yes = torch.zeros_like(others).index_add(0, copies.query, copies.share)
    again = soft_target_losses(among, none, copies)
    gate = net.copy_gate(here).gather(1, action[:, None])[:, 0]
    whether = (F.softplus(gate) - yes * gate) * (1 - none)
    return whether + yes * again + (1 - yes) * which


def soft_target_losses(logits: Tensor, others: Tensor, of: Candidates) -> Tensor:
    """ln(others + Σ exp(logit)) - Σ share · logit over the candidates of each query: [P]"""
    total = others.index_add(0, of.query, logits.exp())
    expected = torch.zeros_like(others).index_add(0, of.query, of.share * logits)
    return total.log() - expected
