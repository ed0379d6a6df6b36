"""Models as the command line takes them."""

from pathlib import Path

# Imported for its side effect: the classes in `.keras` files become known.
import deeplab_family.models  # noqa: F401
from deeplab_family.inference import load_predictor


def open_predictor(path: Path, threads: int = 2):
    """A predictor of any kind of model file; see `load_predictor`."""
    return load_predictor(path, num_threads=threads)
