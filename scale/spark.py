"""Makes shards of a log with prepare.sql on Spark: the same rows as `npx nextaisle prepare` on DuckDB.

    npx nextaisle prepare part-0.parquet --plan plan.json
    spark-submit scale/spark.py --plan plan.json --in s3a://logs/events/*.parquet --out s3a://logs/shards

The plan says how the columns are read: the reader of `nextaisle train` decided it on the first lines of a file.
"""

import argparse
import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pyspark.sql import DataFrame, SparkSession

HERE = Path(__file__).resolve().parent
LINES_A_FILE = 2**36
HEADING = re.compile(
    r"^-- (?:function (?P<function>\w+)\((?P<parameters>[^)]*)\) (?P<type>\w+)|step (?P<step>\w+) \|.*)$"
)
TOKENS = [
    "gap",
    "recency",
    "price",
    "agreement",
    "place",
    "stage",
    "elapsed",
    "longest",
    "visits",
    "events",
    "carts",
    "orders",
    "hour",
]
ITEMS = """select cast(items.row_number as int) as item, id, coalesce(uses.events, 0) as events,
  coalesce(uses.trained, 0) as trained, coalesce(items.price, -1e0) as price,
  coalesce(items.category, '') as category, coalesce(brand, '') as brand, coalesce(name, '') as name
from items left join uses on items.row_number = uses.item"""
CATEGORIES = """select cast(number as int) as category, path, top, coalesce(level, -1e0) as level,
  case when level is null then 0 else 1 end as has_level from categories"""
EVENTS = f"""select cast(floor(who / 4294967296e0) as int) as shard, who,
  cast(who % 4294967296 as int) as shopper, n, line, ts, action, item, cents, part, opens, {", ".join(TOKENS)}
from parts"""


def read_sql(text: str) -> tuple[list[dict], list[dict]]:
    """Takes prepare.sql apart, as src/training/shards/sql-text.ts does."""
    found: list[dict] = []
    for line in text.split("\n"):
        heading = HEADING.match(line)
        if heading:
            found.append({**heading.groupdict(), "lines": []})
        elif not line.startswith("--") and found:
            found[-1]["lines"].append(line)
    for one in found:
        one["body"] = "\n".join(one.pop("lines")).strip().removesuffix(";")
    return [one for one in found if one["function"]], [
        one for one in found if one["step"]
    ]


def start(builder: SparkSession.Builder, warehouse: str) -> SparkSession:
    """A session in which both engines mean the same by a name in double quotes and by a time."""
    return (
        builder.config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.ansi.enabled", "true")
        .config("spark.sql.ansi.doubleQuotedIdentifiers", "true")
        .config("spark.sql.warehouse.dir", warehouse)
        .getOrCreate()
    )


def define(spark: SparkSession, plan: dict) -> list[dict]:
    """Defines the functions of prepare.sql, and gives its steps."""
    prelude = re.sub(
        r"^--.*$", "", (HERE / "spark.sql").read_text(), flags=re.MULTILINE
    )
    for statement in prelude.split(";\n"):
        if statement.strip():
            spark.sql(statement)
    for name, (kind, body) in plan["settings"].items():
        spark.sql(
            f"create or replace temporary function {name}() returns {kind} return {body}"
        )
    functions, steps = read_sql((HERE / "prepare.sql").read_text())
    for one in functions:
        spark.sql(
            f"create or replace temporary function {one['function']}({one['parameters']}) "
            f"returns {one['type']} return {one['body']}"
        )
    return steps


def read_log(spark: SparkSession, plan: dict, paths: list[str]) -> None:
    """The view `log`: each line with its own number, files in the order of their names."""
    read = spark.read.parquet(*paths).selectExpr(
        "*", "_metadata.row_index as file_row_number", "_metadata.file_path as log_file"
    )
    read.createOrReplaceTempView("source_rows")
    names = [
        row.log_file
        for row in spark.sql("select distinct log_file from source_rows").collect()
    ]
    files = [(name, number) for number, name in enumerate(sorted(names))]
    spark.createDataFrame(
        files, "log_path string, log_number bigint"
    ).createOrReplaceTempView("log_files")
    view = plan["view"].replace(
        "{line}", f"log_number * {LINES_A_FILE} + file_row_number"
    )
    view = view.replace("{source}", "source_rows join log_files on log_file = log_path")
    spark.sql(view).createOrReplaceTempView("log")


def fill_actions(spark: SparkSession, plan: dict) -> None:
    spark.createDataFrame(
        plan["actions"], "name string, action int"
    ).createOrReplaceTempView("actions")


