"""Trains a model on shards: `npx nextaisle train --shards` in PyTorch, on one process or on many.

    python -m nextaisle train shards/ --out shop.safetensors
    torchrun --nproc-per-node 4 -m nextaisle train shards/ --out shop.safetensors

Read next, in this order: shards.py, plan.py, learner.py (one step), batches.py, vectors.py, loss.py, score.py,
quantise.py, read_out.py, calibrate.py.
"""

import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import distributed

from .batches import Pieces
from .calibrate import calibrate
from .columns import Scratch
from .learner import Learner, copied
from .network import (
    TOKEN_FIELDS,
    ModelFile,
    Nextaisle,
    compact,
    golden_of,
    pack_ids,
    read_model,
    specs,
    write_model,
)
from .plan import Course, Options, Plan
from .ranks import everyone, rank, world
from .read_out import fit_read_out
from .score import score_held_out
from .shards import TRAIN, VALIDATION, Log, read_manifest, read_shards
from .teacher import Teacher, is_worth_teaching

# Shoppers' pieces that each pass is scored on, at most.
HELD_OUT = 1000
# Tokens of the golden vectors: enough to fill a window and go past it. Item rows that they check.
GOLDEN_TOKENS, GOLDEN_ROWS = 40, 64
# Rank 0 writes the file alone, while the others wait.
PATIENCE = timedelta(hours=2)


@dataclass
class Made:
    """What a training says at its end."""

    out: Path
    passes: int
    recall: float | None
    seconds: float


def train(
    shards: str | Path,
    out: str | Path,
    options: Options | None = None,
    *,
    name: str | None = None,
    version: str = "1",
    resume: bool = False,
    checkpoint_every: float = 600,
    curve: str | Path | None = None,
    device: str | None = None,
    bf16: bool = False,
    scratch: str | Path | None = None,
    say: Callable[[str], None] = lambda line: print(line, file=sys.stderr, flush=True),
) -> Made | None:
    """Writes a model file for the page. Where the process is one of several (`torchrun`, TorchDistributor), they train
    together; the first one writes and returns what was made.

    resume: go on from the checkpoint beside `out`, where there is one. curve: a CSV with the loss of every step.
    checkpoint_every: seconds between checkpoints within a pass; each pass ends with one. scratch: a folder for the
    columns of the log, which the processes of a machine share while they train; by default that of `out`.
    """
    started = time.monotonic()
    options = options or Options()
    refuse_unwritable(Path(out))
    if curve:
        refuse_unwritable(Path(curve))
    where, joined = join(device)
    folder, columns = Scratch(Path(out), scratch and Path(scratch)), None
    try:
        manifest = read_manifest(Path(shards))
        refuse_other_shards(compact([manifest, asdict(options)]))
        columns = folder.open(compact(manifest))
        log = read_shards(shards, columns)
        run = Run(log, options, Path(out), where, bf16, say)
        # Beside it, torchrun starts the processes again after one was lost.
        again = resume or int(os.environ.get("TORCHELASTIC_RESTART_COUNT", "0")) > 0
        run.passes(again, checkpoint_every, Path(curve) if curve and not rank() else None)
        if rank():
            return None
        run.write(name or Path(out).name.removesuffix(".safetensors"), version)
        return Made(Path(out), run.course.passes, run.recall, time.monotonic() - started)
    finally:
        folder.close(columns)
        if joined:
            distributed.destroy_process_group()


def silent(line: str) -> None:
    """Only the first of several processes speaks."""


def join(device: str | None) -> tuple[torch.device, bool]:
    """Where to compute, and whether this process has joined others just now."""
    found = torch.cuda.device_count() if torch.cuda.is_available() else 0
    known = {"cpu", *(["cuda"] if found else []), *(f"cuda:{at}" for at in range(found))}
    if device is not None and device not in known:
        raise ValueError(f"--device {device}: {', '.join(sorted(known))} are here")
    gpu = found > 0 if device is None else device.startswith("cuda")
    if gpu and device in (None, "cuda"):
        torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", "0")))
        device = f"cuda:{torch.cuda.current_device()}"
    joins = int(os.environ.get("WORLD_SIZE", "1")) > 1 and not distributed.is_initialized()
    if joins:
        distributed.init_process_group("nccl" if gpu else "gloo", timeout=PATIENCE)
    return torch.device(device or "cpu"), joins


