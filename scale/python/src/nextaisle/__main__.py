"""python -m nextaisle: a model file of the page becomes a folder of Hugging Face, and back."""

import argparse
import sys


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m nextaisle", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    export = commands.add_parser("export", help="a page's file becomes a folder for Transformers")
    export.add_argument("file", help="shop.safetensors")
    export.add_argument("--to", required=True, metavar="folder/")
    back = commands.add_parser("page", help="such a folder becomes a file for the page")
    back.add_argument("folder")
    back.add_argument("--to", required=True, metavar="shop.safetensors")
    asked = parser.parse_args()
    try:
        import transformers  # noqa: F401
    except ImportError:
        print(
            "nextaisle: transformers is missing: pip install 'transformers>=5' safetensors", file=sys.stderr
        )
        return 1
    from .hub import export as export_folder
    from .hub import page_file

    try:
        written = (
            export_folder(asked.file, asked.to)
            if asked.command == "export"
            else page_file(asked.folder, asked.to)
        )
    except (OSError, ValueError) as wrong:
        print(f"nextaisle: {wrong}", file=sys.stderr)
        return 1
    print(f"wrote {written}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
