import keras
import numpy as np
import pytest

from export.saved_model import float32_compute


def nested():
    inner = keras.Sequential(
        [
            keras.Input((8, 8, 3)),
            keras.layers.Conv2D(4, 3, dtype="mixed_float16"),
        ]
    )
    inputs = keras.Input((8, 8, 3))
    outputs = keras.layers.Activation("linear", dtype="float32")(inner(inputs))
    return keras.Model(inputs, outputs)


def test_inner_layers_compute_in_float32_for_a_while():
    model = nested()
    convolution = model.layers[1].layers[0]
    image = np.random.default_rng(0).normal(size=(1, 8, 8, 3)).astype("f4")
    half = np.asarray(model(image))
    with float32_compute(model):
        assert convolution.compute_dtype == "float32"
        full = np.asarray(model(image))
    assert convolution.dtype_policy.name == "mixed_float16"
    np.testing.assert_array_equal(np.asarray(model(image)), half)
    assert 0 < np.abs(full - half).max() < 0.01


def test_the_policies_come_back_after_a_failure():
    model = nested()
    with pytest.raises(ValueError, match="no"):
        with float32_compute(model):
            raise ValueError("no")
    assert model.layers[1].layers[0].compute_dtype == "float16"
