import keras
import numpy as np
import pytest

from deeplab_family.training.stand_in_weights import write_stand_in
from tests.small_backbone import SmallBackboneConfig

CONFIG = SmallBackboneConfig(output_stride=16, batch_norm_momentum=0.9997)


@pytest.fixture(scope="module")
def images():
    pixels = np.random.default_rng(3).integers(0, 256, (4, 64, 64, 3))
    return pixels.astype("float32")


@pytest.fixture(scope="module")
def path(images, tmp_path_factory):
    path = tmp_path_factory.mktemp("backbone") / "backbone.keras"
    write_stand_in(CONFIG, images, path)
    return path


def normalizations(backbone):
    return [
        layer
        for layer in backbone._flatten_layers(include_self=False)
        if isinstance(layer, keras.layers.BatchNormalization)
    ]


def test_frozen_they_normalize_almost_as_a_batch_would(path, images):
    """A fresh backbone's do not: mean 0 and variance 1 are not its maps'."""
    backbone, fresh = (
        keras.saving.load_model(path, compile=False),
        CONFIG.build(),
    )
    assert distance(backbone, images) < 0.5 < distance(fresh, images)


def distance(backbone, images):
    """Of the last map with frozen statistics from that with the batch's."""
    frozen, trained = (
        np.asarray(list(backbone(images, training=training).values())[-1])
        for training in (False, True)
    )
    return np.abs(frozen - trained).mean() / trained.std()


def test_they_are_not_exactly_those_of_any_batch(path):
    backbone = keras.saving.load_model(path, compile=False)
    for layer in normalizations(backbone):
        for variable, plain in ((layer.gamma, 1.0), (layer.beta, 0.0)):
            values = np.asarray(variable)
            assert np.unique(values).size == values.size
            assert 0.02 < np.abs(values - plain).mean() < 0.3


def test_the_backbone_keeps_its_momentum(path):
    backbone = keras.saving.load_model(path, compile=False)
    assert {layer.momentum for layer in normalizations(backbone)} == {0.9997}
