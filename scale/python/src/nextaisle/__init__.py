"""nextaisle in PyTorch: open a model file of the page, use or train the network, write it back."""

from .network import ModelConfig, ModelFile, ModelFileError, Nextaisle, Output, read_model, write_model
from .tokens import HistoryError, Rows, decode, encode

__all__ = [
    "HistoryError",
    "ModelConfig",
    "ModelFile",
    "ModelFileError",
    "Nextaisle",
    "Output",
    "Rows",
    "decode",
    "encode",
    "read_model",
    "write_model",
]
