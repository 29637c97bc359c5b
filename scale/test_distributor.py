"""Processes that Spark starts train as one does: TorchDistributor, two processes, gloo.

Skipped where pyspark or torch is missing. The shards are made by the command line of this repository (npm run build).
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("pyspark")
from test_spark import HEADERS, HERE, command, nasty_rows, write_log

PACKAGE = str(HERE / "python/src")
sys.path.insert(0, PACKAGE)
from nextaisle.__main__ import main

NETWORK = ["--width", "16", "--layers", "1", "--heads", "1", "--window", "8"]
STEADY = ["--epochs", "1", "--negatives", "40", "--dropout", "0"]


def losses(curve: Path) -> list[float]:
    return [float(line.split(",")[3]) for line in curve.read_text().splitlines()[1:]]


def test_two_processes_of_spark_have_the_losses_of_one(tmp_path: Path) -> None:
    log = write_log(tmp_path / "log.parquet", HEADERS, nasty_rows(5, 80))
    command("prepare", log, "--out", tmp_path / "shards")

    def asked(name: str) -> list[str]:
        out = ["--out", f"{tmp_path}/{name}", "--curve", f"{tmp_path}/{name}.csv"]
        return ["train", f"{tmp_path}/shards", *out, *NETWORK, *STEADY]

    assert main(asked("alone")) == 0
    start = [HERE / "spark_train.py", "--on-driver", "--processes", "2"]
    env = {**os.environ, "PYTHONPATH": PACKAGE, "OMP_NUM_THREADS": "1"}
    subprocess.run([sys.executable, *start, *asked("both")], env=env, check=True)
    assert (tmp_path / "both").exists()
    alone, both = losses(tmp_path / "alone.csv"), losses(tmp_path / "both.csv")
    assert len(both) == len(alone) > 3
    assert both == pytest.approx(alone, rel=0.02)
