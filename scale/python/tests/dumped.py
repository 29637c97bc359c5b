"""What the TypeScript dumps of its training, as tensors."""

import torch

from nextaisle.loss import Batch, Candidates, Copies, StepItems, Weights
from nextaisle.network import ModelConfig, Nextaisle, specs


def long(values):
    return torch.tensor(values, dtype=torch.long)


def network_of(dump):
    """The dumped weights in a network, and the dumped vectors of items."""
    config = ModelConfig.parse(dump["config"])
    net = Nextaisle(config)
    places = {spec.name: spec for spec in specs(config, 0)}
    state, inputs = net.state_dict(), torch.tensor(dump["inputs"])
    raw = inputs[: dump["rows"] * config.width].view(-1, config.width)
    at = raw.numel()
    for parameter in dump["parameters"]:
        rows, columns = parameter["shape"]
        values = inputs[at : at + rows * columns].view(rows, columns)
        at += values.numel()
        spec = places[parameter["name"]]
        state[spec.place] = (values.T if spec.turned else values).reshape(state[spec.place].shape)
    net.load_state_dict(state)
    return net, raw.clone().requires_grad_()


def batch_of(part):
    place = part["place"]
    starts = [n for n, at in enumerate(place) if at == 0] + [len(place)]
    lists = {name: long(part["copies"][name]) for name in ("query", "row", "age", "last", "count")}
    return Batch(
        lengths=[end - start for start, end in zip(starts, starts[1:], strict=False)],
        tokens=long(part["tokens"]),
        input=long(part["input"]),
        next_action=long(part["nextAction"]),
        later=torch.tensor(part["later"], dtype=torch.float32),
        labelled=long(part["labelled"]),
        scored=long(part["scored"]),
        copies=Copies(share=torch.tensor(part["copies"]["share"], dtype=torch.float32), **lists),
        fresh=Candidates(
            long(part["fresh"]["query"]), long(part["fresh"]["row"]), torch.tensor(part["fresh"]["share"])
        ),
    )


def step_of(dump, part):
    popularity = torch.tensor([0.0, *dump["popularity"]])
    return StepItems(
        popularity, long(dump["negative"]), torch.tensor(dump["logExpected"]), long(part["masked"])
    )


def weights_of(dump):
    return Weights(dump["weights"]["actionWeight"], dump["weights"]["intentWeight"])
