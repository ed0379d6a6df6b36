"""Runs and networks that tests of training share."""

import keras
import pytest

from deeplab_family.models import DeepLabV3PlusConfig
from deeplab_family.training import train
from tests.tiny_recipe import tiny_mobile


@pytest.fixture(scope="module")
def finished(streets, tmp_path_factory):
    """A run of six steps, and its folder."""
    folder = tmp_path_factory.mktemp("finished")
    recipe = tiny_mobile(streets, total_steps=6, eval_every=4, save_every=3)
    return train(recipe, folder), folder, recipe


@pytest.fixture
def small(monkeypatch):
    """A network of three layers stands in for the recipe's, to be quick."""

    def build(self):
        return keras.Sequential(
            [
                keras.Input((None, None, 3)),
                keras.layers.Rescaling(1 / 255),
                keras.layers.Conv2D(4, 3, padding="same", use_bias=False),
                keras.layers.BatchNormalization(),
                keras.layers.Dropout(0.2),
                keras.layers.Conv2D(9, 1, dtype="float32"),
            ]
        )

    monkeypatch.setattr(DeepLabV3PlusConfig, "build_for_training", build)
    yield
    keras.config.set_dtype_policy("float32")
