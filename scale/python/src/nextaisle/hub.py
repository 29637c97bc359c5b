"""A model file of the page becomes a folder of Hugging Face, and back. Nothing is asked of a hub."""

import json
import shutil
import warnings
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .network import (
    ACTIONS,
    FORMAT_VERSION,
    TOKEN_FIELDS,
    ModelConfig,
    ModelFile,
    ModelFileError,
    agrees,
    check_calibration,
    compact,
    golden_of,
    pack_ids,
    read_model,
    write_model,
)
from .tokens import read_ids

# What the folder's code is made of: these files of the package.
CODE = ("network.py", "tokens.py", "modeling_nextaisle.py", "tokenization_nextaisle.py")
# Parts of a file's metadata that are JSON, beside its config.
PARTS = ("vocabulary", "calibration", "golden", "card", "report")


def export(file: str | Path, folder: str | Path) -> Path:
    """Writes config.json, dense float32 weights, ids, code and a model card. Refuses a folder with other files."""
    from .modeling_nextaisle import NextaisleConfig, NextaisleModel
    from .tokenization_nextaisle import NextaisleTokenizer

    to = Path(folder)
    if to.exists() and not to.is_dir():
        raise FileExistsError(f"{to} is a file: name a folder of its own")
    if to.exists() and any(to.iterdir()) and not (to / "modeling_nextaisle.py").exists():
        raise FileExistsError(f"{to} holds other files: name a folder of its own")
    try:
        network, about = read_model(file)
        for name in ("vocabulary", "card"):
            if not isinstance(about.json(name), dict):
                raise ModelFileError(f"__metadata__.{name} is {about.json(name)!r:.40}: an object")
        check_calibration(about.calibration)
    except ModelFileError as wrong:
        raise ModelFileError(
            f"{file} is no model file of `npx nextaisle train`, or is damaged: {wrong}"
        ) from wrong
    to.mkdir(parents=True, exist_ok=True)
    parts = {name: about.json(name) for name in PARTS if name in about.metadata}
    config = NextaisleConfig(
        network=asdict(about.config),
        item_count=len(about.items),
        architectures=["NextaisleModel"],
        auto_map={
            "AutoConfig": "modeling_nextaisle.NextaisleConfig",
            "AutoModel": "modeling_nextaisle.NextaisleModel",
            "AutoModelForCausalLM": "modeling_nextaisle.NextaisleModel",
        },
        **parts,
    )
    model = NextaisleModel(config)
    model.network.load_state_dict(network.state_dict())
    model.save_pretrained(to)
    (to / "items.json").write_text(json.dumps({"ids": about.items}, ensure_ascii=False), "utf-8")
    tokenizer = NextaisleTokenizer(str(to / "items.json"))
    tokenizer.init_kwargs["auto_map"] = {"AutoTokenizer": ["tokenization_nextaisle.NextaisleTokenizer", None]}
    tokenizer.save_pretrained(to)
    for name in CODE:
        shutil.copyfile(Path(__file__).with_name(name), to / name)
    (to / "README.md").write_text(model_card(about), "utf-8")
    return to


def page_file(folder: str | Path, file: str | Path) -> Path:
    """The way back: a folder of `export` or `save_pretrained`, tokenizer included, as a file for the page."""
    from .modeling_nextaisle import NextaisleModel

    at = Path(folder)
    if not (at / "config.json").is_file() or not any(at.glob("model*.safetensors")):
        raise ValueError(
            f"{at} is no folder of a model, which holds config.json and model.safetensors: name one that "
            "`python -m nextaisle export` or save_pretrained wrote"
        )
    try:
        given = json.loads((at / "config.json").read_text("utf-8"))
    except ValueError as wrong:
        raise ValueError(f"{at / 'config.json'} is no JSON: {wrong}") from None
    if not isinstance(given, dict) or given.get("model_type") != "nextaisle":
        raise ValueError(f"{at / 'config.json'} is of no model of nextaisle: its model_type is another one")
    ids = read_ids(at / "items.json")
    model = NextaisleModel.from_pretrained(str(at), local_files_only=True)
    check_calibration(model.config.calibration)
    if len(ids) != model.config.item_count:
        raise ValueError(f"items.json has {len(ids)} ids, the model {model.config.item_count} items")
    config = ModelConfig.parse(model.config.network)
    # In the order of the page's writer.
    metadata = {"nextaisle": FORMAT_VERSION, "config": compact(asdict(config))}
    for name in PARTS:
        value = getattr(model.config, name)
        if name == "calibration":
            metadata["items"] = pack_ids(ids)
        if value is not None or name == "golden":
            metadata[name] = compact(value)
    golden = model.config.golden
    check_golden(golden, len(ids))
    if golden is not None and not agrees(golden, golden_of(model.network, golden)):
        warnings.warn(
            f"{at} answers otherwise than the file that it was exported from: its weights were trained on, or "
            "config.json was changed. If neither was meant, export the file again",
            stacklevel=2,
        )
    write_model(file, model.network, ModelFile(config, ids, metadata))
    return Path(file)