def facts(log: Log, plan: Plan, where: torch.device) -> str:
    parts = [log.count(part) for part in (TRAIN, VALIDATION)]
    return (
        f"{log.events:,} events in {log.sessions:,} sessions over {len(log.items):,} items: trained on {parts[0]:,}, "
        f"validated on {parts[1]:,}; at most {plan.epochs} passes, {plan.batch} events a step, on {world()} x {where}"
    )


def teacher_of(log: Log, options: Options) -> tuple[Teacher | None, float]:
    """A teacher and how much of the target it is at first; none where the last item alone predicts better."""
    teaching = options.teaching
    if teaching is None:
        # As the first process finds: another machine may round differently.
        teaching = everyone(0.5 if is_worth_teaching(log) else 0.0)[0]
    return (Teacher(log), teaching) if teaching else (None, 0.0)


def refuse_other_shards(settings: str) -> None:
    """Processes that read different shards would train on neither."""
    if len(set(everyone(settings))) > 1:
        raise ValueError("the processes have different shards or options: give all of them the same")


def refuse_unwritable(out: Path) -> None:
    """At once, not after hours."""
    if out.is_dir() or not out.resolve().parent.is_dir() or not os.access(out.resolve().parent, os.W_OK):
        raise ValueError(f"{out} cannot be written: name a file in a folder that exists and is yours")


# What a checkpoint holds.
PARTS = {"settings", "course", "step", "recall", "now", "best"}


