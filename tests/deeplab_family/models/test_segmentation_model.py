import subprocess
import sys

import keras
import numpy as np
import pytest

from deeplab_family.backbones import MobileNetV2Config
from deeplab_family.losses import MaskedCrossEntropy
from deeplab_family.models import DeepLabV3Config

SMALL = DeepLabV3Config(
    num_classes=3, backbone=MobileNetV2Config(alpha=0.35), filters=8
)


def test_xla_is_off_on_a_cpu_unless_asked_for():
    model = SMALL.build()
    model.compile("sgd", "mse")
    assert not model.jit_compile
    model.compile("sgd", "mse", jit_compile=True)
    assert model.jit_compile


def test_refuses_a_stride_the_backbone_cannot_have():
    with pytest.raises(ValueError, match="`output_stride`"):
        SMALL.build().with_output_stride(12)


def test_layers_are_reachable_by_name():
    model = SMALL.build()
    assert model.get_layer("mobilenet_v2").get_layer("stem")
    assert model.get_layer("aspp").filters == 8


def test_a_stranger_loads_the_file_after_one_import(tmp_path):
    model = SMALL.build()
    model.compile(keras.optimizers.SGD(0.1, 0.9), MaskedCrossEntropy())
    image = np.full((1, 33, 33, 3), 100.0, "float32")
    model.save(tmp_path / "model.keras")
    np.save(tmp_path / "expected.npy", model(image))
    program = (
        "import keras, numpy as np, deeplab_family.models\n"
        "model = keras.saving.load_model('model.keras', safe_mode=True)\n"
        "image = np.full((1, 33, 33, 3), 100.0, 'float32')\n"
        "expected = np.load('expected.npy')\n"
        "assert np.array_equal(model(image), expected)\n"
    )
    program += "assert model.compiled and model.optimizer.built\n"
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=True)


def test_optimizer_travels_with_the_file(tmp_path):
    model = SMALL.build()
    model.compile(keras.optimizers.SGD(0.1, 0.9), "mse")
    x, y = np.ones((2, 33, 33, 3)), np.ones((2, 33, 33, 3))
    model.train_on_batch(x, y)
    model.save(tmp_path / "model.keras")
    fresh = SMALL.build()
    fresh.compile(keras.optimizers.SGD(0.1, 0.9), "mse")
    fresh.optimizer.build(fresh.trainable_variables)
    fresh.load_weights(tmp_path / "model.keras")
    assert int(fresh.optimizer.iterations) == 1
    for old, new in zip(
        model.optimizer.variables, fresh.optimizer.variables, strict=True
    ):
        np.testing.assert_array_equal(old, new)


def test_class_names_travel_with_the_file(tmp_path):
    model = SMALL.build()
    assert model.class_names is None
    model.class_names = ["road", "sky", "Fußgänger"]
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    assert loaded.class_names == ("road", "sky", "Fußgänger")
    strided = loaded.with_output_stride(8)
    assert strided.class_names == loaded.class_names


@pytest.mark.parametrize(
    "names", [["a", "b"], ["a", "b", "b"], ["a", "b", ""], ["a", "b", 3]]
)
def test_class_names_are_one_for_each_class(names):
    with pytest.raises(ValueError, match="3 different names"):
        SMALL.build().class_names = names
