"""The folder of Hugging Face: the page's chances, the page's futures, and the way back. No hub is asked."""

import json
import math
import random
import shutil
from collections import Counter

import pytest
import torch

pytest.importorskip("transformers")

from conftest import FILES
from transformers import AutoModel, AutoModelForCausalLM, AutoTokenizer

from nextaisle.__main__ import main
from nextaisle.hub import export, page_file
from nextaisle.network import ACTION_TYPES, LEAVE, read_safetensors

TOLERANCE = 1e-4
START = 1_767_225_600_000


@pytest.fixture(scope="session")
def folders(tmp_path_factory):
    made = {}

    def folder_of(file):
        if file not in made:
            made[file] = export(file, tmp_path_factory.mktemp("hub") / "model")
        return made[file]

    return folder_of


def load(folder):
    model = AutoModel.from_pretrained(str(folder), trust_remote_code=True)
    return model.eval(), AutoTokenizer.from_pretrained(str(folder), trust_remote_code=True)


def histories(ids, count=8):
    """As long as the window and longer; with sessions, prices and times."""
    rng = random.Random(5)
    for n in range(count):
        ts, session, events = START + n, 0, []
        for _ in range([1, 2, 5, 31, 40, 75, 8, 13][n % 8]):
            ts += rng.choice([900, 5000, 60_000, 3_000_000])
            session += rng.random() < 0.1
            event = {"type": rng.choice(ACTION_TYPES), "ts": ts, "session": f"s{session}"}
            if rng.random() < 0.8 and ids:
                event["item"] = rng.choice(ids[:12])
            if rng.random() < 0.3:
                event["price"] = rng.randrange(5, 900)
            events.append(event)
        yield events


@pytest.mark.parametrize("file", [*FILES, "embeddings", "no identities"], indirect=True)
def test_logits_are_the_page_s(file, folders, ask):
    model, tokenizer = load(folders(file))
    given = list(histories(tokenizer.items.ids))
    said = ask("predictions", file=file, histories=given)
    batch = tokenizer(given)
    for action in [None, 0, 1, 2, LEAVE - 1]:
        more = {**batch}
        if action is not None:
            more["input_ids"] = torch.nn.functional.pad(batch["input_ids"], (0, 1), value=action)
            more["attention_mask"] = torch.nn.functional.pad(batch["attention_mask"], (0, 1), value=1)
        with torch.no_grad():
            output = model(**more, logits_to_keep=1)
        chances = output.logits[:, -1].softmax(-1)
        for row, one in enumerate(said):
            if action is None:
                assert near(chances[row, : LEAVE + 1], one["actions"])
                assert near(output.intent[row], [one["intent"]["purchase"], one["intent"]["cart"]])
            elif ACTION_TYPES[action] == "category" or not tokenizer.items.ids:
                assert chances[row, LEAVE + 1] == 1
            else:
                assert near(chances[row, LEAVE + 3 :], one["items"][action])


def near(got, expected):
    return (got - torch.tensor(expected)).abs().max() < TOLERANCE


def test_every_place_says_what_its_beginning_says(demo, folders):
    model, tokenizer = load(folders(demo))
    batch = tokenizer(list(histories(tokenizer.items.ids))[2])
    length = batch["input_ids"].shape[1]
    with torch.no_grad():
        all_of_them = model(**batch).logits[0]
        assert all_of_them.shape[0] == length
        for end in range(2, length + 1):
            start = {**batch, "input_ids": batch["input_ids"][:, :end], "attention_mask": None}
            one = model(**start, logits_to_keep=1).logits[0, -1]
            assert (all_of_them[end - 1].softmax(-1) - one.softmax(-1)).abs().max() < 1e-5


def outcomes(events, steps):
    """The types and items of the first steps; a shorter future has left."""
    return tuple((event["type"], event.get("item")) for event in events[:steps])


def draw(model, tokenizer, history, count, steps, **options):
    torch.manual_seed(11)
    batch = tokenizer(history)
    length = batch["input_ids"].shape[1]
    with torch.no_grad():
        drawn = model.generate(**batch, max_length=length + 2 * steps, num_return_sequences=count, **options)
    return [tokenizer.events(future[length:]) for future in drawn]


HISTORY = [
    {"type": "click", "ts": START, "session": "a"},
    {"type": "cart", "ts": START + 40_000, "session": "a"},
    {"type": "click", "ts": START + 70_000, "session": "a"},
]


def shopper(ids):
    return [{**event, "item": ids[at]} for event, at in zip(HISTORY, [3, 3, 8], strict=True)]


