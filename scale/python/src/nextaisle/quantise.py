"""Item vectors become a few bytes each: src/training/quantise/. The columns are cut into M spans, and each span of a
row is replaced by the nearest of C centroids (Jégou et al. 2011), after a rotation that loses least (Ge et al. 2013).
The network is rotated with them, so that its answers stay the same and the page pays nothing.
"""

import numpy as np
import torch
from torch import Tensor

from .network import ModelConfig, Nextaisle, Spec, specs

ROUNDS, ROTATION_ROUNDS = 8, 5
# Rows that a rotation of some thousand numbers is found by, at most.
MOST_ROWS = 8000
# Rows whose distances to all centroids are in memory at a time.
AT_ONCE = 1 << 14


def product_quantise(
    rows: Tensor, weights: Tensor, config: ModelConfig, rng: np.random.Generator, rounds: int = ROUNDS
) -> tuple[Tensor, Tensor]:
    """Codes [rows, M] and centroids [M · C, D / M]. weights: how much each row's error counts."""
    M, C = config.subIds, config.centroids
    parts = rows.view(len(rows), M, -1).transpose(0, 1)  # [M, rows, D / M]
    done = [k_means(part.contiguous(), weights, C, rng, rounds) for part in parts]
    codes, means = zip(*done, strict=True)
    return torch.stack(codes, 1).to(torch.uint8), torch.cat(means)


def k_means(
    points: Tensor, weights: Tensor, C: int, rng: np.random.Generator, rounds: int
) -> tuple[Tensor, Tensor]:
    """Starts from distinct points; a mean without points goes to one at random."""
    rows = len(points)
    means = points.new_zeros(C, points.shape[1])
    used = min(C, rows)
    means[:used] = points[torch.as_tensor(rng.permutation(rows)[:used], device=points.device)]
    for _ in range(rounds if rows > C else 0):
        nearest = nearest_of(points, means)
        total = points.new_zeros(C).index_add(0, nearest, weights)
        sums = points.new_zeros(means.shape).index_add(0, nearest, points * weights[:, None])
        lost = total == 0
        means = sums / torch.where(lost, 1, total)[:, None]
        if lost.any():
            lucky = torch.as_tensor(rng.integers(rows, size=int(lost.sum())), device=points.device)
            means[lost] = points[lucky]
    return nearest_of(points, means[:used]), means


def nearest_of(points: Tensor, means: Tensor) -> Tensor:
    """Of |p - c|², what depends on c."""
    half = means.square().sum(1) / 2
    return torch.cat([(half - some @ means.T).argmin(1) for some in points.split(AT_ONCE)])


def find_rotation(rows: Tensor, weights: Tensor, config: ModelConfig, rng: np.random.Generator) -> Tensor:
    """A rotation of the columns after which the spans approximate the rows well: [D, D], y = x R."""
    stride = -(-len(rows) // MOST_ROWS)
    rows, weights = (
        rows[: len(rows) // stride * stride : stride],
        weights[: len(rows) // stride * stride : stride],
    )
    rotation = allocate_axes(rows.T @ (rows * weights[:, None]), config.subIds)
    for _ in range(ROTATION_ROUNDS):
        codes, centroids = product_quantise(rows @ rotation, weights, config, rng, 3)
        near = centroids[codes.long() + config.centroids * torch.arange(config.subIds, device=rows.device)]
        # The rotation that brings the rows nearest to their centroids (orthogonal Procrustes).
        left, _, right = torch.linalg.svd((rows * weights[:, None]).T.double() @ near.flatten(1).double())
        rotation = (left @ right).to(rows.dtype)
    return rotation


def allocate_axes(covariance: Tensor, M: int) -> Tensor:
    """The principal axes, strongest first, each to the span with the smallest product of variances so far."""
    strength, axes = torch.linalg.eigh(covariance.double())
    D = len(strength)
    spans: list[list[int]] = [[] for _ in range(M)]
    carries = [0.0] * M
    for axis in reversed(range(D)):
        free = [m for m in range(M) if len(spans[m]) < D // M]
        least = min(free, key=lambda m: carries[m])
        spans[least].append(axis)
        carries[least] += float(strength[axis].clamp(min=1e-12).log())
    return axes[:, [axis for span in spans for axis in span]].to(covariance.dtype)


@torch.no_grad()
def rotate_network(net: Nextaisle, rotation: Tensor) -> None:
    """With item vectors x R it gives the same answers. Gains of norms go into the matrices after them, because a
    gain a column does not commute with a rotation."""
    places = {spec.name: spec for spec in specs(net.config, 0)}
    parameters = dict(net.named_parameters())
    back = rotation.T

    def change(spec: Spec, to: object) -> None:
        parameter = parameters[spec.place]
        value = parameter.T if spec.turned else parameter
        new = to(value.reshape(spec.rows, spec.columns))
        parameter.copy_((new.T if spec.turned else new).reshape(parameter.shape))

    def afterwards(name: str) -> None:
        change(places[name], lambda value: value @ rotation)

    def behind(norm: str, *names: str) -> None:
        gain = parameters[places[norm].place]
        for name in names:
            change(places[name], lambda value: back @ (value * gain[:, None]))
        gain.fill_(1)

    for name, spec in places.items():
        if name.startswith("embed.") and spec.columns == net.config.width:
            afterwards(name)
    for at in range(net.config.layers):
        layer = f"layer.{at}."
        behind(f"{layer}norm1", *(layer + name for name in "qkv"))
        afterwards(f"{layer}o")
        behind(f"{layer}norm2", f"{layer}up")
        afterwards(f"{layer}down")
        afterwards(f"{layer}down.bias")
    behind("final.norm", "query", "pool.key", "pool.query", "head.action", "head.intent", "copy.gate")
    afterwards("query")
    afterwards("query.action")
