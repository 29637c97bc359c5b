"""SASRec (Kang & McAuley 2018) with a softmax over the whole catalog instead of one negative
(Klenitskiy & Vasilev 2023; Petrov & Macdonald 2023), in an own compact form: learned positions,
pre-norm causal blocks, one embedding for input and output, Adam. It reads the shopper's last
`--length` items over all sessions, as our own model may, and is trained at every position.

The epoch is chosen on the validation part.
"""

import argparse
import time

import numpy as np
import torch
from torch import nn

from session_log import TRAIN, fit, print_result, ranks_of, read_log


class Block(nn.Module):
    def __init__(self, width: int, heads: int, dropout: float):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.inner, self.outer = nn.Linear(width, width), nn.Linear(width, width)
        self.drop = nn.Dropout(dropout)
        self.dropout = dropout

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        B, T, D = x.shape
        q, k, v = (self.qkv(self.norm1(x)).view(B, T, 3, self.heads, -1).permute(2, 0, 3, 1, 4))
        seen = nn.functional.scaled_dot_product_attention(
            q, k, v, is_causal=True, dropout_p=self.dropout if self.training else 0.0)
        x = x + self.drop(self.out(seen.transpose(1, 2).reshape(B, T, D)))
        return x + self.drop(self.outer(self.drop(torch.relu(self.inner(self.norm2(x))))))


class SasRec(nn.Module):
    def __init__(self, items: int, width: int, layers: int, heads: int, length: int, dropout: float,
                 init: float):
        super().__init__()
        # Row 0 stands for an item too rare to be known.
        self.items = nn.Embedding(items + 1, width)
        self.places = nn.Embedding(length, width)
        self.blocks = nn.ModuleList(Block(width, heads, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        self.drop = nn.Dropout(dropout)
        nn.init.normal_(self.items.weight, std=init)
        nn.init.normal_(self.places.weight, std=0.02)

    def forward(self, item: torch.Tensor) -> torch.Tensor:
        scale = self.items.embedding_dim**0.5
        x = self.drop(self.items(item) * scale + self.places.weight[: item.shape[1]])
        for block in self.blocks:
            x = block(x)
        return self.norm(x)

    def scores(self, hidden: torch.Tensor) -> torch.Tensor:
        return hidden @ self.items.weight[1:].T


def windows(log, length: int):
    """Pieces of shoppers' histories of at most `length` events. Every event is the end of a context
    of at least half of that, where so much came before it; it counts in one piece only."""
    for first, end in log.runs(log.shopper):
        start, counted = first, first
        while counted < end:
            stop = min(end, start + length)
            yield start, counted, stop
            counted = stop
            start = max(first, stop - length // 2)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("log")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--width", type=int, default=64)
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--heads", type=int, default=2)
    parser.add_argument("--length", type=int, default=50)
    parser.add_argument("--dropout", type=float, default=0.3)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--init", type=float, default=0.125)
    parser.add_argument("--decay", type=float, default=0.0)
    parser.add_argument("--batch", type=int, help="positions a step; by the size of the log")
    parser.add_argument("--epochs", type=int, default=60)
    parser.add_argument("--patience", type=int, default=5)
    a = parser.parse_args()
    torch.manual_seed(a.seed)
    torch.set_num_threads(1)
    started = time.time()
    log = read_log(a.log)
    random = np.random.default_rng(a.seed)
    model = SasRec(log.items, a.width, a.layers, a.heads, a.length, a.dropout, a.init)
    adam = torch.optim.AdamW(model.parameters(), lr=a.rate, betas=(0.9, 0.98), weight_decay=a.decay)
    pieces = list(windows(log, a.length))
    # At least a hundred steps an epoch, where the log is small.
    a.batch = a.batch or int(min(2048, max(128, (log.part == TRAIN).sum() // 100)))
    counts = {part: np.concatenate([[0], np.cumsum((log.part == part) & (log.target != -1))])
              for part in (0, 1, 2)}

    def batches(part: int, shuffled: bool):
        """Pieces with something asked in `part`, of like length together."""
        own = [p for p in pieces if counts[part][p[2]] > counts[part][p[1]]]
        noise = random.random(len(own)) if shuffled else np.zeros(len(own))
        order = np.argsort([p[2] - p[0] + 4 * n for p, n in zip(own, noise)], kind="stable")
        groups, size = [[]], 0
        for i in order:
            size += own[i][2] - own[i][0]
            groups[-1].append(own[i])
            if size >= a.batch:
                groups.append([])
                size = 0
        groups = [group for group in groups if group]
        if shuffled:
            random.shuffle(groups)
        return groups

    def hidden_of(group, part: int):
        """Hidden states of the events asked about, and those events."""
        longest = max(end - first for first, _, end in group)
        item = np.zeros((len(group), longest), dtype=np.int64)
        event = np.full((len(group), longest), -1)
        for row, (first, counted, end) in enumerate(group):
            item[row, : end - first] = log.item[first:end] + 1
            own = np.arange(first, end)
            asked = (own >= counted) & (log.part[own] == part) & (log.target[own] != -1)
            event[row, : end - first] = np.where(asked, own, -1)
        return model(torch.from_numpy(item))[torch.from_numpy(event >= 0)], event[event >= 0]

    def run_epoch() -> float:
        model.train()
        total, steps = 0.0, 0
        for group in batches(TRAIN, True):
            hidden, events = hidden_of(group, TRAIN)
            target = torch.from_numpy(log.target[events])
            loss = nn.functional.cross_entropy(
                model.scores(hidden), torch.where(target < 0, -100, target))
            adam.zero_grad()
            loss.backward()
            adam.step()
            total, steps = total + loss.item(), steps + 1
        return total / max(1, steps)

    def ranks_on(asked: np.ndarray) -> torch.Tensor:
        model.eval()
        part = int(log.part[asked[0]])
        ranks = []
        with torch.no_grad():
            for group in batches(part, False):
                hidden, events = hidden_of(group, part)
                for at in range(0, len(events), 1024):
                    target = torch.from_numpy(log.target[events[at : at + 1024]])
                    ranks.append(ranks_of(model.scores(hidden[at : at + 1024]), target))
        return torch.cat(ranks)

    result = fit(model, run_epoch, ranks_on, log, a.epochs, a.patience)
    print_result({**result, "settings": {**vars(a), "log": None}, "seconds": time.time() - started})


main()
