"""Several processes train as one: what `torchrun` starts, on gloo or NCCL.

Dense gradients are averaged in one message. Of the items a step moves only the rows it used, each with
moments of its own (lazy Adam), which DistributedDataParallel does not know: these rows are gathered.
"""

from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor, distributed, nn


def world() -> int:
    return distributed.get_world_size() if distributed.is_initialized() else 1


def rank() -> int:
    return distributed.get_rank() if distributed.is_initialized() else 0


def everyone(value: Any) -> list[Any]:
    """What each process has, by its rank."""
    if world() == 1:
        return [value]
    values: list[Any] = [None] * world()
    distributed.all_gather_object(values, value)
    return values


def positions_a_rank(scored: int, labelled: int, device: torch.device | None = None) -> tuple[float, float]:
    """By what each rank divides its sums, so that the ranks' mean is the mean over all their positions."""
    counts = torch.tensor([scored, labelled], dtype=torch.float64, device=device)
    if world() > 1:
        distributed.all_reduce(counts)
    return max(1.0, float(counts[0])) / world(), max(1.0, float(counts[1])) / world()


def average(parameters: Iterable[nn.Parameter]) -> None:
    """The gradients of all ranks, averaged in place; a parameter that a rank did not use counts as zero."""
    if world() == 1:
        return
    those = [p for p in parameters if p.requires_grad]
    flat = torch.cat([(torch.zeros_like(p) if p.grad is None else p.grad).flatten() for p in those])
    distributed.all_reduce(flat)
    flat /= world()
    at = 0
    for p in those:
        p.grad = flat[at : at + p.numel()].view_as(p).clone()
        at += p.numel()


def gather_rows(items: Tensor, gradient: Tensor) -> tuple[Tensor, Tensor]:
    """The rows that any rank used, ascending, and their averaged gradients: [R], [R, D].

    items: [U], without repeats. gradient: [U, D].
    """
    if world() > 1:
        counts = [torch.zeros(1, dtype=torch.long, device=items.device) for _ in range(world())]
        distributed.all_gather(counts, torch.tensor([len(items)], device=items.device))
        most = int(torch.stack(counts).max())
        # Messages have one size: the shorter ones are filled up, and the filling is cut off again.
        room = most - len(items)
        padded_items = nn.functional.pad(items, (0, room))
        padded = nn.functional.pad(gradient, (0, 0, 0, room))
        all_items = [torch.empty_like(padded_items) for _ in range(world())]
        all_rows = [torch.empty_like(padded) for _ in range(world())]
        distributed.all_gather(all_items, padded_items)
        distributed.all_gather(all_rows, padded)
        items = torch.cat([one[: int(n)] for one, n in zip(all_items, counts, strict=True)])
        gradient = torch.cat([one[: int(n)] for one, n in zip(all_rows, counts, strict=True)]) / world()
    used, place = torch.unique(items, return_inverse=True)
    return used, gradient.new_zeros(len(used), gradient.shape[1]).index_add(0, place, gradient)