PLACEHOLDER = re.compile(
    r"^\(?(undefined|null|nan|none|n/a|not set|-)\)?$|[{$]\{|%%|\[object ",
    re.IGNORECASE,
)


def category_of(levels: list[str]) -> list[str]:
    """A category's path, as `categoryOf` and `parseCategory` read it."""
    path: list[str] = []
    parts = [
        part
        for level in levels
        for part in re.split(
            r"[/>]|(?<=[a-z_])\.(?=[a-z_])", level, flags=re.IGNORECASE
        )
    ]
    for part in parts[:16]:
        name = part[:100].strip()
        if name and not PLACEHOLDER.search(part[:500].strip()) and len(path) < 8:
            path.append(name)
    return path


def fill_paths(spark: SparkSession, plan: dict) -> None:
    """Reads each category of the log as a path."""
    written = spark.sql(
        "select distinct category from lines where reason is null and category is not null"
    ).collect()
    rows = []
    for (raw,) in written:
        texts = raw.split("\x1f")
        levels = plan["categoryLevels"]
        path = category_of(texts[:levels]) or category_of(texts[levels:])
        rows.append(
            (raw, "/".join(path), "/".join(part.lower() for part in path), len(path))
        )
    spark.createDataFrame(
        rows, "raw string, category string, path string, depth int"
    ).createOrReplaceTempView("paths")


def run_steps(
    spark: SparkSession,
    steps: list[dict],
    plan: dict,
    say: Callable[[str, float], None] = lambda name, seconds: None,
) -> None:
    """Runs each step, and says its name when it begins (0 seconds) and when it has ended."""
    for step in steps:
        say(step["step"], 0)
        began = time.monotonic()
        if step["step"] == "items":
            fill_paths(spark, plan)
        sql = (
            step["body"].replace("slice_from()", "0").replace("slice_to()", str(2**62))
        )
        if sql.startswith("create view"):
            sql = sql.replace("create view", "create or replace temporary view", 1)
        else:
            spark.sql(f"drop table if exists {step['step']}")
        spark.sql(sql)
        say(step["step"], time.monotonic() - began)


def write_one(spark: SparkSession, frame: DataFrame, path: str) -> None:
    """Writes a table as one file of that name: a rename, which every file system of Hadoop has."""
    frame.coalesce(1).write.mode("overwrite").option("compression", "zstd").parquet(
        f"{path}.parts"
    )
    move_part(spark, f"{path}.parts", path)
    remove(spark, f"{path}.parts")


def file_system(spark: SparkSession, path: str):
    hadoop = spark._jvm.org.apache.hadoop.fs
    at = hadoop.Path(path)
    return at, at.getFileSystem(spark._jsc.hadoopConfiguration())


def remove(spark: SparkSession, path: str) -> None:
    at, system = file_system(spark, path)
    system.delete(at, True)


def move_part(spark: SparkSession, folder: str, to: str) -> None:
    at, system = file_system(spark, folder)
    (part,) = [
        one.getPath()
        for one in system.listStatus(at)
        if one.getPath().getName().startswith("part-")
    ]
    target, _ = file_system(spark, to)
    system.mkdirs(target.getParent())
    system.delete(target, False)
    system.rename(part, target)


def write_events(spark: SparkSession, out: str) -> None:
    """All rows of a shopper in one file, in their order."""
    parts = f"{out}/events.parts"
    frame = (
        spark.sql(EVENTS)
        .repartition("shard")
        .sortWithinPartitions("shard", "who", "n")
        .drop("who")
    )
    (
        frame.write.mode("overwrite")
        .option("compression", "zstd")
        .option("parquet.block.size", 8 << 20)
        .partitionBy("shard")
        .parquet(parts)
    )
    for (shard,) in spark.sql("select shard from sizes").collect():
        move_part(spark, f"{parts}/shard={shard}", f"{out}/events/{shard:02x}.parquet")
    remove(spark, parts)


