"""What adding a part costs: its class, and the one line that exports it."""

import sys

import keras
import pytest

from deeplab_family import registration
from deeplab_family.cli.short_flags import sort_words
from deeplab_family.cli.train import _read


@pytest.fixture
def export(monkeypatch):
    """Does what a line in a package's `__init__.pyi` does, for one test.

    A file `losses/x.py` and the line `from .x import XConfig as XConfig` make
    `XConfig` a lazy attribute of the package and a name in its `__all__`.
    Nothing else is told of the class; Keras is, when it is imported.
    """

    def export(config):
        package = sys.modules[config.package]
        name = config.__name__
        monkeypatch.setattr(package, name, config, raising=False)
        names = sorted([*package.__all__, name])
        monkeypatch.setattr(package, "__all__", names)
        registration.register_all(keras)

    return export


@pytest.fixture
def parsed():
    """The recipe that `deeplab train` reads from a line."""

    def parsed(line):
        recipe, *_ = _read(sort_words(line.split()), tiny=False)
        return recipe

    return parsed