def deviations(counts, chances, count):
    """Chi-square in standard deviations from its mean; rare outcomes count as one."""
    common = {key: chance for key, chance in chances.items() if chance * count >= 8}
    rest = 1 - sum(common.values())
    cells = [(counts.get(key, 0), chance * count) for key, chance in common.items()]
    cells.append((count - sum(seen for seen, _ in cells), rest * count))
    cells = [(seen, expected) for seen, expected in cells if expected > 1]
    square = sum((seen - expected) ** 2 / expected for seen, expected in cells)
    freedom = len(cells) - 1
    return (square - freedom) / math.sqrt(2 * freedom)


def test_ten_thousand_futures_have_the_page_s_chances(demo, folders, ask):
    model, tokenizer = load(folders(demo))
    ids = tokenizer.items.ids
    history = shopper(ids)
    said = ask("predictions", file=demo, histories=[history])[0]
    chances = {(("leave", None),): said["actions"][LEAVE]}
    for action, kind in enumerate(ACTION_TYPES):
        if kind in ("checkout", "search", "category"):
            chances[((kind, None),)] = said["actions"][action]
            continue
        for item, chance in zip(ids, said["items"][action], strict=True):
            chances[((kind, item),)] = said["actions"][action] * chance
    assert abs(sum(chances.values()) - 1) < 1e-4
    count = 10_000
    counts = Counter(outcomes(future, 1) for future in draw(model, tokenizer, history, count, 1))
    assert set(counts) <= set(chances)
    assert len(counts) > 30
    assert abs(deviations(counts, chances, count)) < 4
    # The test tells chances apart: those of another temperature fail.
    flat = {key: chance**0.9 for key, chance in chances.items()}
    flat = {key: chance / sum(flat.values()) for key, chance in flat.items()}
    assert deviations(counts, flat, count) > 4


OPTIONS = [
    ({}, {}),
    ({"temperature": 1.4, "topK": 5, "topP": 0.8}, {"temperature": 1.4, "top_k": 5, "top_p": 0.8}),
]


@pytest.mark.parametrize(("page", "ours"), OPTIONS, ids=["as it is", "temperature, top-k and top-p"])
def test_two_steps_are_as_forecast_draws_them(page, ours, demo, folders, ask):
    model, tokenizer = load(folders(demo))
    history = shopper(tokenizer.items.ids)
    seeds, count = 4, 4096
    said = ask(
        "futures", file=demo, events=history, seeds=seeds, options={"steps": 2, "samples": 1024, **page}
    )
    theirs = Counter(
        outcomes([*future["events"], {"type": "leave"}], 2)
        if future["left"]
        else outcomes(future["events"], 2)
        for future in said
    )
    drawn = Counter(outcomes(future, 2) for future in draw(model, tokenizer, history, count, 2, **ours))
    # Two samples: the chi-square of their differences, over the outcomes that are common.
    cells = [(a, drawn[key]) for key, a in theirs.items() if a + drawn[key] >= 16]
    rest = [len(said) - sum(a for a, _ in cells), count - sum(b for _, b in cells)]
    cells += [tuple(rest)] if min(rest) > 8 else []
    square = sum((a - b) ** 2 / (a + b) for a, b in cells)
    assert len(cells) > 8
    assert abs((square - len(cells) + 1) / math.sqrt(2 * (len(cells) - 1))) < 4
    if page:
        assert (
            not set(drawn) - set(theirs) or sum(drawn[key] for key in set(drawn) - set(theirs)) < 0.02 * count
        )


def test_a_future_ends_at_leave_and_is_padded(demo, folders):
    model, tokenizer = load(folders(demo))
    futures = draw(model, tokenizer, shopper(tokenizer.items.ids), 200, 6)
    left = [future for future in futures if future and future[-1] == {"type": "leave"}]
    assert 0 < len(left) < 200
    assert all({"type": "leave"} not in future[:-1] for future in futures)
    assert all(len(future) == 6 for future in futures if future not in left)


@pytest.mark.parametrize("file", [*FILES, "embeddings", "no identities"], indirect=True)
def test_back_to_a_page_file(file, folders, tmp_path, ask):
    folder = folders(file)
    model, tokenizer = load(folder)
    # As it was written, and after Transformers has saved it once more.
    model.save_pretrained(tmp_path / "saved")
    tokenizer.save_pretrained(tmp_path / "saved")
    for at, one in enumerate([folder, tmp_path / "saved"]):
        back = page_file(one, tmp_path / f"{at}.safetensors")
        opened = ask("opened", file=back, like=file)
        assert opened["different"] == []
        assert opened["golden"] is True
        assert opened["items"] == tokenizer.items.ids
        report = [read_safetensors(path.read_bytes())[0].get("report") for path in (file, back)]
        assert [part and json.loads(part) for part in report][0] == (report[1] and json.loads(report[1]))
    again, _ = load(tmp_path / "saved")
    for name, values in model.state_dict().items():
        assert torch.equal(values, again.state_dict()[name])


