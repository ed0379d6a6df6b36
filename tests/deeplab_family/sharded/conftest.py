"""A TFLite file of three classes, and photographs for it."""

import keras
import numpy as np
import pytest
from PIL import Image

from export import export_tflite

SIZE = (24, 32)
NAMES = ("road", "wall", "sky")


@pytest.fixture(scope="session")
def model(tmp_path_factory):
    keras.utils.set_random_seed(1)
    layers = [
        keras.Input((None, None, 3)),
        keras.layers.Rescaling(1 / 255),
        keras.layers.Conv2D(3, 3, padding="same"),
    ]
    folder = tmp_path_factory.mktemp("model")
    kinds = {"variants": ["float32"], "class_names": NAMES}
    return export_tflite(keras.Sequential(layers), folder, SIZE, **kinds)[
        "float32"
    ]


@pytest.fixture
def photographs(tmp_path):
    """A function that writes some photographs into a folder and gives it."""

    def write(count: int):
        folder = tmp_path / "photos"
        folder.mkdir()
        values = np.random.default_rng(0)
        for number in range(count):
            pixels = values.integers(0, 256, (*SIZE, 3), np.uint8)
            Image.fromarray(pixels).save(folder / f"p{number:03}.png")
        return folder

    return write