def check_golden(golden: Any, items: int) -> None:
    """Tokens and rows that the page judges its engines by; none is right, too."""
    if golden is None:
        return
    try:
        rows = golden["items"]["rows"]
        fits = all(len(token) == len(TOKEN_FIELDS) for token in golden["tokens"]) and golden["tokens"]
        fits = (
            fits
            and 0 <= golden["items"]["action"] < ACTIONS
            and all(0 <= row < max(1, items) for row in rows)
        )
        fits = fits and all(isinstance(golden[name], list) for name in ("actions", "intent"))
    except (KeyError, TypeError):
        fits = False
    if not fits:
        raise ValueError("golden of config.json is damaged: export the file again, or make it null")


def model_card(about: ModelFile) -> str:
    """README.md: the data in the words of the file, its figures, and how to ask it."""
    card = about.card
    licence = card.get("license") or "other"
    item = about.items[0] if about.items else "lamp"
    lines = [
        "---",
        "library_name: transformers",
        f"license: {json.dumps(licence if licence.islower() and ' ' not in licence else 'other')}",
        f"license_name: {json.dumps(licence)}",
        "tags: [recommendation, session-based, nextaisle]",
        "---",
        "",
        f"# {card.get('name')} {card.get('version')}",
        "",
        "A shopper's next action and next product, from what was looked at and put into the cart.",
        "",
        f"- **Data**: {card.get('data')}",
        f"- **Items**: {len(about.items)}",
        f"- **Network**: width {about.config.width}, {about.config.layers} layers, {about.config.heads} heads, "
        f"window {about.config.window}",
        "",
        *figure_lines(about.json("report") if "report" in about.metadata else None),
        "```python",
        "from transformers import AutoModel, AutoTokenizer",
        "",
        'tokenizer = AutoTokenizer.from_pretrained(".", trust_remote_code=True)',
        'model = AutoModel.from_pretrained(".", trust_remote_code=True)',
        f"history = [{{'type': 'click', 'item': {item!r}}}, {{'type': 'cart', 'item': {item!r}}}]",
        "future = model.generate(**tokenizer(history), max_length=12)",
        "print(tokenizer.decode(future[0]))",
        "```",
        "",
    ]
    return "\n".join(lines)


# How the page's report names its figures.
NAMES = {"recall20": "recall@20", "mrr20": "MRR@20", "recentlyViewed20": "recall@20 of recently viewed"}


def figure_lines(report: dict[str, Any] | None) -> list[str]:
    """What the file says it achieved when it was made."""
    if not report:
        return ["The file holds no figures: `npx nextaisle evaluate` measures it on a log.", ""]
    rows = [
        f"| {name} | {100 * share['value']:.1f}% | {100 * share['low']:.1f} to {100 * share['high']:.1f} |"
        for key, name in NAMES.items()
        if isinstance(share := report.get(key), dict) and None not in share.values()
    ]
    loss = report.get("logLoss")
    if isinstance(loss, dict) and None not in loss.values():
        rows.append(
            f"| log-loss of the next action | {loss['value']:.3f} | {loss['low']:.3f} to {loss['high']:.3f} |"
        )
    asked = f"On the {report.get('on')} part of the log, {report.get('predictions')} predictions."
    return [asked, "", "| figure | value | 95% interval |", "| --- | --- | --- |", *rows, ""]
