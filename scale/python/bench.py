"""What a training takes in TypeScript and in PyTorch, one after the other in one run.

python scale/python/bench.py: a step, on the same batch with the same negatives.
python scale/python/bench.py shards/: steps of a training on shards, with all that goes into them; in PyTorch on one
thread and on two, and as two processes.

Seconds of the processor are given beside the clock's: a busy machine changes them less.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"
HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / "src"), str(HERE / "tests")]

import numpy as np  # noqa: E402
import torch  # noqa: E402
from dumped import batch_of, long, network_of, step_of, weights_of  # noqa: E402
from torch import multiprocessing  # noqa: E402

from nextaisle.adam import Adam, Moments, clear_zero_rows, clip  # noqa: E402
from nextaisle.loss import training_loss  # noqa: E402
from nextaisle.shards import read_shards  # noqa: E402


def ask(request: dict) -> dict:
    request = json.dumps(request)
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


def one_step() -> None:
    print("| events a step | TypeScript, events a second | PyTorch, events a second | times |")
    print("| --- | --- | --- | --- |")
    for size in (1024, 4096):
        repeats = max(3, 20_000 // size)
        dump = ask({"ask": "timed", "events": size, "repeats": repeats})
        cpu, _ = pytorch(dump, repeats)
        events, before = dump["events"], dump["cpuSeconds"]
        print(f"| {events:,} | {events / before:,.0f} | {events / cpu:,.0f} | {before / cpu:.1f} |")


# --- Trainings on shards ----------------------------------------------------------------------------

STEPS, WARM, BATCH = 20, 3, 1024


def part_of_training(
    rank: int, ranks: int, threads: int, meet: str, shards: str, teaching: float, said: str
) -> None:
    """A process of a training: its seconds of the processor and of the clock go into a file."""
    from nextaisle.plan import Options
    from nextaisle.train import Run, join

    os.environ |= {
        "RANK": str(rank),
        "WORLD_SIZE": str(ranks),
        "MASTER_ADDR": "localhost",
        "MASTER_PORT": meet,
    }
    torch.set_num_threads(threads)
    where, _ = join("cpu")
    options = Options(batch=BATCH, teaching=teaching)
    run = Run(read_shards(shards), options, Path(said), where, False, lambda line: None)
    batches = run.pieces.batches(BATCH, np.random.default_rng(1))
    if len(batches) < WARM + STEPS:
        raise SystemExit(f"{shards} has too few events for {WARM + STEPS} steps of {BATCH}")
    steps = [batches[number] for number in range(WARM + STEPS)]
    for number, pieces in enumerate(steps):
        if number == WARM:
            cpu, wall = time.process_time(), time.perf_counter()
        taught = run.teacher and (run.teacher, run.teaching)
        run.learner.step(pieces, 0, number, 1e-3, taught)
    seconds = [time.process_time() - cpu, time.perf_counter() - wall]
    events = sum(int(pieces.lengths.sum()) for pieces in steps[WARM:])
    Path(f"{said}.{rank}").write_text(json.dumps([events, *seconds]))


def training(ranks: int, threads: int, shards: str, teaching: float) -> tuple[int, float, float]:
    """Events, seconds of the processor over all processes, seconds of the clock."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("localhost", 0))
        meet = str(free.getsockname()[1])
        free.close()
        given = (ranks, threads, meet, shards, teaching, f"{folder}/said")
        multiprocessing.start_processes(part_of_training, given, ranks, start_method="spawn")
        said = [json.loads(Path(f"{folder}/said.{rank}").read_text()) for rank in range(ranks)]
    return said[0][0], sum(cpu for _, cpu, _ in said), max(wall for *_, wall in said)


def on_shards(shards: str) -> None:
    print("| teacher | training | events a second, by the clock | by the processor |")
    print("| --- | --- | --- | --- |")
    for teaching in (0.0, 0.5):
        request = {"ask": "paced", "folder": shards, "steps": STEPS, "batch": BATCH, "teaching": teaching}
        theirs = ask(request)
        rows = [("TypeScript", (theirs["events"], theirs["cpuSeconds"], theirs["wallSeconds"]))]
        for name, ranks, threads in (
            ("PyTorch, one thread", 1, 1),
            ("PyTorch, two threads", 1, 2),
            ("PyTorch, two processes", 2, 1),
        ):
            rows.append((name, training(ranks, threads, shards, teaching)))
        for name, (events, cpu, wall) in rows:
            taught = "yes" if teaching else "no"
            print(f"| {taught} | {name} | {events / wall:,.0f} | {events / cpu:,.0f} |", flush=True)


if __name__ == "__main__":
    torch.set_num_threads(1)
    if len(sys.argv) > 1:
        on_shards(str(Path(sys.argv[1]).resolve()))
    else:
        one_step()
