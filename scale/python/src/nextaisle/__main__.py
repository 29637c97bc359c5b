"""python -m nextaisle: trains a model on shards; a model file becomes a folder of Hugging Face, and back."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from .plan import Options

# Networks by name, as in src/training/fit/sizes.ts.
SIZES = {"tiny": (32, 1, 2), "small": (64, 2, 2), "base": (128, 4, 4), "large": (256, 8, 8)}


def main(given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m nextaisle", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    add_train(
        commands.add_parser("train", help="shards of `npx nextaisle prepare` become a file for the page")
    )
    export = commands.add_parser("export", help="a page's file becomes a folder for Transformers")
    export.add_argument("file", help="shop.safetensors")
    export.add_argument("--to", required=True, metavar="folder/")
    back = commands.add_parser("page", help="such a folder becomes a file for the page")
    back.add_argument("folder")
    back.add_argument("--to", required=True, metavar="shop.safetensors")
    asked = parser.parse_args(given)
    try:
        return train_command(asked) if asked.command == "train" else hub_command(asked)
    except (OSError, ValueError) as wrong:
        print(f"nextaisle: {words(wrong)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("nextaisle: interrupted; train goes on with the same command and --resume", file=sys.stderr)
        return 130


def words(wrong: Exception) -> str:
    if isinstance(wrong, OSError) and wrong.filename is not None and wrong.strerror:
        return f"{wrong.filename}: {wrong.strerror}. Name another one, or make it readable and writable"
    return str(wrong)


def hub_command(asked: argparse.Namespace) -> int:
    try:
        import transformers  # noqa: F401
    except ImportError:
        raise ValueError("transformers is missing: pip install 'transformers>=5' safetensors") from None
    from .hub import export, page_file
    from .train import refuse_unwritable

    to = asked.to
    if asked.command == "page":
        refuse_unwritable(Path(to))
    print(f"wrote {export(asked.file, to) if asked.command == 'export' else page_file(asked.folder, to)}")
    return 0


def add_train(parser: argparse.ArgumentParser) -> None:
    def whole(low: int, high: int):  # noqa: ANN202
        return within(int, low, high)

    def real(low: float, high: float):  # noqa: ANN202
        return within(float, low, high)

    parser.add_argument("shards", help="the folder that `npx nextaisle prepare` made")
    parser.add_argument("--out", required=True, metavar="shop.safetensors")
    parser.add_argument("--name", help="of the model; by default that of the file")
    parser.add_argument("--model-version", default="1")
    parser.add_argument(
        "--resume", action="store_true", help="go on from the checkpoint beside --out, if there is one"
    )
    parser.add_argument("--checkpoint-every", type=real(0, 1e6), default=600, metavar="SECONDS")
    parser.add_argument("--curve", metavar="curve.csv", help="writes the loss of every step")
    parser.add_argument(
        "--scratch", metavar="folder/", help="where the log lies while it trains; by default beside --out"
    )
    parser.add_argument("--device", help="cpu or cuda; by default a GPU where there is one")
    parser.add_argument("--bf16", action="store_true", help="matrix products in bfloat16")
    network = parser.add_argument_group("the network, and how it is trained: by default, what fits the log")
    network.add_argument("--size", choices=SIZES, default="small")
    network.add_argument("--width", type=whole(8, 1024))
    network.add_argument("--layers", type=whole(1, 24))
    network.add_argument("--heads", type=whole(1, 32))
    network.add_argument("--window", type=whole(2, 512), default=32)
    network.add_argument("--sub-ids", type=whole(1, 64))
    network.add_argument("--content", type=whole(0, 65536))
    network.add_argument("--epochs", type=whole(1, 1000))
    network.add_argument("--batch", type=whole(16, 1 << 24), help="events a step, of all processes together")
    network.add_argument("--negatives", type=whole(1, 10**6), default=2048)
    network.add_argument("--rate", type=real(1e-6, 1), default=0.01)
    network.add_argument("--dropout", type=real(0, 0.9), default=0.2)
    network.add_argument("--teaching", type=real(0, 1), help="how much similar sessions teach at first")
    network.add_argument("--min-item-count", type=whole(1, 10**6))
    network.add_argument("--seed", type=whole(0, 2**32), default=1)


def within(kind: type, low: float, high: float):  # noqa: ANN201
    def read(text: str) -> float:
        value = kind(text)
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"{text}: {low} to {high}")
        return value

    read.__name__ = "number"
    return read


def train_command(asked: argparse.Namespace) -> int:
    from .train import train

    width, layers, heads = SIZES[asked.size]
    options = Options(
        width=asked.width or width,
        layers=asked.layers or layers,
        heads=asked.heads or heads,
        **{
            name: getattr(asked, name)
            for name in (
                "window",
                "sub_ids",
                "content",
                "epochs",
                "batch",
                "negatives",
                "rate",
                "dropout",
                "teaching",
            )
        },
        min_item_count=asked.min_item_count,
        seed=asked.seed,
    )
    made = train(
        asked.shards,
        asked.out,
        options,
        name=asked.name,
        version=asked.model_version,
        resume=asked.resume,
        checkpoint_every=asked.checkpoint_every,
        curve=asked.curve,
        device=asked.device,
        bf16=asked.bf16,
        scratch=asked.scratch,
    )
    if made:
        print(f"wrote {made.out} after {made.passes} passes in {made.seconds:.0f} s. Next, on the log:")
        print(f"npx nextaisle evaluate {made.out} <log>")
    return 0


if __name__ == "__main__":
    sys.exit(main())
