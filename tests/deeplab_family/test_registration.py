"""`import deeplab_family` is all that Keras needs to read our files."""

import os
import subprocess
import sys

import keras
import pytest

from deeplab_family import backbones, layers, models, registration
from deeplab_family.losses import MaskedCrossEntropy
from deeplab_family.metrics import MeanIoU

LOAD = """
import keras
for path in sys.argv[1:]:
    print(type(keras.saving.load_model(path)).__name__)
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """A trained network, and a foreign model with a layer of ours."""
    folder = tmp_path_factory.mktemp("files")
    backbone = backbones.MobileNetV2Config(alpha=0.05, output_stride=32)
    network = models.DeepLabV3Config(
        num_classes=3, backbone=backbone, filters=4
    ).build()
    network.compile("sgd", MaskedCrossEntropy(), metrics=[MeanIoU(3)])
    images = keras.Input((8, 8, 3))
    foreign = keras.Model(images, layers.ASPP((2,), 4)(images))
    network.save(folder / "network.keras")
    foreign.save(folder / "foreign.keras")
    return [str(folder / "network.keras"), str(folder / "foreign.keras")]


@pytest.mark.parametrize(
    "imports",
    [
        "import deeplab_family",
        "import keras; import deeplab_family",
        "import deeplab_family; import tensorflow",
        # one of our own files is the first to ask for Keras
        "import deeplab_family.layers.aspp",
    ],
)
def test_keras_loads_our_files_in_any_order_of_imports(imports, files):
    printed = subprocess.check_output(
        [sys.executable, "-c", f"import sys; {imports}\n{LOAD}", *files],
        text=True,
    )
    assert printed.split() == ["SegmentationModel", "Functional"]


def test_keras_loads_our_files_on_jax(files):
    printed = subprocess.check_output(
        [
            sys.executable,
            "-c",
            f"import sys, deeplab_family\n{LOAD}"
            "print('tensorflow' in sys.modules)",
            *files,
        ],
        text=True,
        env={**os.environ, "KERAS_BACKEND": "jax"},
    )
    assert printed.split() == ["SegmentationModel", "Functional", "False"]


def is_stored(exported):
    """Whether `.keras` files may name it: Keras gives it a config."""
    return isinstance(exported, type) and hasattr(exported, "get_config")


@pytest.mark.parametrize(
    "package", registration.PACKAGES, ids=lambda r: r.__name__
)
def test_every_public_class_has_its_name_in_files(package):
    for name in package.__all__:
        if is_stored(exported := getattr(package, name)):
            stored = keras.saving.get_registered_name(exported)
            assert stored == f"deeplab_family>{name}"
            assert keras.saving.get_registered_object(stored) is exported


def test_stand_in_makes_what_it_stands_for():
    stand_in = registration.Unimported(layers, "ASPP")
    layer = stand_in.from_config(layers.ASPP((6,), 8).get_config())
    assert type(layer) is layers.ASPP
    assert layer.filters == 8
