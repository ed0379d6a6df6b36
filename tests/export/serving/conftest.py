"""One small bundle, loaded once as a server loads it."""

from dataclasses import dataclass
from pathlib import Path

import keras
import pytest

from export.serving import ServingSettings, write_serving_bundle
from tests.export.serving.session_model import SessionModel
from tests.export.tiny_network import make_network

NAMES = ["road", "tree", "sky", "car"]
PALETTE = [[128, 64, 128], [0, 128, 0], [70, 130, 180], [0, 0, 142]]


@dataclass
class Bundle:
    model: keras.Model
    settings: ServingSettings
    version: Path

    @property
    def folder(self):
        return self.version.parent.parent


@pytest.fixture(scope="session")
def bundle(tmp_path_factory):
    model = make_network()
    layer = next(
        layer.name
        for layer in model.layers
        if isinstance(layer, keras.layers.DepthwiseConv2D)
    )
    settings = ServingSettings(
        name="streets",
        features=layer,
        warmup_size=(17, 23),
        max_pixels=100 * 100,
    )
    stage = tmp_path_factory.mktemp("stage")
    version = write_serving_bundle(model, stage, settings, NAMES, PALETTE)
    return Bundle(model, settings, version)


@pytest.fixture(scope="session")
def served(bundle):
    return SessionModel(bundle.version)
