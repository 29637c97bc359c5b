"""GRU4Rec as its authors run it today (Hidasi & Karatzoglou 2018; hidasib/GRU4Rec_PyTorch_Official),
in an own compact form: session-parallel batches whose hidden state is carried on and not
differentiated through, one embedding for input and output (constrained), dropout on embedding and
hidden state, Adagrad, and the others of the batch plus 2,048 items drawn by popularity^alpha as
negatives of a softmax with logQ correction (`xe`) or of BPR-max (`bpr-max`).

Differences: the batch is smaller where a log has few sessions, and the epoch is chosen on the
validation part.
"""

import argparse
import time

import numpy as np
import torch
from torch import nn

from session_log import TRAIN, fit, measures, print_result, ranks_of, read_log  # noqa: F401


class Gru4Rec(nn.Module):
    def __init__(self, items: int, width: int, drop_embed: float, drop_hidden: float):
        super().__init__()
        self.items = nn.Embedding(items, width)
        self.bias = nn.Parameter(torch.zeros(items))
        self.cell = nn.GRUCell(width, width)
        self.drop_embed = nn.Dropout(drop_embed)
        self.drop_hidden = nn.Dropout(drop_hidden)
        # Glorot's range for each gate by itself, as the authors start.
        for weight, rows in ((self.items.weight, items), (self.cell.weight_ih, width),
                             (self.cell.weight_hh, width)):
            limit = (6 / (rows + width)) ** 0.5
            nn.init.uniform_(weight, -limit, limit)
        nn.init.zeros_(self.cell.bias_ih)
        nn.init.zeros_(self.cell.bias_hh)

    def step(self, item: torch.Tensor, hidden: torch.Tensor) -> torch.Tensor:
        return self.drop_hidden(self.cell(self.drop_embed(self.items(item)), hidden))


