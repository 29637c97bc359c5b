"""A nextaisle model in Transformers: `AutoModel.from_pretrained(folder, trust_remote_code=True)`.

An event is two tokens: what was done, then the item. So `generate` draws the next action, then an item given
that action, and ends a sequence at `leave`: the futures of the page's `predictor.forecast()`. Tokens 0 to 7 are the
actions, 8 is leave, 9 no item, 10 padding; the items of the table follow.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from torch import Tensor
from transformers import (
    GenerationConfig,
    GenerationMixin,
    LogitsProcessor,
    LogitsProcessorList,
    PretrainedConfig,
    PreTrainedModel,
)
from transformers.utils import ModelOutput

from .network import ACTION_TYPES, ACTIONS, LEAVE, ModelConfig, Nextaisle, check_calibration
from .tokens import HistoryError, Rows, Step, Tokenizer, typical_gap

NO_ITEM, PAD = LEAVE + 1, LEAVE + 2
FIRST_ITEM = PAD + 1
WITH_ITEM = {ACTION_TYPES.index(name) for name in ("click", "cart", "purchase", "remove", "wishlist")}


class NextaisleConfig(PretrainedConfig):
    model_type = "nextaisle"

    def __init__(
        self,
        network: dict[str, int] | None = None,
        calibration: dict[str, Any] | None = None,
        vocabulary: dict[str, Any] | None = None,
        golden: dict[str, Any] | None = None,
        card: dict[str, str] | None = None,
        report: dict[str, Any] | None = None,
        item_count: int = 0,
        **kwargs: Any,
    ) -> None:
        self.network = network or vars(ModelConfig())
        # As the page has it: the logits are divided and moved by these.
        self.calibration = calibration
        self.vocabulary = vocabulary or {"categories": []}
        # What the file says beside: kept for the way back to a page.
        self.golden = golden
        self.card = card
        self.report = report
        if isinstance(item_count, bool) or not isinstance(item_count, int) or item_count < 0:
            raise ValueError(f"item_count is {item_count!r}: a whole number from 0")
        self.item_count = item_count
        self.vocab_size = FIRST_ITEM + item_count
        kwargs = {
            "eos_token_id": LEAVE,
            "pad_token_id": PAD,
            "is_decoder": True,
            "use_cache": False,
            **kwargs,
        }
        super().__init__(**kwargs)


@dataclass
class NextaisleOutput(ModelOutput):
    # Calibrated: a softmax gives the page's chances. [B, L, V], the last `logits_to_keep` positions.
    logits: Tensor | None = None
    # Chances of a purchase, of a cart before the session ends, after the last event: [B, 2]
    intent: Tensor | None = None
    # The state after the last event: [B, D]
    hidden: Tensor | None = None


@dataclass(frozen=True)
class Asked:
    """One history of a batch: its whole events, and an action that has no item yet."""

    steps: tuple[Step, ...]
    pending: int | None


class NextaisleModel(PreTrainedModel, GenerationMixin):
    config_class = NextaisleConfig
    base_model_prefix = "network"
    main_input_name = "input_ids"

    def __init__(self, config: NextaisleConfig) -> None:
        super().__init__(config)
        if config.calibration is not None:
            check_calibration(config.calibration)
        self.network = Nextaisle(ModelConfig.parse(config.network), config.item_count)
        self.register_load_state_dict_pre_hook(refuse_integers)
        self.post_init()

    @classmethod
    def from_pretrained(cls, name: Any, *args: Any, output_loading_info: bool = False, **kwargs: Any) -> Any:
        refuse_page_file(name)
        try:
            model, found = super().from_pretrained(name, *args, output_loading_info=True, **kwargs)
        except (RuntimeError, SafetensorError) as wrong:
            raise ValueError(f"{name}: {str(wrong).splitlines()[0]} {EXPORT_AGAIN}") from wrong
        # Transformers would go on with whatever lies in memory.
        for kind in ("missing", "unexpected", "mismatched"):
            names = sorted(map(str, found.get(f"{kind}_keys") or ()))
            if names:
                raise ValueError(f"{name}: {len(names)} weights are {kind}, {names[0]} first. {EXPORT_AGAIN}")
        return (model, found) if output_loading_info else model

    def _init_weights(self, module: torch.nn.Module) -> None:
        """Every weight comes from a file."""

    @property
    def rows(self) -> Rows:
        """What the model knows of its items, by row."""
        if not hasattr(self, "_rows"):
            net, vocabulary = self.network, self.config.vocabulary
            facts = net.item_category.tolist(), net.item_price.tolist()
            self._rows = Rows([], vocabulary["categories"], *facts)
        return self._rows

    def forward(
        self,
        input_ids: Tensor,
        attention_mask: Tensor | None = None,
        times: Tensor | None = None,
        sessions: Tensor | None = None,
        prices: Tensor | None = None,
        logits_to_keep: int = 0,
        return_dict: bool = True,
        **_: Any,
    ) -> NextaisleOutput:
        """input_ids [B, L], padded on the left. times (ms, NaN = none), sessions (1 = a new one, -1 = no event) and
        prices are by event, [B, E]; events after those follow at the history's usual pace, as in `forecast`."""
        if input_ids.dim() != 2 or input_ids.is_floating_point():
            raise HistoryError(
                f"input_ids are {input_ids.dtype}, {list(input_ids.shape)}: whole numbers, [B, L]"
            )
        asked = [
            self._read(ids, at, times, sessions, prices)
            for at, ids in enumerate(unpadded(input_ids, attention_mask))
        ]
        # Futures with the same events so far are one: they are asked once.
        different = {one: at for at, one in enumerate(dict.fromkeys(one for one in asked if one))}
        keep = logits_to_keep or input_ids.shape[1]
        logits, intent, hidden = self._answers(list(different), keep)
        where = torch.tensor(
            [different[one] if one else len(different) for one in asked], device=logits.device
        )
        return NextaisleOutput(logits=logits[where], intent=intent[where], hidden=hidden[where])

    def _read(
        self, ids: list[int], at: int, times: Tensor | None, sessions: Tensor | None, prices: Tensor | None
    ) -> Asked | None:
        """None for a sequence that has ended."""
        if not ids or LEAVE in ids or PAD in ids:
            if ids and LEAVE in ids:
                return None
            raise HistoryError("a history without an event: give at least one")
        steps: list[Step] = []
        pace = None
        given = 0 if times is None else times.shape[1]
        for event in range(len(ids) // 2):
            action, item = ids[2 * event], ids[2 * event + 1]
            if not (action < ACTIONS and (item == NO_ITEM or FIRST_ITEM <= item < self.config.vocab_size)):
                raise HistoryError(
                    f"tokens {action}, {item} are no event: an action, then an item or {NO_ITEM}"
                )
            row = item - FIRST_ITEM if item >= FIRST_ITEM else -1
            is_new = float(event == 0) if sessions is None or event >= given else float(sessions[at, event])
            if event < given and is_new >= 0:
                price = math.nan if prices is None else float(prices[at, event])
                known = None if math.isnan(price) else price
                steps.append(Step(action, row, float(times[at, event]), bool(is_new), known))
                continue
            if pace is None:
                pace = typical_gap(steps)
            ts = steps[-1].ts + pace if steps else math.nan
            steps.append(Step(action, row, ts, not steps))
        pending = ids[-1] if len(ids) % 2 else None
        if pending is not None and not pending < ACTIONS:
            raise HistoryError(f"token {pending} is no action")
        if not steps:
            raise HistoryError("a history without an event: give at least one")
        return Asked(tuple(steps), pending)

    def _answers(self, asked: Sequence[Asked], keep: int) -> tuple[Tensor, Tensor, Tensor]:
        """By history, and a last row for a sequence that has ended: it goes on with padding."""
        net, calibration = self.network, self.config.calibration
        if calibration is None:
            raise ValueError(
                "config.json has no calibration, by which chances come true: export the file again"
            )
        device, dtype = net.item_gain.device, net.item_gain.dtype
        logits = torch.full(
            (len(asked) + 1, keep, self.config.vocab_size), -torch.inf, device=device, dtype=dtype
        )
        logits[-1, :, PAD] = 0
        intent = torch.zeros(len(asked) + 1, 2, device=device, dtype=dtype)
        hidden = torch.zeros(len(asked) + 1, net.config.width, device=device, dtype=dtype)
        if not asked:
            return logits, intent, hidden
        histories = []
        for one in asked:
            push = Tokenizer(self.rows).push
            histories.append(torch.tensor([push(step) for step in one.steps], device=device))
        output = net(histories)
        hidden[:-1] = output.states[output.last]
        intent[:-1] = calibrated_intent(output.intent(output.last), calibration)
        # Where each answer goes: a history, a place from the end, a position of the network, and the action.
        after_item, after_action = [], []
        for at, one in enumerate(asked):
            end = int(output.last[at])
            first = end - len(one.steps) + 1
            pending = one.pending is not None
            for event in range(len(one.steps)):
                position = first + event
                back = 2 * (len(one.steps) - event) - 2 + pending
                following = one.steps[event + 1].action if position < end else one.pending
                if back < keep:
                    after_item.append((at, keep - 1 - back, position))
                if back - 1 < keep and following is not None:
                    after_action.append((at, keep - back, position, following))
            # Before the first event nothing is known.
            before = 2 * len(one.steps) + pending - 1
            if before < keep:
                logits[at, : keep - before] = 0
        if after_item:
            row, place, position = torch.tensor(after_item, device=device).T
            temperature, bias = calibration["actions"]["temperature"], calibration["actions"]["bias"]
            said = output.actions(position) / temperature + torch.tensor(bias, device=device, dtype=dtype)
            logits[row, place, : ACTIONS + 1] = said
        some = [one for one in after_action if one[3] in WITH_ITEM and self.config.item_count]
        if some:
            row, place, position, action = torch.tensor(some, device=device).T
            said = output.items(position, action) / calibration["items"]["temperature"]
            logits[row, place, FIRST_ITEM:] = said
        none = [one for one in after_action if one not in some] if len(some) < len(after_action) else []
        for row, place, *_ in none:
            logits[row, place, NO_ITEM] = 0
        return logits, intent, hidden

    def prepare_inputs_for_generation(self, input_ids: Tensor, **kwargs: Any) -> dict[str, Any]:
        kept = {name: kwargs.get(name) for name in ("attention_mask", "times", "sessions", "prices")}
        return {"input_ids": input_ids, **kept, "logits_to_keep": 1}

    def generate(
        self,
        inputs: Tensor | None = None,
        temperature: float | None = None,
        top_k: int | None = None,
        top_p: float | None = None,
        logits_processor: LogitsProcessorList | None = None,
        **given: Any,
    ) -> Tensor:
        """Samples futures as `predictor.forecast()` does. `max_length` counts tokens, two an event."""
        draw = ForecastDraw(
            1.0 if temperature is None else temperature,
            0 if top_k is None else top_k,
            1.0 if top_p is None else top_p,
        )
        for name in ("max_length", "max_new_tokens", "num_return_sequences"):
            if given.get(name) is None:
                given.pop(name, None)
            elif not (isinstance(given[name], int) and not isinstance(given[name], bool) and given[name] > 0):
                raise ValueError(f"{name} is {given[name]!r}: a whole number from 1")
        usual, own = GenerationConfig(), given.get("generation_config")
        for name in ("temperature", "top_k", "top_p"):
            if own is not None and getattr(own, name) != getattr(usual, name):
                raise ValueError(f"generation_config has {name}: give it to generate() itself")
        processors = LogitsProcessorList([draw, *(logits_processor or [])])
        settings = {"do_sample": True, "temperature": 1.0, "top_k": 0, "top_p": 1.0, "use_cache": False}
        return super().generate(inputs, logits_processor=processors, **{**settings, **given})


class ForecastDraw(LogitsProcessor):
    """Temperature, then the K likeliest, and the fewest outcomes with a share P of all: `createDraw` of
    src/prediction/draw.ts. Transformers would take P of what K leaves, and keep ties beyond K."""

    def __init__(self, temperature: float, top_k: int, top_p: float) -> None:
        for name, value, most, allowed in (
            ("temperature", temperature, 1e6, "a number from 0, where the likeliest is drawn"),
            ("top_k", top_k, 1e12, "a whole number from 0, where none is left out"),
            ("top_p", top_p, 1, "a number from 0, where the likeliest is drawn, to 1"),
        ):
            fits = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= most
            if not fits or (name == "top_k" and value != int(value)):
                raise ValueError(f"{name} is {value!r}: {allowed}")
        self.power, self.top_k, self.top_p = 1 / max(0.01, temperature), top_k, top_p

    def __call__(self, input_ids: Tensor, scores: Tensor) -> Tensor:
        scores = scores * self.power
        if self.top_k <= 0 and self.top_p >= 1:
            return scores
        ordered, order = scores.sort(stable=True, dim=-1, descending=True)
        chances = ordered.double().softmax(-1)
        place = torch.arange(scores.shape[-1], device=scores.device)
        cut = chances.cumsum(-1) - chances >= self.top_p
        if self.top_k > 0:
            cut |= place >= self.top_k
        cut[..., 0] = False
        return scores.masked_fill(torch.zeros_like(cut).scatter(-1, order, cut), -torch.inf)


def unpadded(input_ids: Tensor, attention_mask: Tensor | None) -> list[list[int]]:
    """Without padding on the left."""
    rows = input_ids.tolist()
    starts = (
        [0] * len(rows) if attention_mask is None else (attention_mask == 0).long().cumprod(1).sum(1).tolist()
    )
    trimmed = [row[start:] for row, start in zip(rows, starts, strict=True)]
    return [row[next((i for i, token in enumerate(row) if token != PAD), len(row)) :] for row in trimmed]


def calibrated_intent(logits: Tensor, calibration: dict[str, Any]) -> Tensor:
    """Chances of a purchase and of a cart: [Q, 2]"""
    lines = [calibration[name] for name in ("purchase", "cart")]
    scale = logits.new_tensor([line["scale"] for line in lines])
    offset = logits.new_tensor([line["offset"] for line in lines])
    return torch.sigmoid(scale * logits + offset)


EXPORT_AGAIN = (
    "The weights do not fit config.json: neither may be changed without the other. "
    "python -m nextaisle export writes both again"
)
WAY_OUT = (
    "its matrices are int8 with one scale a row, and would be read without the scales. "
    "Write a folder first: python -m nextaisle export shop.safetensors --to folder/"
)


def refuse_integers(module: torch.nn.Module, state: dict[str, Tensor], *_: Any) -> None:
    wrong = next((name for name, values in state.items() if values.dtype == torch.int8), None)
    if wrong is not None:
        raise ValueError(f"{wrong} is int8: this is a model file of the page; {WAY_OUT}")


def refuse_page_file(folder: Any) -> None:
    """A page's file beside a config.json would load, and answer nonsense."""
    path = Path(str(folder)) / "model.safetensors"
    if not path.is_file():
        return
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length)) if length <= path.stat().st_size else {}
    if "nextaisle" in header.get("__metadata__", {}) or any(
        entry.get("dtype") == "I8" for entry in header.values() if isinstance(entry, dict)
    ):
        raise ValueError(f"{path} is a model file of the page: {WAY_OUT}")
