"""Model Garden's box operations, without the Keras 2 that its package loads.

Each file imports tf_keras beside TensorFlow and uses nothing of it.
"""

import importlib
import sys
import types
from pathlib import Path

import pytest


def box_operations(name: str):
    """A file of `official.vision.ops`; skips where tf-models-official is not.

    Args:
        name: of the file, such as "box_ops".
    """
    official = pytest.importorskip("official")
    vision = Path(official.__path__[0]) / "vision"
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "tf_keras", types.ModuleType("tf_keras"))
        for package, folder in (
            ("official.vision", vision),
            ("official.vision.ops", vision / "ops"),
        ):
            module = types.ModuleType(package)
            module.__path__ = [str(folder)]
            patch.setitem(sys.modules, package, module)
        return importlib.import_module(f"official.vision.ops.{name}")
