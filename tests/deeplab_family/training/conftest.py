"""Runs and networks that tests of training share."""

import contextlib
import sys

import keras
import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.models import DeepLabV3PlusConfig
from deeplab_family.training import train
from input_pipeline import OpenedData
from tests.small_network import build_small
from tests.tiny_recipe import tiny_mobile


@pytest.fixture(scope="session")
def finished(streets, tmp_path_factory):
    """A run of six steps, and its folder: to be read, and copied to change."""
    folder = tmp_path_factory.mktemp("finished")
    recipe = tiny_mobile(streets, total_steps=6, eval_every=4, save_every=3)
    return train(recipe, folder), folder, recipe


@pytest.fixture(scope="session")
def first_batches():
    """What `OpenedData` gave for a config: at most ten elements each."""
    return {}


@pytest.fixture
def kept_batches(first_batches):
    """The batches that a config really gives, drawn once and kept.

    A run asks for its data again after each evaluation, and to trace their
    graph takes longer than a run of small networks.
    """
    with keeping_batches(first_batches):
        yield


@pytest.fixture(scope="module")
def kept_for_all(first_batches):
    """The same for each test and fixture of a file."""
    with keeping_batches(first_batches):
        yield


@contextlib.contextmanager
def keeping_batches(first_batches):
    real_train = OpenedData.train_batches
    real_eval = OpenedData.eval_batches

    def kept(key, make):
        if key not in first_batches:
            elements = [*make().take(10).as_numpy_iterator()]
            first_batches[key] = tf.nest.map_structure(
                lambda *parts: np.stack(parts), *elements
            )
        return tf.data.Dataset.from_tensor_slices(first_batches[key])

    def train_batches(self, start_step=0):
        key = "train", self.config
        return kept(key, lambda: real_train(self)).skip(start_step)

    def eval_batches(self):
        return kept(("eval", self.config), lambda: real_eval(self))

    with pytest.MonkeyPatch.context() as patch:
        for batches in (train_batches, eval_batches):
            patch.setattr(OpenedData, batches.__name__, batches)
        yield


@pytest.fixture
def small(kept_batches):
    """A network of three layers stands in for the recipe's, to be quick."""
    with building_small():
        yield


@pytest.fixture(scope="module")
def small_for_all(kept_for_all):
    """The same for each test and fixture of a file."""
    with building_small():
        yield


@contextlib.contextmanager
def building_small():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DeepLabV3PlusConfig, "build_for_training", build_small)
        yield
    keras.config.set_dtype_policy("float32")


@pytest.fixture
def no_float16_gradient(monkeypatch):
    """Dilated convolutions in float16 lack a gradient, as on most CPUs.

    Those with AVX512-FP16 have it.
    """
    from deeplab_family.layers import AtrousConvolution

    module = sys.modules[AtrousConvolution.__module__]
    real = module.atrous_conv2d

    @tf.custom_gradient
    def without_gradient(x):
        def gradient(upstream):
            raise tf.errors.UnimplementedError(
                None, None, "dilation rates larger than 1"
            )

        return x, gradient

    def atrous_conv2d(inputs, kernel, dilation_rate):
        output = real(inputs, kernel, dilation_rate)
        if output.dtype == "float16" and max(dilation_rate) > 1:
            return without_gradient(output)
        return output

    monkeypatch.setattr(module, "atrous_conv2d", atrous_conv2d)
