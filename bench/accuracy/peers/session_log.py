"""The log as `export-events.ts` writes it, and how a peer is measured on it.

The first line is `items N`; every other one is an event: shopper, session, item, part, target.
Parts: 0 train, 1 validation, 2 test, 3 context. A target is the item of the next event in the
session, -1 where none comes.
"""

import json
import math
import sys
from dataclasses import dataclass

import numpy as np
import torch

TRAIN, VALIDATION, TEST = 0, 1, 2


@dataclass
class Log:
    items: int
    shopper: np.ndarray
    session: np.ndarray
    item: np.ndarray
    part: np.ndarray
    target: np.ndarray

    def asked(self, part: int) -> np.ndarray:
        """Events after which an item is to be named."""
        return np.flatnonzero((self.part == part) & (self.target != -1))

    def runs(self, of: np.ndarray) -> list[tuple[int, int]]:
        """First event and end of each run of one shopper, or of one session."""
        cuts = np.flatnonzero(np.diff(of)) + 1
        starts = np.concatenate([[0], cuts])
        return list(zip(starts.tolist(), np.concatenate([cuts, [len(of)]]).tolist()))


def read_log(path: str) -> Log:
    with open(path) as file:
        items = int(file.readline().split()[1])
        columns = np.loadtxt(file, dtype=np.int64, ndmin=2).T
    return Log(items, *columns)


def ranks_of(scores: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Rank of each target among all items, from 1; ties count half."""
    own = scores.gather(1, targets[:, None])
    above = (scores > own).sum(1)
    equal = (scores == own).sum(1)
    ranks = 1 + above + (equal - 1) / 2
    return ranks


def share(values: np.ndarray) -> dict:
    half = float(1.96 * values.std(ddof=1) / math.sqrt(len(values))) if len(values) > 1 else 0.0
    value = float(values.mean())
    return {"value": value, "low": value - half, "high": value + half, "n": len(values)}


def measures(ranks: torch.Tensor) -> dict:
    r = ranks.double().numpy()
    return {
        "recall20": share((r <= 20).astype(float)),
        "mrr20": share(np.where(r <= 20, 1 / r, 0)),
        "recall10": share((r <= 10).astype(float)),
        "ndcg10": share(np.where(r <= 10, 1 / np.log2(r + 1), 0)),
    }


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def fit(model: torch.nn.Module, run_epoch, ranks_on, log: Log, epochs: int, patience: int) -> dict:
    """Trains, keeps the epoch that is best on the validation part, and measures that on the test."""
    best, state, best_epoch = -1.0, None, 0
    has_validation = len(log.asked(VALIDATION)) > 0
    for epoch in range(1, epochs + 1):
        loss = run_epoch()
        if not has_validation:
            continue
        held = measures(ranks_on(log.asked(VALIDATION)))
        said = held["recall20"]["value"] + held["mrr20"]["value"]
        say(f"epoch {epoch}: loss {loss:.3f}, validation recall@20 "
            f"{100 * held['recall20']['value']:.1f}, MRR@20 {100 * held['mrr20']['value']:.1f}")
        if said > best:
            best, best_epoch = said, epoch
            state = {name: value.clone() for name, value in model.state_dict().items()}
        if epoch - best_epoch >= patience:
            break
    if state:
        model.load_state_dict(state)
    return {
        **measures(ranks_on(log.asked(TEST))),
        "validation": best,
        "bestEpoch": best_epoch,
        "parameters": sum(p.numel() for p in model.parameters()),
    }


def print_result(result: dict) -> None:
    print(json.dumps(result))
