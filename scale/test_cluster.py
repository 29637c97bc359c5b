"""Two worker processes make the shards of DuckDB, and a worker that is killed in the middle loses nothing. They train
as one process does.

Not in the gate: some twenty-five statements, each with tasks in other processes, take minutes on two cores.
`python -m pytest scale/test_cluster.py -s`; NEXTAISLE_EVENTS makes the log larger.
"""

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

pytest.importorskip("pyspark")
from pyspark.sql import SparkSession
from test_spark import (
    HEADERS,
    assert_same,
    command,
    nasty_rows,
    preparation,
    write_log,
)


def executors(spark: SparkSession) -> list[int]:
    """The worker processes of this session, by its port."""
    port = spark.sparkContext.getConf().get("spark.driver.port")
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            line = (entry / "cmdline").read_bytes().decode().split("\0")
        except OSError:
            continue
        is_java = line[0].endswith("java")
        is_executor = any("CoarseGrainedExecutorBackend" in part for part in line)
        if is_java and is_executor and any(f":{port}" in part for part in line):
            found.append(int(entry.name))
    return found


class Killer:
    """Kills a worker process while a step is running tasks."""

    def __init__(self, spark: SparkSession, step: str):
        self.spark, self.step, self.killed = spark, step, None
        self.thread = threading.Thread(target=self.wait_and_kill, daemon=True)
        self.ended = False

    def say(self, name: str, seconds: float) -> None:
        print(f"{name} {seconds:.1f}", flush=True)
        if name == self.step and not seconds:
            self.thread.start()
        elif name == self.step:
            self.ended = True

    def wait_and_kill(self) -> None:
        tracker = self.spark.sparkContext.statusTracker()
        while not self.ended:
            stages = [tracker.getStageInfo(one) for one in tracker.getActiveStageIds()]
            if any(one and one.numActiveTasks for one in stages):
                self.killed = executors(self.spark)[0]
                os.kill(self.killed, signal.SIGKILL)
                return
            time.sleep(0.005)


@pytest.fixture
def cluster(tmp_path):
    spark = preparation.start(
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2"),
        str(tmp_path / "warehouse"),
    )
    yield spark
    spark.stop()


@pytest.mark.skipif(not Path("/proc").exists(), reason="finds processes in /proc")
def test_a_worker_killed_in_the_middle_loses_nothing(cluster, tmp_path):
    shoppers = int(os.environ.get("NEXTAISLE_EVENTS", "1800")) // 7
    log = write_log(tmp_path / "log.parquet", HEADERS, nasty_rows(2, shoppers))
    plan = tmp_path / "plan.json"
    command("prepare", log, "--plan", plan)
    command("prepare", log, "--out", tmp_path / "duckdb")
    deadline = time.monotonic() + 60
    while len(executors(cluster)) < 2 and time.monotonic() < deadline:
        time.sleep(0.1)
    killer = Killer(cluster, "tokens")
    began = time.monotonic()
    preparation.prepare(
        cluster,
        json.loads(plan.read_text()),
        [str(log)],
        str(tmp_path / "spark"),
        killer.say,
    )
    print(f"{time.monotonic() - began:.0f} s", flush=True)
    assert killer.killed
    assert_same(tmp_path / "duckdb", tmp_path / "spark")


def test_executors_train_as_one_process_does(tmp_path):
    for needed in ("torch", "pandas"):
        pytest.importorskip(needed)
    from test_distributor import assert_trains_as_one

    assert_trains_as_one(
        tmp_path,
        PYSPARK_PYTHON=sys.executable,
        PYSPARK_SUBMIT_ARGS="--master local-cluster[2,1,1024] --conf spark.ui.enabled=false "
        "--conf spark.driver.host=127.0.0.1 pyspark-shell",
    )
