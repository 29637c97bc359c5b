"""One step of training after the gradients: `takeStep` of src/training/fit/learner.ts and its AdamW
(Loshchilov & Hutter 2019). Tests hold the weights equal to those of the TypeScript after some steps.

It is not torch.optim.AdamW: of the items only the rows move that a step used, moments and bias correction
included, and epsilon is added to the uncorrected root.
"""

import math
from collections.abc import Iterable

import torch
from torch import Tensor, nn

from .network import Nextaisle, specs

BETA1, BETA2, EPSILON, DECAY = 0.9, 0.99, 1e-8, 0.01


class Moments:
    """A trained matrix with its moments, and how often each row was moved."""

    def __init__(self, value: Tensor, decay: float = 0.0) -> None:
        self.value = value
        self.decay = decay
        self.first = torch.zeros_like(value)
        self.second = torch.zeros_like(value)
        self.updates = torch.zeros(value.shape[0], 1, dtype=torch.long, device=value.device)

    @torch.no_grad()
    def step(self, gradient: Tensor, rate: float, rows: Tensor | None = None) -> None:
        """rows: which row each row of the gradient belongs to, without repeats; all of them when absent."""
        at = slice(None) if rows is None else rows
        self.updates[at] += 1
        t = self.updates[at].double()
        pace = (rate * torch.sqrt(1 - BETA2**t) / (1 - BETA1**t)).to(gradient.dtype)
        first = torch.lerp(self.first[at], gradient, 1 - BETA1)
        second = torch.lerp(self.second[at], gradient.square(), 1 - BETA2)
        self.first[at], self.second[at] = first, second
        moved = self.value[at] * (1 - rate * self.decay)
        self.value[at] = moved - pace * first / (second.sqrt() + EPSILON)

    def state(self) -> dict[str, Tensor]:
        return {"first": self.first, "second": self.second, "updates": self.updates}

    def restore(self, state: dict[str, Tensor]) -> None:
        for name, values in state.items():
            getattr(self, name).copy_(values)


class Adam:
    """The network's own parameters. Matrices decay; vectors, which the file has as one row, do not."""

    def __init__(self, net: Nextaisle) -> None:
        parameters = dict(net.named_parameters())
        self.moments: list[tuple[nn.Parameter, Moments]] = []
        for spec in specs(net.config, net.trained):
            parameter = parameters.get(spec.place)
            if parameter is not None and parameter.requires_grad:
                decays = spec.rows > 1 and spec.name != "item.centroids"
                # As one row: all of it moves in every step.
                row = parameter.data.view(1, -1)
                self.moments.append((parameter, Moments(row, DECAY if decays else 0.0)))

    def step(self, rate: float) -> None:
        for parameter, moments in self.moments:
            gradient = torch.zeros_like(parameter) if parameter.grad is None else parameter.grad
            moments.step(gradient.reshape(1, -1), rate)

    def state(self) -> list[dict[str, Tensor]]:
        return [moments.state() for _, moments in self.moments]

    def restore(self, state: list[dict[str, Tensor]]) -> None:
        for (_, moments), saved in zip(self.moments, state, strict=True):
            moments.restore(saved)


def clip(loss: Tensor, gradients: Iterable[Tensor]) -> bool:
    """Brings the common length of all gradients to 1 where it is above. False where a number is not finite:
    then the step is to be left out, as it would spoil the weights."""
    those = list(gradients)
    length = math.sqrt(sum(float(gradient.double().square().sum()) for gradient in those))
    if not (math.isfinite(float(loss.detach())) and math.isfinite(length)):
        return False
    if length > 1:
        for gradient in those:
            gradient /= length
    return True


def clear_zero_rows(raw: Tensor, gradient: Tensor) -> None:
    """Vectors of zeros stay zero: the gradient of bringing one to length 1 is huge and means nothing."""
    gradient[(raw == 0).all(1)] = 0
