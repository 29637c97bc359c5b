"""Histories as JSON become tokens, and back: `AutoTokenizer.from_pretrained(folder, trust_remote_code=True)`."""

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from reprlib import repr as repr_of
from typing import Any

import torch
from transformers import BatchEncoding, PreTrainedTokenizer

from .network import ACTION_TYPES, ACTIONS, LEAVE
from .tokens import HistoryError, Rows, Step, read_ids, steps_of

NO_ITEM, PAD = LEAVE + 1, LEAVE + 2
FIRST_ITEM = PAD + 1
SPECIAL = [*(f"<{name}>" for name in ACTION_TYPES), "<leave>", "<no item>", "<pad>"]


class NextaisleTokenizer(PreTrainedTokenizer):
    """A history is a list of events `{type, item?, ts?, session?, price?}`, oldest first, or its JSON."""

    vocab_files_names = {"vocab_file": "items.json"}
    model_input_names = ["input_ids", "attention_mask", "times", "sessions", "prices"]

    def __init__(self, vocab_file: str, **kwargs: Any) -> None:
        self.items = Rows(read_ids(vocab_file), [], [], [])
        kwargs = {"eos_token": "<leave>", "pad_token": "<pad>", "padding_side": "left", **kwargs}
        super().__init__(**kwargs)

    @property
    def vocab_size(self) -> int:
        return FIRST_ITEM + len(self.items.ids)

    def get_vocab(self) -> dict[str, int]:
        return {self._convert_id_to_token(at): at for at in range(self.vocab_size)}

    def _convert_id_to_token(self, index: int) -> str:
        return SPECIAL[index] if index < FIRST_ITEM else f"item:{self.items.ids[index - FIRST_ITEM]}"

    def _convert_token_to_id(self, token: str) -> int:
        if token in SPECIAL:
            return SPECIAL.index(token)
        return FIRST_ITEM + self.items.row[token.removeprefix("item:")]

    def save_vocabulary(self, save_directory: str, filename_prefix: str | None = None) -> tuple[str]:
        name = (f"{filename_prefix}-" if filename_prefix else "") + "items.json"
        path = Path(save_directory) / name
        path.write_text(json.dumps({"ids": self.items.ids}, ensure_ascii=False), "utf-8")
        return (str(path),)

    def __call__(self, histories: Any, *, return_tensors: str = "pt", **_: Any) -> BatchEncoding:
        """A history, or a list of several; shorter ones are padded on the left."""
        if return_tensors != "pt":
            raise ValueError(f"return_tensors is {return_tensors!r}: 'pt'")
        batch = [steps_of(one, self.items) for one in several(histories)]
        most = max(map(len, batch))
        ids = [[PAD] * (2 * (most - len(steps))) + tokens_of(steps) for steps in batch]

        def by_event(value: Callable[[Step], float], filling: float) -> torch.Tensor:
            rows = [[value(step) for step in steps] + [filling] * (most - len(steps)) for steps in batch]
            return torch.tensor(rows, dtype=torch.float64)

        # By event, from the first; -1 among the sessions says that a history has no further event.
        times = by_event(lambda step: step.ts, math.nan)
        sessions = by_event(lambda step: step.new_session, -1)
        prices = by_event(lambda step: math.nan if step.price is None else step.price, math.nan)
        input_ids = torch.tensor(ids)
        mask = (input_ids != PAD).long()
        given = {"times": times, "sessions": sessions, "prices": prices}
        return BatchEncoding({"input_ids": input_ids, "attention_mask": mask, **given})

    def encode(self, history: Any, **_: Any) -> list[int]:
        """The tokens alone; calling the tokenizer gives the times, too, which the model reads."""
        histories = several(history)
        if len(histories) > 1:
            raise HistoryError(f"{len(histories)} histories: encode takes one, calling the tokenizer several")
        return tokens_of(steps_of(histories[0], self.items))

    def events(self, tokens: Iterable[int]) -> list[dict[str, str]]:
        """Tokens as events; `{"type": "leave"}` where the session ends."""
        ids = [int(token) for token in tokens]
        ids = [token for token in ids if token != PAD]
        events: list[dict[str, str]] = []
        at = 0
        while at < len(ids):
            if ids[at] == LEAVE:
                return [*events, {"type": "leave"}]
            if not 0 <= ids[at] < ACTIONS:
                raise HistoryError(f"token {ids[at]} at {at} is no action")
            if at + 1 < len(ids) and not NO_ITEM <= ids[at + 1] < self.vocab_size:
                raise HistoryError(f"token {ids[at + 1]} at {at + 1} is no item")
            event = {"type": ACTION_TYPES[ids[at]]}
            if at + 1 < len(ids) and ids[at + 1] >= FIRST_ITEM:
                event["item"] = self.items.ids[ids[at + 1] - FIRST_ITEM]
            events.append(event)
            at += 2
        return events

    def decode(self, token_ids: Any, **_: Any) -> str | list[str]:
        """Tokens as the JSON of a history; of several, where there are rows."""
        if (
            len(token_ids)
            and isinstance(token_ids[0], list | tuple | torch.Tensor)
            and len(torch.as_tensor(token_ids[0]).shape)
        ):
            return self.batch_decode(token_ids)
        return json.dumps(self.events(token_ids), ensure_ascii=False)

    def batch_decode(self, sequences: Any, **_: Any) -> list[str]:
        return [json.dumps(self.events(tokens), ensure_ascii=False) for tokens in sequences]


def several(histories: Any) -> list[Sequence[Mapping[str, Any]]]:
    """One history, several, or the JSON of either."""
    histories = parsed(histories)
    if not isinstance(histories, list | tuple):
        raise HistoryError(
            f"{repr_of(histories)} is no history: a list of events, oldest first, or several such lists"
        )
    if not histories:
        raise HistoryError("a history without an event: give at least one")
    if isinstance(histories[0], str):
        histories = [parsed(one) for one in histories]
    if not isinstance(histories[0], list | tuple):
        return [histories]
    for at, one in enumerate(histories):
        if not isinstance(one, list | tuple):
            raise HistoryError(
                f"history {at + 1} of {len(histories)} is {repr_of(one)}: each of several is a list of events"
            )
    return list(histories)


def parsed(history: Any) -> Any:
    if not isinstance(history, str):
        return history
    try:
        return json.loads(history)
    except (ValueError, RecursionError) as wrong:
        raise HistoryError(f"{repr_of(history)} is no JSON of a history: {wrong}") from wrong


def tokens_of(steps: Iterable[Step]) -> list[int]:
    """Two an event: what was done, then the item."""
    return [t for step in steps for t in (step.action, FIRST_ITEM + step.item if step.item >= 0 else NO_ITEM)]
