"""What a user may give by mistake to the folder of Hugging Face and to its commands is refused in a sentence."""

import json
import math
import shutil

import pytest
import torch

pytest.importorskip("transformers")

from conftest import ROOT
from safetensors.torch import load_file, save_file
from transformers import AutoModel, AutoTokenizer, GenerationConfig

from nextaisle.__main__ import main
from nextaisle.hub import export, page_file

DEMO = ROOT / "weights/demo.safetensors"
EVENT = {"type": "click", "item": "alder-wishbone-chair"}


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    return export(DEMO, tmp_path_factory.mktemp("hub") / "model")


@pytest.fixture(scope="module")
def loaded(exported):
    both = (one.from_pretrained(str(exported), trust_remote_code=True) for one in (AutoModel, AutoTokenizer))
    return tuple(both)


def fails(capsys, *given):
    """What the command says, in one sentence at the end."""
    assert main([str(one) for one in given]) == 1
    said = capsys.readouterr().err
    assert "Traceback" not in said
    return said.strip().splitlines()[-1]


def deep(levels=5000):
    event = EVENT
    for _ in range(levels):
        event = [event]
    return event


@pytest.mark.parametrize(
    "history,words",
    [
        (None, "None is no history: a list of events"),
        (EVENT, "is no history: a list of events"),
        ('{"type": "click"}', "is no history: a list of events"),
        ({1}, "is no history"),
        ("[" * 100_000, "is no JSON of a history"),
        ([[EVENT], EVENT], "history 2 of 2 is"),
        (deep(), "is no event"),
        ([{**EVENT, "ts": 10**400}], "ts is .* milliseconds since 1970"),
        ([{**EVENT, "ts": 1e300}], "ts is 1e.300: milliseconds"),
        ([{**EVENT, "price": math.nan}], "price is nan: a number from 0"),
        ([{**EVENT, "price": -1}], "price is -1: a number from 0"),
        ([{**EVENT, "price": 10**400}], "price is 1000"),
        ([{"type": ["click"]}], "type is .'click'.: one of"),
    ],
)
def test_histories(history, words, loaded):
    for ask in (loaded[1], loaded[1].encode):
        with pytest.raises(ValueError, match=words):
            ask(history)


def test_several_histories_are_not_encoded_as_one(loaded):
    with pytest.raises(ValueError, match="2 histories: encode takes one"):
        loaded[1].encode([[EVENT], [EVENT]])
    for tokens in ([-1], [0, 10**6], [0, 3]):
        with pytest.raises(ValueError, match="is no"):
            loaded[1].decode(tokens)
    with pytest.raises(ValueError, match="whole numbers, .B, L"):
        loaded[0](torch.tensor([0, 11]))


@pytest.mark.parametrize("name", ["temperature", "top_k", "top_p"])
@pytest.mark.parametrize("value", [-1, math.nan, math.inf, "x", True])
def test_draws(name, value, loaded):
    model, tokenizer = loaded
    with pytest.raises(ValueError, match=f"{name} is {value!r}: a (whole )?number from 0"):
        model.generate(**tokenizer([EVENT]), max_length=4, **{name: value})


@pytest.mark.parametrize("name", ["max_length", "max_new_tokens", "num_return_sequences"])
@pytest.mark.parametrize("value", [0, -1, math.nan, 3.5, "x"])
def test_lengths(name, value, loaded):
    model, tokenizer = loaded
    with pytest.raises(ValueError, match=f"{name} is {value!r}: a whole number from 1"):
        model.generate(**tokenizer([EVENT]), **{name: value})


def test_draws_at_their_ends(loaded):
    model, tokenizer = loaded
    history = tokenizer([EVENT])
    likeliest = [model.generate(**history, max_length=6, **ask) for ask in ({"temperature": 0}, {"top_p": 0})]
    likeliest.append(model.generate(**history, max_length=6, top_k=1))
    assert len({tuple(one[0].tolist()) for one in likeliest}) == 1
    # More than there are.
    assert model.generate(**history, max_length=6, top_k=10**9).shape[0] == 1
    with pytest.raises(ValueError, match="generation_config has temperature"):
        model.generate(**history, max_length=6, generation_config=GenerationConfig(temperature=0.5))


@pytest.fixture
def copy(exported, tmp_path):
    return shutil.copytree(exported, tmp_path / "model")


def say(folder, file="config.json", **change):
    path = folder / file
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))


def shape(**change):
    def to(folder):
        config = json.loads((folder / "config.json").read_text())
        say(folder, network={**config["network"], **change})

    return to


def weights(change):
    def to(folder):
        path = folder / "model.safetensors"
        state = load_file(path)
        change(state)
        save_file(state, path, metadata={"format": "pt"})

    return to


