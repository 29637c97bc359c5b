"""Spark's shards equal DuckDB's to the row: a checksum a column, then the rows that differ.

Skipped where pyspark is missing. The other side is made by the command line of this repository (npm run build).
"""

import csv
import gzip
import hashlib
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pyspark")
pa = pytest.importorskip("pyarrow")
from pyarrow import parquet
from pyspark.sql import SparkSession

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import spark as preparation

CLI = os.environ.get("NEXTAISLE_CLI", str(HERE.parent / "dist/cli.js"))
DATA = Path(os.environ.get("NEXTAISLE_DATA", HERE.parent.parent / "shared/data"))
HEADERS = [
    "user_id",
    "visitor_id",
    "session_id",
    "timestamp",
    "event",
    "product_id",
    "price",
    "category",
    "brand",
]


ODD_TIMES = ["1970-01-01 00:00:00", "", "9999-12-31 00:00:00", "-1", "1.70047E+12"]


def nasty_rows(seed: int, shoppers: int = 250) -> list[list[str]]:
    """Visits that overlap, lines without one, repeats, browsers that become accounts, lines that mean nothing."""
    draw = random.Random(seed)
    rows = []
    for shopper in range(shoppers):
        browser = f"b{shopper}" if draw.random() < 0.8 else ""
        account = (
            f"u{draw.randrange(shoppers)}" if draw.random() < 0.4 or not browser else ""
        )
        moment = 1_700_000_000 + draw.randrange(40 * 86_400)
        visit = draw.choice(["", f"v{draw.randrange(500)}"])
        for _ in range(draw.randrange(1, 14)):
            moment += draw.choice([0, 0, 5, 60, 1800, 1801, 4000, 90_000, -3])
            if draw.random() < 0.2:
                visit = draw.choice(["", "NULL", f"v{draw.randrange(500)}"])
            day, clock = divmod(moment, 86_400)
            month, date = divmod(day - 19_675, 28)
            at = f"{2023 + month // 12}-{month % 12 + 1:02}-{date + 1:02} {clock // 3600:02}:{clock // 60 % 60:02}:{clock % 60:02}"
            event = draw.choice(
                [
                    "view",
                    "view",
                    "add_to_cart",
                    "purchase",
                    "remove_from_cart",
                    "search",
                    "page_view",
                    "zap",
                ][: 8 if draw.random() < 0.05 else 6]
            )
            item = (
                ""
                if event == "search"
                else draw.choice(
                    [
                        f"sku-{draw.randrange(40)}",
                        f"Ä{draw.randrange(9)}",
                        "\U0001f6cd1",
                    ]
                )
            )
            row = [
                account,
                browser,
                visit,
                at + draw.choice(["", " UTC", "+02:00", ".250"]),
                event,
                item,
            ]
            row += [
                draw.choice(["", "19.99", "5", "0"]),
                draw.choice(["", "Garden", "Garden > Chairs", "kids.shoes"]),
                draw.choice(["", "Acme", "none"]),
            ]
            rows += [row] * draw.choice([1, 1, 1, 1, 1, 2, 3])
    for i, time in enumerate(ODD_TIMES * 3):
        if 97 * i < len(rows):
            rows[97 * i] = [*rows[97 * i][:3], time, *rows[97 * i][4:]]
    return rows


def write_log(path: Path, headers: list[str], rows: list[list[str]]) -> Path:
    columns = [
        pa.array([row[i] for row in rows], pa.string()) for i in range(len(headers))
    ]
    # Several row groups: the number of a row is that of the file.
    parquet.write_table(pa.table(columns, names=headers), path, row_group_size=1000)
    return path


def real_log(name: str, to: Path) -> Path:
    with gzip.open(DATA / name, "rt", encoding="utf-8") as file:
        if ".jsonl" in name:
            sessions = [json.loads(line) for line in file]
            rows = [
                [
                    str(one["session"]),
                    str(event["aid"]),
                    str(event["ts"]),
                    event["type"],
                ]
                for one in sessions
                for event in one["events"]
            ]
            return write_log(to, ["session", "aid", "ts", "type"], rows)
        headers, *rows = list(csv.reader(file))
    return write_log(to, headers, rows)


@pytest.fixture(scope="session")
def session(tmp_path_factory):
    builder = (
        SparkSession.builder.master(os.environ.get("SPARK_MASTER", "local[2]"))
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "4")
    )
    spark = preparation.start(builder, str(tmp_path_factory.mktemp("warehouse")))
    yield spark
    spark.stop()


def command(*arguments: object) -> None:
    subprocess.run(
        ["node", CLI, *map(str, arguments)], check=True, capture_output=True, text=True
    )


def checksum(column) -> str:
    return hashlib.sha256(repr(column.to_pylist()).encode()).hexdigest()


def assert_same(one: Path, other: Path) -> None:
    names = sorted(str(path.relative_to(one)) for path in one.rglob("*.parquet"))
    assert names == sorted(
        str(path.relative_to(other)) for path in other.rglob("*.parquet")
    )
    assert len(names) > 4
    for name in names:
        ours, theirs = parquet.read_table(one / name), parquet.read_table(other / name)
        assert ours.schema.names == theirs.schema.names, name
        assert ours.schema.types == theirs.schema.types, name
        for column in ours.schema.names:
            if checksum(ours[column]) == checksum(theirs[column]):
                continue
            pairs = zip(
                ours[column].to_pylist(), theirs[column].to_pylist(), strict=True
            )
            assert [pair for pair in pairs if pair[0] != pair[1]][:5] == [], (
                name,
                column,
            )
    manifests = [
        json.loads((folder / "manifest.json").read_text()) for folder in (one, other)
    ]
    assert manifests[0].pop("engine") != manifests[1].pop("engine")
    # What is counted of the log's own columns (zones of times, words for what is missing) DuckDB alone says.
    said, by_spark = (set(manifest.pop("notes")) for manifest in manifests)
    assert by_spark <= said
    assert manifests[0] == manifests[1]


LOGS = ["nasty", "jdata-2017/events.csv.gz", "retailrocket/events.csv.gz"]
# Some minutes more each on a busy machine: NEXTAISLE_SPARK_LOGS=all, or the path of a Parquet file.
MORE = [
    "rees46/2019-Oct-first-hours.csv.gz",
    "taobao/user-behavior.csv.gz",
    "otto/sessions.jsonl.gz",
]
ASKED = os.environ.get("NEXTAISLE_SPARK_LOGS", "")


@pytest.mark.parametrize(
    "name", LOGS + MORE if ASKED == "all" else [ASKED] if ASKED else LOGS
)
def test_spark_makes_the_shards_of_duckdb(session, tmp_path, name):
    log = tmp_path / "log.parquet"
    if name == "nasty":
        write_log(log, HEADERS, nasty_rows(1))
    elif name.endswith(".parquet"):
        log = Path(name)
    elif (DATA / name).exists():
        real_log(name, log)
    else:
        pytest.skip(f"no {DATA / name} (NEXTAISLE_DATA)")
    plan = tmp_path / "plan.json"
    command("prepare", log, "--plan", plan)
    command("prepare", log, "--out", tmp_path / "duckdb")
    preparation.prepare(
        session, json.loads(plan.read_text()), [str(log)], str(tmp_path / "spark")
    )
    assert_same(tmp_path / "duckdb", tmp_path / "spark")
