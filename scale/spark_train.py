"""Trains on a Spark cluster: the processes of `torchrun -m nextaisle train` are tasks of one stage.

    spark-submit scale/spark_train.py --processes 4 train /mnt/shards --out /mnt/shop.safetensors

What follows `--processes` is what `python -m nextaisle` takes, and the package has to be installed on every machine.
Shards and the file's folder are read and written by the workers: a folder that all of them see.
"""

import argparse
import sys

from pyspark.ml.torch.distributor import TorchDistributor
from pyspark.sql import SparkSession


def train_here(given: list[str]) -> None:
    """What each process runs."""
    from nextaisle.__main__ import main

    if main(given):
        raise RuntimeError("nextaisle: a process has failed, see its log")


def train(
    given: list[str], processes: int, *, on_driver: bool = False, gpu: bool = False
) -> None:
    """on_driver: all processes on the driver's machine, beside Spark. gpu: one for each process."""
    TorchDistributor(num_processes=processes, local_mode=on_driver, use_gpu=gpu).run(
        train_here, given
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Trains on the workers of a Spark cluster."
    )
    parser.add_argument(
        "--processes", type=int, required=True, help="tasks, one process each"
    )
    parser.add_argument(
        "--on-driver", action="store_true", help="start them on the driver's machine"
    )
    parser.add_argument("--gpu", action="store_true", help="a GPU for each process")
    parser.add_argument(
        "given", nargs=argparse.REMAINDER, help="train <shards> --out <file> …"
    )
    asked = parser.parse_args()
    if asked.given[:1] != ["train"]:
        parser.error("after the options: train <shards> --out <file> …")
    spark = SparkSession.builder.appName("nextaisle train").getOrCreate()
    try:
        train(asked.given, asked.processes, on_driver=asked.on_driver, gpu=asked.gpu)
    finally:
        spark.stop()


if __name__ == "__main__":
    sys.exit(main())
