"""Six factors that make a trained network as sure as it may be: src/training/fit/fit-read-out.ts, fit-scale.ts and
calibrate/newton.ts. They are fitted to the validation part and multiplied into the parameters."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from .batches import Pieces
from .score import InTraining, next_item_terms

# Logits used, at most; with fewer choices the factors stay as they are.
MOST_LOGITS, LEAST_CHOICES = 5e7, 100
# Holds each factor near where it starts; a scale below the least would weaken or reverse the ranking.
TRUST, LEAST_SCALE = 2, 0.05
AT_ONCE = 1 << 21


@dataclass
class Choices:
    """Choices among alternatives that have two features each: [n, K]. Places that are not `shown` are none."""

    x: Tensor
    y: Tensor
    shown: Tensor
    chosen: Tensor  # [n]


@torch.no_grad()
def fit_read_out(state: InTraining, pieces: Pieces) -> None:
    net = state.net
    most = max(LEAST_CHOICES, int(MOST_LOGITS / max(1, len(state.pool.items))))
    among: list[Choices] = []
    copied: list[tuple[Tensor, ...]] = []
    gates: list[Tensor] = []
    went: list[Tensor] = []
    positions = 0
    for terms in next_item_terms(state, pieces):
        Q = len(terms.action)
        is_copy = torch.zeros(Q, dtype=torch.bool, device=terms.gate.device).index_fill(
            0, terms.query[terms.is_next], True
        )
        usable = is_copy | (terms.place >= 0)
        # The first ones only, where there are too many.
        usable &= usable.cumsum(0) <= most - positions
        positions += int(usable.sum())
        has_copies = torch.zeros_like(is_copy).index_fill(0, terms.query, True)
        gates.append(terms.gate[usable & has_copies])
        went.append((~is_copy[usable & has_copies]).long())
        shown = torch.ones_like(terms.similar, dtype=torch.bool)
        inside = terms.copy_place >= 0
        shown[terms.query[inside], terms.copy_place[inside]] = False
        new = usable & ~is_copy
        among.append(Choices(terms.similar[new], terms.popular[new], shown[new], terms.place[new]))
        some = (usable & is_copy)[terms.query]
        keeps = net.copy_own[terms.action[terms.query]]
        copied.append(
            (
                terms.query[some],
                (keeps * terms.copy_similar)[some],
                (keeps * terms.copy_popular)[some],
                terms.copy_bias[some],
                terms.is_next[some],
            )
        )
        if positions >= most:
            break
    if not among:
        return
    similar, popular = fit_scale(among, sum(len(part.chosen) for part in among), (1.0, 1.0))
    net.query_scale *= similar
    net.popularity_weight *= popular
    # The logits of copies are made of the new scales.
    keeps, bias = fit_scale(
        *windows([(q, similar * x + popular * p, y, is_next) for q, x, p, y, is_next in copied]), (1.0, 1.0)
    )
    net.copy_own *= keeps
    for table in (net.copy_age, net.copy_last, net.copy_count):
        table *= bias
    gate = torch.cat(gates)
    x = torch.stack([gate, torch.zeros_like(gate)], 1)
    y = torch.stack([torch.ones_like(gate), torch.zeros_like(gate)], 1)
    slope, offset = fit_scale(
        [Choices(x, y, torch.ones_like(x, dtype=torch.bool), torch.cat(went))], len(gate), (1.0, 0.0)
    )
    net.copy_gate.weight *= slope
    net.copy_gate.bias.mul_(slope).add_(offset)


def windows(parts: list[tuple[Tensor, ...]]) -> tuple[list[Choices], int]:
    """Lists of copies, padded to the longest window."""
    choices = []
    for query, x, y, is_next in parts:
        if not len(query):
            continue
        _, row, count = torch.unique_consecutive(query, return_inverse=True, return_counts=True)
        column = torch.arange(len(query), device=query.device) - (count.cumsum(0) - count)[row]
        shape = (len(count), int(count.max()))
        shown = torch.zeros(shape, dtype=torch.bool, device=query.device).index_put(
            (row, column), torch.ones_like(is_next)
        )
        padded = [x.new_zeros(shape).index_put((row, column), values) for values in (x, y)]
        choices.append(Choices(*padded, shown, column[is_next]))
    return choices, sum(len(part.chosen) for part in choices)


def fit_scale(choices: list[Choices], count: int, start: tuple[float, float]) -> tuple[float, float]:
    """The factors of the two features of the least mean log-loss of their softmax; `start` with too few choices."""
    if count < LEAST_CHOICES:
        return start

    def curve(a: float, b: float) -> "Curve":
        loss = sum((TRUST / count) * off**2 for off in (a - start[0], b - start[1]))
        slope = [2 * TRUST / count * (a - start[0]), 2 * TRUST / count * (b - start[1])]
        bend = [2 * TRUST / count, 0.0, 2 * TRUST / count]
        for part in choices:
            rows = max(1, AT_ONCE // part.x.shape[1])
            for x, y, shown, chosen in zip(
                *(values.split(rows) for values in (part.x, part.y, part.shown, part.chosen)), strict=True
            ):
                x, y = x.double(), y.double()
                logits = (a * x + b * y).masked_fill(~shown, -torch.inf)
                chance = logits.softmax(1)
                mx, my = (chance * x).sum(1), (chance * y).sum(1)
                at = chosen[:, None]
                loss += float((logits.logsumexp(1) - logits.gather(1, at)[:, 0]).sum()) / count
                slope[0] += float((mx - x.gather(1, at)[:, 0]).sum()) / count
                slope[1] += float((my - y.gather(1, at)[:, 0]).sum()) / count
                bend[0] += float(((chance * x * x).sum(1) - mx * mx).sum()) / count
                bend[1] += float(((chance * x * y).sum(1) - mx * my).sum()) / count
                bend[2] += float(((chance * y * y).sum(1) - my * my).sum()) / count
        return loss, (slope[0], slope[1]), (bend[0], bend[1], bend[2])

    fitted = minimise(curve, start, rounds=12, least_step=1e-9, least_gain=1e-5)
    return fitted if fitted[0] > LEAST_SCALE else start


# Loss, gradient and Hessian (aa, ab, bb) of a convex function of two numbers.
Curve = tuple[float, tuple[float, float], tuple[float, float, float]]


def minimise(
    curve_at: Callable[[float, float], Curve],
    start: tuple[float, float],
    rounds: int,
    least_step: float,
    least_gain: float,
) -> tuple[float, float]:
    """Newton's method; a step that makes it worse is halved."""
    at, here = start, curve_at(*start)
    for _ in range(rounds):
        loss, (ga, gb), (haa, hab, hbb) = here
        determinant = haa * hbb - hab * hab
        if not determinant:
            break
        a, b = (hbb * ga - hab * gb) / determinant, (haa * gb - hab * ga) / determinant
        found = None
        while found is None and least_step < abs(a) + abs(b) < math.inf:
            point = (at[0] - a, at[1] - b)
            curve = curve_at(*point)
            if curve[0] < loss:
                found = (point, curve)
            a, b = a / 2, b / 2
        if found is None:
            break
        at, here = found
        if loss - here[0] < least_gain:
            break
    return at
