"""Processes that Spark starts train as one does: TorchDistributor, two processes, gloo.

Here they are on the driver, as that is quick; test_cluster.py starts them on two executors.
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


def assert_trains_as_one(tmp_path: Path, *options: str, **env: str) -> None:
    """Trains in one process here and in two of spark_train.py, and compares the losses."""
    log = write_log(tmp_path / "log.parquet", HEADERS, nasty_rows(5, 80))
    command("prepare", log, "--out", tmp_path / "shards")

    def asked(name: str) -> list[str]:
        out = ["--out", f"{tmp_path}/{name}", "--curve", f"{tmp_path}/{name}.csv"]
        return ["train", f"{tmp_path}/shards", *out, *NETWORK, *STEADY]

    assert main(asked("alone")) == 0
    start = [HERE / "spark_train.py", *options, "--processes", "2"]
    paths = os.pathsep.join([PACKAGE, os.environ.get("PYTHONPATH", "")])
    given = {**os.environ, "PYTHONPATH": paths, "OMP_NUM_THREADS": "1", **env}
    subprocess.run([sys.executable, *start, *asked("both")], env=given, check=True)
    assert (tmp_path / "both").exists()
    alone, both = losses(tmp_path / "alone.csv"), losses(tmp_path / "both.csv")
    assert len(both) == len(alone) > 3
    assert both == pytest.approx(alone, rel=0.02)


def test_two_processes_of_spark_have_the_losses_of_one(tmp_path: Path) -> None:
    assert_trains_as_one(tmp_path, "--on-driver")