def test_weights_are_dense_and_ids_are_plain(file, folders):
    folder = folders(file)
    file_bytes = (folder / "model.safetensors").read_bytes()
    length = int.from_bytes(file_bytes[:8], "little")
    tensors = json.loads(file_bytes[8 : 8 + length])
    metadata = tensors.pop("__metadata__")
    assert metadata["format"] == "pt"
    integers = {name for name, entry in tensors.items() if entry["dtype"] != "F32"}
    assert integers <= {"network.item_codes", "network.item_category", "network.item_price"}
    assert (
        json.loads((folder / "items.json").read_text())["ids"]
        == AutoTokenizer.from_pretrained(str(folder), trust_remote_code=True).items.ids
    )
    card = (folder / "README.md").read_text()
    assert read_safetensors(file.read_bytes())[0]["card"].split('"data":"')[1][:20] in card


def test_a_page_file_does_not_load_with_unscaled_integers(demo, folders, tmp_path):
    folder = tmp_path / "wrong"
    shutil.copytree(folders(demo), folder)
    shutil.copyfile(demo, folder / "model.safetensors")
    with pytest.raises(ValueError, match="python -m nextaisle export"):
        AutoModel.from_pretrained(str(folder), trust_remote_code=True)
    model, _ = load(folders(demo))
    state = model.state_dict()
    name = "network.query.weight"
    with pytest.raises(ValueError, match=r"query\.weight is int8.*python -m nextaisle export"):
        model.load_state_dict({**state, name: state[name].to(torch.int8)})


def test_a_language_model_s_class_works_too(demo, folders):
    model = AutoModelForCausalLM.from_pretrained(str(folders(demo)), trust_remote_code=True)
    assert type(model).__name__ == "NextaisleModel"


def test_histories_and_json_are_encoded_and_decoded(demo, folders):
    _, tokenizer = load(folders(demo))
    history = [{"type": event["type"], "item": event["item"]} for event in shopper(tokenizer.items.ids)]
    ids = tokenizer(json.dumps(history))["input_ids"][0]
    assert json.loads(tokenizer.decode(ids)) == history
    assert tokenizer.encode(history) == ids.tolist()
    assert tokenizer.convert_ids_to_tokens(ids.tolist())[:2] == ["<click>", f"item:{history[0]['item']}"]
    assert tokenizer.convert_tokens_to_ids(["<cart>", f"item:{history[0]['item']}"]) == [1, ids[1]]
    assert len(tokenizer) == tokenizer.vocab_size == 71
    # Several, of which the shorter is padded.
    batch = tokenizer([json.dumps(history), json.dumps(history[:1])])["input_ids"]
    assert [json.loads(text) for text in tokenizer.decode(batch)] == [history, history[:1]]
    assert tokenizer.batch_decode(batch) == tokenizer.decode(batch)
    for odd, message in [
        ("click", "no JSON"),
        ("[]", "at least one"),
        ([], "at least one"),
        ([[]], "at least one"),
    ]:
        with pytest.raises(ValueError, match=message):
            tokenizer(odd)


def test_a_batch_draws_as_its_histories_alone(demo, folders):
    model, tokenizer = load(folders(demo))
    ids = tokenizer.items.ids
    whole = shopper(ids)
    # The likeliest future of each: nothing is left to chance.
    together = model.generate(**tokenizer([whole, whole[:1]]), max_new_tokens=6, top_k=1)
    for row, history in enumerate([whole, whole[:1]]):
        alone = model.generate(**tokenizer(history), max_new_tokens=6, top_k=1)
        assert tokenizer.events(together[row]) == tokenizer.events(alone[0])


def test_half_precision_stays_near(demo, folders):
    model, tokenizer = load(folders(demo))
    batch = tokenizer(shopper(tokenizer.items.ids))
    with torch.no_grad():
        exact = model(**batch, logits_to_keep=1).logits[0, -1].softmax(-1)
        near_it = model.to(torch.bfloat16)(**batch, logits_to_keep=1).logits[0, -1].float().softmax(-1)
    assert (exact - near_it).abs().max() < 0.02


def test_commands(demo, tmp_path, ask, capsys):
    def run(*args):
        status = main([*map(str, args)])
        return status, capsys.readouterr()

    status, said = run("export", demo, "--to", tmp_path / "folder")
    assert status == 0, said.err
    status, said = run("page", tmp_path / "folder", "--to", tmp_path / "shop.safetensors")
    assert status == 0, said.err
    opened = ask("opened", file=tmp_path / "shop.safetensors", like=demo)
    assert (opened["different"], opened["golden"]) == ([], True)
    (tmp_path / "other").mkdir()
    (tmp_path / "other/notes.txt").write_text("mine")
    status, said = run("export", demo, "--to", tmp_path / "other")
    assert (status, said.err.count("\n")) == (1, 1)
    assert "holds other files" in said.err