def write_manifest(spark: SparkSession, plan: dict, out: str, names: list[str]) -> None:
    def one(sql: str):
        return spark.sql(sql).collect()[0]

    lines = one("select count(*) from lines")[0]
    events, sessions = one(
        "select count(*), count(case when opens = 1 then 1 end) from tokens"
    )
    numbered = one("select count(*) from numbered")[0]
    items, once = one(
        "select count(*), count(case when events = 1 then 1 end) from items"
    )
    cuts = one("select validation_from, test_from from cuts")
    most = one("select most from bounds")[0]
    people = "select person, events from people cross join bounds where events"
    shoppers = one(
        "select count(*) from people cross join bounds where events <= most"
    )[0]
    largest = one(f"{people} <= most order by events desc, first_line limit 1")
    robots = spark.sql(f"{people} > most order by events desc, first_line").collect()
    report = spark.sql(
        "select kind, reason, lines, first_line from report order by lines desc, reason"
    ).collect()
    shards = spark.sql(
        "select shard, events, shoppers from sizes order by shard"
    ).collect()

    logs = [name.rsplit("/", 1)[-1] for name in names]

    def place(line: int) -> str:
        return f"{logs[line // LINES_A_FILE]}:{line % LINES_A_FILE + 1}"

    manifest = {
        "format": "nextaisle-shards",
        "version": plan["version"],
        "engine": f"Spark v{spark.version}",
        "hash": plan["hash"],
        "log": logs,
        "columns": plan["columns"],
        "lines": lines,
        "events": events,
        "sessions": sessions,
        "items": items,
        "categories": one("select count(*) from categories")[0],
        "repeats": numbered - events,
        "cuts": dict(
            zip(
                ("validationFrom", "testFrom"),
                [None if cut > 4e18 else cut for cut in cuts],
                strict=True,
            )
        ),
        "facts": {
            "shoppers": shoppers,
            "largest": {
                "shopper": largest.person,
                "events": largest.events,
                "share": largest.events / (numbered or 1),
            },
            "robots": [{"shopper": row.person, "events": row.events} for row in robots],
            "robotBound": most,
            "seenOnce": once / (items or 1),
            **(
                {"sharedSessions": plan["sharedSessions"]}
                if plan.get("sharedSessions")
                else {}
            ),
        },
        "ignored": {row.reason: row.lines for row in report if row.kind == "ignored"},
        "refused": [
            {
                "reason": row.reason,
                "count": row.lines,
                "places": [place(row.first_line)],
                "texts": [""],
            }
            for row in report
            if row.kind == "refused"
        ],
        "notes": plan.get("notes", [])
        + [
            f"{row.lines:,} × {row.reason}, the first in {place(row.first_line)}"
            for row in report
            if row.kind == "altered"
        ],
        "shards": [
            {"name": f"{row.shard:02x}", "events": row.events, "shoppers": row.shoppers}
            for row in shards
        ],
    }
    at, system = file_system(spark, f"{out}/manifest.json")
    stream = system.create(at, True)
    stream.write(bytearray(json.dumps(manifest, indent=1, ensure_ascii=False).encode()))
    stream.close()


def prepare(
    spark: SparkSession,
    plan: dict,
    paths: list[str],
    out: str,
    say: Callable[[str, float], None] = lambda name, seconds: None,
) -> None:
    steps = define(spark, plan)
    read_log(spark, plan, paths)
    fill_actions(spark, plan)
    run_steps(spark, steps, plan, say)
    refused, ignored, lines = spark.sql(
        "select count(case when reason like 'refused %' then 1 end), "
        "count(case when reason like 'ignored %' then 1 end), count(*) from lines"
    ).collect()[0]
    if refused > (lines - ignored) * plan["allowRefused"]:
        sys.exit(
            f"{refused} of {lines} lines were refused: see `select * from report`, or --allow-refused"
        )
    names = [
        row.name
        for row in spark.sql(
            "select log_path as name from log_files order by log_number"
        ).collect()
    ]
    # Older shards are none without it: killed from here on, nothing reads a mixture.
    remove(spark, f"{out}/manifest.json")
    write_one(spark, spark.sql(ITEMS).orderBy("item"), f"{out}/items.parquet")
    write_one(
        spark, spark.sql(CATEGORIES).orderBy("category"), f"{out}/categories.parquet"
    )
    report = spark.sql("select * from report order by lines desc, kind, reason")
    write_one(spark, report, f"{out}/report.parquet")
    write_events(spark, out)
    write_manifest(spark, plan, out, names)


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Makes shards of a log with prepare.sql on Spark."
    )
    parser.add_argument(
        "--plan", required=True, help="made by npx nextaisle prepare … --plan"
    )
    parser.add_argument(
        "--in", dest="paths", nargs="+", required=True, help="Parquet files or folders"
    )
    parser.add_argument("--out", required=True, help="a folder for the shards")
    given = parser.parse_args()
    plan = json.loads(Path(given.plan).read_text())
    spark = start(
        SparkSession.builder.appName("nextaisle prepare"), f"{given.out}/.work"
    )
    prepare(
        spark,
        plan,
        given.paths,
        given.out,
        lambda name, seconds: (
            print(f"{name}: {seconds:.1f} s", flush=True) if seconds else None
        ),
    )
    remove(spark, f"{given.out}/.work")


if __name__ == "__main__":
    main()