def session_parallel(sessions: list[np.ndarray], lanes: int):
    """Steps through many sessions side by side; where one ends the next takes its lane.
    Yields input, target, and the lanes that begin anew; the last steps have fewer lanes."""
    waiting = iter(sessions)
    current = [session for _, session in zip(range(lanes), waiting)]
    at = np.zeros(len(current), dtype=int)
    fresh = np.ones(len(current), dtype=bool)
    keep = np.arange(len(current))
    while len(current):
        yield (np.array([s[i] for s, i in zip(current, at)]),
               np.array([s[i + 1] for s, i in zip(current, at)]), fresh, keep)
        at += 1
        fresh = np.zeros(len(current), dtype=bool)
        keep = np.arange(len(current))
        gone = []
        for lane, session in enumerate(current):
            if at[lane] + 1 < len(session):
                continue
            after = next(waiting, None)
            if after is None:
                gone.append(lane)
            else:
                current[lane], at[lane], fresh[lane] = after, 0, True
        if gone:
            keep = np.delete(keep, gone)
            current = [current[lane] for lane in keep]
            at, fresh = at[keep], fresh[keep]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("log")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--loss", choices=["xe", "bpr-max"], default="xe")
    parser.add_argument("--width", type=int, default=128)
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--patience", type=int, default=3)
    parser.add_argument("--batch", type=int)
    parser.add_argument("--rate", type=float, default=0.065)
    parser.add_argument("--momentum", type=float, default=0.0)
    parser.add_argument("--drop-embed", type=float, default=0.45)
    parser.add_argument("--drop-hidden", type=float, default=0.0)
    parser.add_argument("--samples", type=int, default=2048)
    parser.add_argument("--alpha", type=float, default=0.5)
    parser.add_argument("--logq", type=float, default=1.0)
    parser.add_argument("--bpreg", type=float, default=1.95)
    parser.add_argument("--elu", type=float, default=0.5)
    a = parser.parse_args()
    torch.manual_seed(a.seed)
    torch.set_num_threads(1)
    started = time.time()
    log = read_log(a.log)

    sessions = []
    for first, end in log.runs(log.session):
        # The label of an event belongs to its part: the last training event may be followed by one more.
        own = [e for e in range(first, end) if log.part[e] == TRAIN and log.item[e] >= 0]
        items = [log.item[e] for e in own]
        if own and log.target[own[-1]] >= 0:
            items.append(log.target[own[-1]])
        if len(items) > 1:
            sessions.append(np.array(items))
    counts = np.zeros(log.items)
    for session in sessions:
        np.add.at(counts, session, 1)
    support = torch.tensor(np.maximum(counts, 1), dtype=torch.float32)
    drawn_by = torch.tensor(counts**a.alpha, dtype=torch.float32)
    log_count = support.log()
    lanes = a.batch or int(min(240, max(32, len(sessions) // 50)))

    model = Gru4Rec(log.items, a.width, a.drop_embed, a.drop_hidden)
    parameters = list(model.parameters())
    sums = [torch.zeros_like(p) for p in parameters]
    speeds = [torch.zeros_like(p) for p in parameters]

    def adagrad() -> None:
        with torch.no_grad():
            for p, total, speed in zip(parameters, sums, speeds):
                total.add_(p.grad**2)
                speed.mul_(a.momentum).addcdiv_(p.grad, (total + 1e-6).sqrt(), value=-a.rate)
                p.add_(speed)
                p.grad = None

    def loss_of(scores: torch.Tensor, candidates: torch.Tensor) -> torch.Tensor:
        own = torch.arange(len(scores))
        if a.loss == "xe":
            in_batch = len(scores)
            chance = torch.cat([log_count[candidates[:in_batch]],
                                a.alpha * log_count[candidates[in_batch:]]])
            return nn.functional.cross_entropy(scores - a.logq * chance, own, reduction="sum")
        if a.elu:
            scores = nn.functional.elu(scores, a.elu)
        others = scores.clone()
        others[own, own] = -torch.inf
        weight = others.softmax(1)
        ahead = torch.sigmoid(scores[own, own][:, None] - scores)
        return (-(ahead * weight).sum(1).add(1e-24).log()
                + a.bpreg * (scores**2 * weight).sum(1)).sum()

    def run_epoch() -> float:
        model.train()
        hidden = torch.zeros(min(lanes, len(sessions)), a.width)
        total, steps = 0.0, 0
        for item, target, fresh, keep in session_parallel(sessions, lanes):
            hidden = hidden.detach()[torch.from_numpy(keep)]
            hidden[torch.from_numpy(fresh)] = 0
            hidden = model.step(torch.from_numpy(item), hidden)
            drawn = torch.multinomial(drawn_by, a.samples, replacement=True)
            candidates = torch.cat([torch.from_numpy(target), drawn])
            scores = hidden @ model.items(candidates).T + model.bias[candidates]
            loss = loss_of(scores, candidates) / lanes
            loss.backward()
            adagrad()
            total, steps = total + loss.item(), steps + 1
        return total / max(1, steps)

    bounds = log.runs(log.session)

    def ranks_on(asked: np.ndarray) -> torch.Tensor:
        """Runs the sessions that are asked about side by side, each from its start."""
        model.eval()
        wanted = np.zeros(len(log.item), dtype=bool)
        wanted[asked] = True
        runs = sorted(((f, e) for f, e in bounds if wanted[f:e].any()), key=lambda r: r[0] - r[1])
        ranks = []
        with torch.no_grad():
            for some in (runs[i : i + 256] for i in range(0, len(runs), 256)):
                hidden = torch.zeros(len(some), a.width)
                for t in range(some[0][1] - some[0][0]):
                    live = [i for i, (first, end) in enumerate(some) if first + t < end]
                    events = np.array([some[i][0] + t for i in live])
                    item = torch.from_numpy(log.item[events])
                    stepped = model.step(item.clamp(min=0), hidden[: len(live)])
                    hidden = torch.where(item[:, None] < 0, hidden[: len(live)], stepped)
                    ask = np.flatnonzero(wanted[events])
                    if len(ask):
                        scores = hidden[torch.from_numpy(ask)] @ model.items.weight.T + model.bias
                        ranks.append(ranks_of(scores, torch.from_numpy(log.target[events[ask]])))
        return torch.cat(ranks)

    result = fit(model, run_epoch, ranks_on, log, a.epochs, a.patience)
    print_result({**result, "settings": {**vars(a), "log": None, "batch": lanes},
                  "seconds": time.time() - started})


main()
