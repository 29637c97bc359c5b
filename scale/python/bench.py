"""python scale/python/bench.py: what a step of training takes in TypeScript and in PyTorch, one after the other in
one run. Seconds are those of the processor, which a busy machine changes less than the clock's."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"
HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / "src"), str(HERE / "tests")]

import torch  # noqa: E402
from dumped import batch_of, long, network_of, step_of, weights_of  # noqa: E402

from nextaisle.adam import Adam, Moments, clear_zero_rows, clip  # noqa: E402
from nextaisle.loss import training_loss  # noqa: E402


def typescript(events: int, repeats: int) -> dict:
    request = json.dumps({"ask": "timed", "events": events, "repeats": repeats})
    command = ["node", str(HERE / "oracle/ask.mjs")]
    done = subprocess.run(command, input=request, capture_output=True, text=True, cwd=HERE.parents[1])
    said = json.loads(done.stdout or json.dumps({"error": done.stderr}))
    if "error" in said:
        raise SystemExit(said["error"])
    return said["answer"]


def pytorch(dump: dict, repeats: int) -> tuple[float, float]:
    """Seconds of the processor and of the clock, a step."""
    taken = dump["taken"]
    net, table = network_of(dump)
    table = table.detach()
    adam, rows = Adam(net), Moments(table)
    items = torch.arange(1, len(taken["items"]) + 1)
    batch, step, weights = batch_of(taken), step_of(taken, taken), weights_of(dump)
    assert len(long(taken["items"]).unique()) == len(items)

    def learn() -> None:
        raw = torch.cat([torch.zeros(1, table.shape[1]), table[items]]).requires_grad_()
        net.zero_grad()
        loss = training_loss(net, raw, batch, step, weights)
        loss.backward()
        clear_zero_rows(raw.detach(), raw.grad)
        gradient = raw.grad[1:]
        if clip(loss, [*(p.grad for p in net.parameters() if p.grad is not None), gradient]):
            rows.step(gradient, 1e-3, items)
            adam.step(1e-3)

    for _ in range(3):
        learn()
    cpu, wall = time.process_time(), time.perf_counter()
    for _ in range(repeats):
        learn()
    return (time.process_time() - cpu) / repeats, (time.perf_counter() - wall) / repeats


def main() -> None:
    torch.set_num_threads(1)
    print("| events a step | TypeScript, events a second | PyTorch, events a second | times |")
    print("| --- | --- | --- | --- |")
    for asked in (1024, 4096):
        repeats = max(3, 20_000 // asked)
        dump = typescript(asked, repeats)
        cpu, _ = pytorch(dump, repeats)
        events, before = dump["events"], dump["cpuSeconds"]
        print(f"| {events:,} | {events / before:,.0f} | {events / cpu:,.0f} | {before / cpu:.1f} |")


if __name__ == "__main__":
    main()
