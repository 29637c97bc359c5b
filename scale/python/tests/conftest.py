import atexit
import json
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import pytest

os.environ.setdefault("OMP_NUM_THREADS", "1")
# Nothing may be asked of a hub, and nothing is left in the home folder.
os.environ["HF_HUB_OFFLINE"] = "1"
SCRATCH = tempfile.TemporaryDirectory()
os.environ["HF_MODULES_CACHE"] = SCRATCH.name
ROOT = Path(__file__).parents[3]
NODE = ["node", str(ROOT / "scale/python/oracle/ask.mjs")]


@cache
def oracle() -> subprocess.Popen:
    """One process for all questions: most of its time goes into its start."""
    started = subprocess.Popen(NODE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    atexit.register(started.kill)
    return started


@cache
def answer(request: str):
    process = oracle()
    process.stdin.write(request + "\n")
    process.stdin.flush()
    said = json.loads(process.stdout.readline() or '{"error": "the oracle has ended"}')
    if "error" in said:
        raise RuntimeError(said["error"])
    return said["answer"]


@pytest.fixture(scope="session")
def ask():
    """Asks the TypeScript: `ask("opened", file=…)`."""
    return lambda name, **given: answer(json.dumps({"ask": name, **given}, default=str))


BRANDS = ["Alder", "Birch", "Cedar"]


def write_log(path: Path, shoppers: int = 300):
    """A log of a shop: items follow one another, some are put into the cart, some are bought."""
    import random

    rng = random.Random(7)
    rows = ["user,session,time,event,item,price,category,brand"]
    for shopper in range(shoppers):
        time = 1_767_225_600_000 + rng.randrange(40 * 86_400_000)
        for visit in range(rng.randrange(1, 4)):
            at = rng.randrange(60)
            for _ in range(rng.randrange(2, 14)):
                event = rng.choices(["view", "cart", "purchase", "remove"], [80, 12, 5, 3])[0]
                kind = ["Chairs/Wooden", "Chairs/Soft", "Lamps"][at % 3]
                cells = [shopper, f"{shopper}-{visit}", time, event, f"sku-{at:03}", 10 + at * 3]
                rows.append(",".join(map(str, [*cells, kind, BRANDS[at % 3]])))
                time += rng.randrange(2_000, 240_000)
                at = (at + 1) % 60 if rng.random() < 0.7 else rng.randrange(60)
            time += rng.randrange(3_600_000, 40 * 3_600_000)
    path.write_text("\n".join(rows) + "\n")


def built_cli():
    """The command line as it is shipped."""
    cli = ROOT / "dist/cli.js"
    if not cli.exists():
        pytest.skip("dist/ is missing: npm run build")
    return cli


@pytest.fixture(scope="session")
def trained(tmp_path_factory):
    """A file that `npx nextaisle train` wrote, of a shop with categories, prices and brands."""
    cli = built_cli()
    folder = tmp_path_factory.mktemp("trained")
    write_log(folder / "log.csv")
    out = folder / "shop.safetensors"
    flags = ["--epochs", "2"]
    command = ["node", str(cli), "train", str(folder / "log.csv"), "--out", str(out), *flags]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@pytest.fixture(scope="session")
def shards(tmp_path_factory):
    """What `prepare` makes of a shop's log."""
    cli = built_cli()
    folder = tmp_path_factory.mktemp("shards")
    write_log(folder / "log.csv", 200)
    command = ["node", str(cli), "prepare", str(folder / "log.csv"), "--out", str(folder / "shards")]
    done = subprocess.run(command, capture_output=True, text=True)
    if "@duckdb/node-api" in done.stderr:
        pytest.skip("@duckdb/node-api is missing: npm install")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "shards"


@pytest.fixture(scope="session")
def log(shards):
    from nextaisle.shards import read_shards

    return read_shards(shards)


# Shapes that `train` makes by its flags, and some at the ends of what a file may have.
SHAPES = {
    "large": ({"width": 128, "layers": 4, "heads": 4, "ffn": 512, "window": 16, "subIds": 32}, 700),
    "tiny": ({"width": 8, "layers": 1, "heads": 1, "ffn": 8, "window": 2, "subIds": 8, "centroids": 3}, 5),
    "one item": ({"width": 16, "heads": 2, "ffn": 24, "window": 5, "subIds": 1, "centroids": 1}, 1),
    "content": ({"width": 32, "window": 7, "subIds": 4, "centroids": 16, "contentBuckets": 64}, 90),
    "embeddings": (
        {"width": 16, "window": 6, "subIds": 2, "centroids": 9, "contentBuckets": 32, "embeddingLength": 3},
        40,
    ),
    "no identities": ({"width": 16, "window": 6, "subIds": 0, "embeddingLength": 5, "ropeBase": 1000}, 0),
}
FILES = ["demo", "base", "trained"]


@pytest.fixture(scope="session")
def shapes(tmp_path_factory):
    return tmp_path_factory.mktemp("shapes")


@pytest.fixture(params=FILES)
def file(request):
    if request.param == "trained":
        return request.getfixturevalue("trained")
    if request.param in SHAPES:
        config, items = SHAPES[request.param]
        out = request.getfixturevalue("shapes") / f"{request.param}.safetensors"
        return Path(
            answer(
                json.dumps({"ask": "random", "config": config, "items": items, "seed": 6, "out": str(out)})
            )
        )
    return ROOT / f"weights/{request.param}.safetensors"


@pytest.fixture
def demo():
    return ROOT / "weights/demo.safetensors"


@pytest.fixture
def python():
    """The environment of a command that imports this package."""
    return [sys.executable], {**os.environ, "PYTHONPATH": str(ROOT / "scale/python/src")}
