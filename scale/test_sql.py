"""prepare.sql is SQL for four engines, and has no function that they read differently. A parser, no translator:
sqlglot has dropped an ORDER BY in silence."""

import re
from pathlib import Path

import pytest

sqlglot = pytest.importorskip("sqlglot")
from sqlglot import exp

HERE = Path(__file__).resolve().parent
HEADING = re.compile(r"^-- (function|step) (\w+)", re.MULTILINE)
ENGINES = ["duckdb", "spark", "bigquery", "snowflake"]
# What engines answer differently, or only one of them has. (min_by of a key that no two rows share is the same.)
BANNED = {
    *["any_value", "approx_count_distinct", "approx_quantile", "arg_max"],
    *["array_agg", "avg", "collect_list", "explode", "first", "hash", "last", "list"],
    *["log", "max_by", "median", "mode", "percentile_approx", "quantile", "rand"],
    *["random", "regexp_replace", "round", "split", "string_agg", "to_timestamp"],
    *["unnest", "date_trunc", "now", "current_timestamp", "uuid", "strpos"],
}


def parts(text: str) -> list[tuple[str, str]]:
    """Each function, as a SELECT of its body, and each step."""
    found = list(HEADING.finditer(text))
    ends = [one.start() for one in found[1:]] + [len(text)]
    statements = []
    for one, end in zip(found, ends, strict=True):
        lines = text[one.end() : end].split("\n")[1:]
        body = "\n".join(line for line in lines if not line.startswith("--"))
        body = body.strip().removesuffix(";")
        is_function = one.group(1) == "function"
        statements.append((one.group(2), f"select {body}" if is_function else body))
    return statements


def called(tree: exp.Expression) -> set[str]:
    """The names of functions, as they stand there or as sqlglot calls what it knows."""
    names = set()
    for node in tree.find_all(exp.Func):
        if isinstance(node, exp.Anonymous):
            names.add(node.name.lower())
        else:
            names.update(name.lower() for name in node.sql_names())
    return names


PARTS = parts((HERE / "prepare.sql").read_text())


def test_all_parts_are_there():
    assert {"own_text", "lines", "tokens", "sizes"} <= {name for name, _ in PARTS}
    assert len(PARTS) > 30


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("name", "sql"), PARTS, ids=[name for name, _ in PARTS])
def test_each_engine_can_parse(engine, name, sql):
    (tree,) = sqlglot.parse(sql, dialect=engine, error_level=sqlglot.ErrorLevel.RAISE)
    assert not isinstance(tree, exp.Command), "read as text only"
    assert called(tree) & BANNED == set()


@pytest.mark.parametrize(
    "bad",
    [
        "select max_by(a, b) from t",
        "select array_agg(a order by b) from t",
        "select median(a) from t",
        "select round(a) from t",
    ],
)
def test_the_list_finds(bad):
    assert called(sqlglot.parse_one(bad, dialect="duckdb")) & BANNED
