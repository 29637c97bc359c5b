"""The Python of the guide runs as it stands, on the demo's model."""

import contextlib
import json
import os
import re
import shutil
import subprocess
import warnings

import pytest
from conftest import ROOT
from torch import multiprocessing

PAGES = ["docs/guide/pytorch.md", "scale/python/README.md"]
BLOCKS = [
    (page, at, block)
    for page in PAGES
    for at, block in enumerate(re.findall(r"```python\n(.*?)```", (ROOT / page).read_text(), re.S))
]


@pytest.fixture(scope="session")
def shop(tmp_path_factory):
    """What the commands of the page make."""
    pytest.importorskip("transformers")
    from nextaisle.hub import export

    folder = tmp_path_factory.mktemp("docs")
    shutil.copyfile(ROOT / "weights/demo.safetensors", folder / "shop.safetensors")
    (folder / "weights").mkdir()
    shutil.copyfile(folder / "shop.safetensors", folder / "weights/demo.safetensors")
    export(folder / "shop.safetensors", folder / "shop")
    return folder


def run_block(_, block, folder):
    os.chdir(folder)
    with open("said.json", "w") as said, contextlib.redirect_stdout(said), warnings.catch_warnings():
        warnings.simplefilter("error")
        exec(block, {})


@pytest.mark.parametrize(("page", "at", "block"), BLOCKS, ids=[f"{page} {at + 1}" for page, at, _ in BLOCKS])
def test_a_block_runs(page, at, block, shop):
    # Forked, as importing Transformers takes longer than the block.
    multiprocessing.start_processes(run_block, (block, shop), start_method="fork")
    if "tokenizer.decode" not in block:
        return
    assert len(block.strip().splitlines()) == 6
    events = json.loads((shop / "said.json").read_text())
    assert [event["type"] for event in events[:2]] == ["click", "cart"]
    assert 3 <= len(events) <= 6


def test_the_commands_of_the_guide_exist(python):
    command, env = python
    text = (ROOT / "docs/guide/pytorch.md").read_text()
    named = set(re.findall(r"python -m nextaisle (\w+)", text))
    done = subprocess.run([*command, "-m", "nextaisle", "--help"], env=env, capture_output=True, text=True)
    assert named == {"export", "page", "train"}
    assert all(name in done.stdout for name in named)