class Run:
    """The passes over the log, and what is written at the end."""

    def __init__(
        self,
        log: Log,
        options: Options,
        out: Path,
        device: torch.device,
        bf16: bool,
        say: Callable[[str], None],
    ) -> None:
        plan = Plan.of(log, options)
        self.log, self.plan, self.out, self.say = log, plan, out, say if rank() == 0 else silent
        self.say(facts(log, plan, device))
        self.pieces = Pieces.cut(log, plan.config, TRAIN)
        if not (self.pieces.lengths > 1).any():
            raise ValueError("no session of the training part has two events: there is nothing to learn from")
        self.validation = Pieces.cut(log, plan.config, VALIDATION)
        some = np.random.default_rng(plan.seed).permutation(len(self.validation))[:HELD_OUT]
        self.held_out = self.validation[some]
        self.learner = Learner(log, plan, device, bf16=bf16)
        self.teacher, self.teaching = teacher_of(log, options)
        self.course = Course(plan.epochs)
        self.recall: float | None = None
        self.best: dict[str, Any] | None = None
        self.checkpoint = out.with_name(f"{out.name}.checkpoint")
        # What must be the same for a training to go on.
        self.settings = {
            "shards": log.manifest["hash"],
            "log": f"{log.events} events, {len(log.items)} items",
            "plan": {**asdict(plan), "config": asdict(plan.config)},
            "teaching": self.teaching,
        }
        refuse_other_shards(compact(self.settings))

    # --- Passes -------------------------------------------------------------------------------------

    def passes(self, resume: bool, checkpoint_every: float, curve: Path | None) -> None:
        learner = self.learner
        first = self.go_on() if resume and self.checkpoint.exists() else 0
        lines = Curve(curve, self.course.passes, first)
        saved = time.monotonic()
        while self.course.phase != "done":
            course = self.course
            if not first and course.starts_from_best and self.best is not None:
                learner.restore(self.best)
            if course.phase == "coded" and not len(learner.coded):
                learner.quantise(self.held_out)
                self.say(
                    f"codes for {len(learner.coded):,} of {len(self.log.items):,} items (seen {learner.least} times or more)"
                    + "".join(
                        f"; {one.items:,} seen {one.least} times: recall@20 {100 * one.recall:.1f}%, "
                        f"MRR@20 {100 * one.mrr:.1f}% of held-out shoppers"
                        for one in learner.trials
                    )
                )
            batches = self.pieces.batches(
                self.plan.batch, np.random.default_rng([self.plan.seed, course.passes])
            )
            began, events, shown, loss, left_out = time.monotonic(), 0, 0.0, 0.0, 0
            for number in range(first, len(batches)):
                share = min(1.0, number / len(batches))
                rate = self.plan.rate * course.rate(share)
                taught = self.teacher and (self.teacher, self.teaching * course.teaching(share))
                taken = learner.step(batches[number], course.passes, number, rate, taught)
                left_out += not taken.kept
                lines.add(course.passes, number, taken.events, taken.loss)
                loss = loss * 0.98 + taken.loss * 0.02 if events else taken.loss
                events += taken.events
                now = time.monotonic()
                if now - shown > 10:
                    shown = now
                    self.say(
                        f"pass {course.passes + 1}: step {number + 1} of {len(batches)}, loss {loss:.3f}, "
                        f"{events / (now - began):,.0f} events a second"
                    )
                if now - saved >= checkpoint_every and number + 1 < len(batches):
                    self.save(number + 1)
                    saved = now
            first = 0
            score = score_held_out(learner.in_training(), self.held_out)
            self.recall = score.recall
            self.course = course.after(self.plan, score.score)
            if self.course.best_pass == self.course.passes:
                self.best = learner.save()
            self.save(0)
            saved = time.monotonic()
            found = (
                ""
                if score.recall is None
                else f", recall@20 {100 * score.recall:.1f}%, MRR@20 {100 * score.mrr:.1f}%"
            )
            self.say(
                f"pass {self.course.passes} ({course.phase}): loss {loss:.3f}{found} of held-out shoppers"
            )
            if left_out:
                self.say(
                    f"{left_out} of {len(batches)} steps were left out: a number was not finite. Lower --rate"
                )
        if self.best is not None:
            learner.restore(self.best)

    def save(self, step: int) -> None:
        """step: of the next pass, the one to begin with."""
        if rank():
            return
        is_best = step == 0 and self.course.best_pass == self.course.passes
        state = {
            "settings": compact(self.settings),
            "course": self.course.state(),
            "step": step,
            "recall": self.recall,
            "now": self.best if is_best else self.learner.save(),
            "best": None if is_best else self.best,
        }
        part = self.checkpoint.with_name(f"{self.checkpoint.name}.part")
        try:
            torch.save(state, part)
        except (OSError, RuntimeError) as wrong:
            part.unlink(missing_ok=True)
            raise OSError(
                f"{part} cannot be written, {shutil.disk_usage(part.parent).free / 2**30:.1f} GB are free: make room, "
                "and the same command with --resume goes on"
            ) from wrong
        # A reader sees the old file or the new one, never half of it.
        os.replace(part, self.checkpoint)

    def go_on(self) -> int:
        """From the checkpoint. The step to begin with."""
        way = "leave --resume out, and the training begins anew"
        try:
            state = torch.load(self.checkpoint, map_location="cpu", weights_only=True)
        except Exception as wrong:
            said = str(wrong).splitlines()[0] if str(wrong) else type(wrong).__name__
            raise ValueError(
                f"{self.checkpoint} is no checkpoint, or is damaged ({said:.200}): {way}"
            ) from wrong
        if not isinstance(state, dict) or not PARTS <= state.keys():
            raise ValueError(f"{self.checkpoint} is no checkpoint of this training: {way}")
        differ = differences(json.loads(state["settings"]), json.loads(compact(self.settings)))
        if differ:
            raise ValueError(
                f"{self.checkpoint} is of another training ({'; '.join(differ[:4])}): give the same shards and options, "
                f"or {way}"
            )
        try:
            self.course, self.recall = Course(**state["course"]), state["recall"]
            self.best = state["best"] or copied(state["now"])
            if not self.course.passes:
                self.best = None
            self.learner.restore(state["now"])
        except (KeyError, TypeError, AttributeError, RuntimeError, ValueError) as wrong:
            raise ValueError(f"{self.checkpoint} is damaged ({wrong!r:.200}): {way}") from wrong
        self.say(
            f"goes on after pass {self.course.passes}, at step {state['step'] + 1}, from {self.checkpoint}"
        )
        return state["step"]

    # --- What is written ------------------------------------------------------------------------------

    def write(self, name: str, version: str) -> None:
        """Everything a model file holds. Calibration and golden vectors come from the quantised file, because that is
        what will answer in the page."""
        learner, log = self.learner, self.log
        learner.net.eval()
        self.say("fitting the read-out")
        fit_read_out(learner.in_training(), self.validation)
        about = ModelFile(
            learner.config, [log.items[i].id for i in learner.coded], self.metadata(name, version)
        )
        part = self.out.with_name(f"{self.out.name}.part")
        write_model(part, self.model(), about)
        model, about = read_model(part)
        self.say("calibrating")
        calibration = calibrate(model, about.items, log)
        about.metadata |= {"calibration": compact(calibration), "golden": compact(self.golden(model))}
        write_model(part, model, about)
        os.replace(part, self.out)
        self.checkpoint.unlink(missing_ok=True)
        self.say(f"written {self.out}: {self.out.stat().st_size / 1024:,.0f} KB")

    def metadata(self, name: str, version: str) -> dict[str, str]:
        """In the order of the page's writer."""
        log, learner = self.log, self.learner
        data = (
            f"{log.events} events in {log.sessions} sessions over {len(log.items)} items, from "
            f"{', '.join(log.manifest['log'])}, trained in PyTorch"
        )
        return {
            "nextaisle": "3",
            "config": compact(asdict(learner.config)),
            "vocabulary": compact({"categories": learner.catalog.categories}),
            "items": pack_ids([log.items[i].id for i in learner.coded]),
            "calibration": compact({}),
            "golden": "null",
            "card": compact({"name": name, "version": version, "data": data}),
        }

    def model(self) -> Nextaisle:
        """The network as a file has it, in floats."""
        learner = self.learner
        coded = learner.coded
        model = Nextaisle(learner.config, len(coded))
        state, trained = model.state_dict(), learner.net.state_dict()
        for spec in specs(learner.config, 0):
            if spec.place in trained:
                state[spec.place] = trained[spec.place].cpu()
        if learner.content is not None:
            state["content"] = learner.content.table.value.cpu()
        vectors = learner.coded_vectors
        assert vectors is not None
        state["item_centroids"], state["item_codes"] = vectors.centroids.value.cpu(), vectors.codes.cpu()
        state["item_popularity"] = torch.as_tensor(learner.popularity[coded])
        state["item_category"] = torch.as_tensor(learner.catalog.category[coded])
        state["item_price"] = torch.as_tensor(learner.catalog.price[coded])
        model.load_state_dict(state)
        return model.eval()

    def golden(self, model: Nextaisle) -> dict[str, Any]:
        log, coded = self.log, self.learner.coded
        row = np.full(len(log.items), -1, np.int64)
        row[coded] = np.arange(len(coded))
        tokens = log.tokens[:GOLDEN_TOKENS].astype(np.int64)
        item = log.item[:GOLDEN_TOKENS]
        tokens[:, TOKEN_FIELDS.index("item")] = np.where(item < 0, -1, row[item])
        count = min(GOLDEN_ROWS, model.trained)
        rows = [i * model.trained // count for i in range(count)]
        asked = {"tokens": tokens.tolist(), "items": {"action": 0, "rows": rows}}
        return golden_of(model, asked)


def differences(there: Any, here: Any, name: str = "") -> list[str]:
    """What two settings do not share, in words."""
    if there == here:
        return []
    if isinstance(there, dict) and isinstance(here, dict):
        return [
            words
            for key in dict.fromkeys([*there, *here])
            for words in differences(there.get(key), here.get(key), f"{name}.{key}".removeprefix("."))
        ]
    return [f"{name} is {there!r} there, {here!r} here"]


class Curve:
    """pass,step,events,loss of every step, for whoever draws it. A training that goes on cuts off what it does anew."""

    def __init__(self, path: Path | None, passes: int, step: int) -> None:
        self.path = path
        if path is None:
            return
        kept = ["pass,step,events,loss"]
        if (passes or step) and path.exists():
            for line in path.read_text("utf-8").splitlines()[1:]:
                at = line.split(",")
                if len(at) == 4 and (int(at[0]), int(at[1])) < (passes + 1, step + 1):
                    kept.append(line)
        path.write_text("\n".join(kept) + "\n", "utf-8")

    def add(self, passes: int, step: int, events: int, loss: float) -> None:
        if self.path is not None:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(f"{passes + 1},{step + 1},{events},{loss:.6g}\n")