def ids(change):
    def to(folder):
        path = folder / "items.json"
        say(folder, "items.json", ids=change(json.loads(path.read_text())["ids"]))

    return to


GAIN = "network.layers.0.norm1.gain"
DAMAGES = {
    "no config": (lambda f: (f / "config.json").unlink(), "is no folder of a model"),
    "no weights": (lambda f: (f / "model.safetensors").unlink(), "is no folder of a model"),
    "no ids": (lambda f: (f / "items.json").unlink(), "items.json is missing"),
    "half a config": (lambda f: (f / "config.json").write_text("{"), "config.json is no JSON"),
    "another model": (lambda f: say(f, model_type="gpt2"), "is of no model of nextaisle"),
    "wider": (shape(width=16), "weights do not fit config.json"),
    "more layers": (shape(layers=3), "weights are missing"),
    "fewer layers": (shape(layers=1), "weights are unexpected"),
    "a shape as text": (shape(width="x"), "config.width is 'x'"),
    "a count as text": (lambda f: say(f, item_count="x"), "item_count is 'x'"),
    "other counts": (lambda f: say(f, item_count=3), "weights do not fit config.json"),
    "no calibration": (lambda f: say(f, calibration=None), "calibration.actions.temperature is None"),
    "calibration of nothing": (lambda f: say(f, calibration={}), "calibration.actions.temperature is None"),
    "other golden": (lambda f: say(f, golden={"tokens": []}), "golden of config.json is damaged"),
    "weights as text": (lambda f: (f / "model.safetensors").write_text("hello, world"), "do not fit|damaged"),
    "fewer weights": (weights(lambda s: s.popitem()), "weights are missing"),
    "more weights": (weights(lambda s: s.update(more=torch.zeros(2))), "weights are unexpected, more"),
    "ids as numbers": (ids(lambda some: [7, *some[1:]]), "the ids of the items as texts.*7 is none"),
    "an id twice": (ids(lambda some: [some[1], *some[1:]]), "one is there twice"),
    "fewer ids": (ids(lambda some: some[1:]), "items.json has 59 ids, the model 60"),
    "no list of ids": (lambda f: (f / "items.json").write_text("[]"), "the ids of the items as texts"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_page_refuses(damage, copy, tmp_path, capsys):
    change, words = DAMAGES[damage]
    change(copy)
    out = tmp_path / "shop.safetensors"
    said = fails(capsys, "page", copy, "--to", out)
    with pytest.raises(ValueError, match=words):
        page_file(copy, out)
    assert said.startswith("nextaisle: ") and not out.exists()


@pytest.mark.parametrize("change", [{"heads": 1}, {"window": 7}, {"ropeBase": 9}])
def test_page_tells_where_it_answers_otherwise(change, copy, tmp_path):
    shape(**change)(copy)
    with pytest.warns(UserWarning, match="answers otherwise than the file that it was exported from"):
        page_file(copy, tmp_path / "shop.safetensors")


def metadata(**change):
    data = DEMO.read_bytes()
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    header["__metadata__"] |= change
    said = json.dumps(header).encode()
    return len(said).to_bytes(8, "little") + said + data[8 + length :]


FILES = {
    "empty": b"",
    "half": DEMO.read_bytes()[: DEMO.stat().st_size // 2],
    "text": b"hello" * 1000,
    "no card": metadata(card="5"),
    "no calibration": metadata(calibration="{}"),
    "a calibration by 0": metadata(calibration='{"actions": {"temperature": 0}}'),
    "another version": metadata(nextaisle="9"),
}


@pytest.mark.parametrize("name", FILES)
def test_export_refuses_what_is_no_model_file(name, tmp_path, capsys):
    file = tmp_path / "bad.safetensors"
    file.write_bytes(FILES[name])
    said = fails(capsys, "export", file, "--to", tmp_path / "to")
    assert "bad.safetensors is no model file of `npx nextaisle train`, or is damaged" in said
    assert not (tmp_path / "to").exists()


def test_paths(exported, tmp_path, capsys):
    (tmp_path / "notes.txt").write_text("mine")
    for given, words in [
        (("export", tmp_path / "nowhere", "--to", tmp_path / "to"), "nowhere: No such file or directory"),
        (("export", DEMO, "--to", tmp_path), "holds other files"),
        (("export", DEMO, "--to", tmp_path / "notes.txt"), "is a file: name a folder"),
        (("page", tmp_path / "nowhere", "--to", tmp_path / "x"), "is no folder of a model"),
        (("page", "gpt2", "--to", tmp_path / "x"), "is no folder of a model"),
        (("page", exported, "--to", tmp_path), "cannot be written: name a file"),
        (("page", exported, "--to", tmp_path / "no/x"), "cannot be written: name a file"),
    ]:
        assert words in fails(capsys, *given)
    assert (tmp_path / "notes.txt").read_text() == "mine"
