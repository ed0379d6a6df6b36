import dataclasses

import keras
import numpy as np

from deeplab_family.backbones import MobileNetV2Config
from deeplab_family.models import (
    DeepLabV3Config,
    GCNConfig,
    PSPNetConfig,
)
from deeplab_family.optimizers import SGDConfig
from deeplab_family.training import add_weight_decay, compile_model
from tests.tiny_recipe import tiny_mobile


def small_model():
    return DeepLabV3Config(
        num_classes=3, backbone=MobileNetV2Config(alpha=0.35), filters=8
    ).build()


def test_half_the_squared_norm_of_every_convolution_kernel():
    model = small_model()
    add_weight_decay(model, 0.1)
    expected = sum(
        0.05 * np.sum(np.asarray(variable) ** 2)
        for variable in model.trainable_variables
        if variable.name == "kernel"
        and "look/conv" not in variable.path
        or variable.name == "kernel"
        and "aspp" in variable.path
    )
    np.testing.assert_allclose(sum(model.losses), expected, rtol=1e-5)


def test_leaves_depthwise_kernels_biases_and_batch_norm_free():
    model = small_model()
    add_weight_decay(model, 0.1)
    free = [v for v in model.trainable_variables if v.regularizer is None]
    for variable in free:
        named = variable.name in ("gamma", "beta", "bias")
        assert named or _is_depthwise(variable)


def _is_depthwise(variable):
    return len(variable.shape) == 4 and variable.shape[-1] == 1


def test_every_weight_that_trains_decays_where_all_do():
    """As in the code of GALD-Net: normalization and biases too."""
    model = small_model()
    model.get_layer("aspp").trainable = False
    assert add_weight_decay(model, 0.1, of="all") == len(
        model.trainable_variables
    )
    expected = sum(
        0.05 * np.sum(np.asarray(variable) ** 2)
        for variable in model.trainable_variables
    )
    np.testing.assert_allclose(sum(model.losses), expected, rtol=1e-5)


def test_a_recipe_says_which_weights_decay():
    recipe = tiny_mobile("root").with_num_classes(3)

    def decayed(decays):
        optimizer = SGDConfig(weight_decay=0.1, decays=decays)
        train = dataclasses.replace(recipe.train, optimizer=optimizer)
        model = compile_model(dataclasses.replace(recipe, train=train))
        return {
            variable.name
            for variable in model.trainable_variables
            if variable.regularizer is not None
        }

    assert decayed("kernels") == {"kernel"}
    assert decayed("all") >= {"kernel", "gamma", "beta", "bias"}


def test_transposed_convolutions_and_auxiliary_heads_decay_too():
    backbone = MobileNetV2Config(alpha=0.35)
    doubling = GCNConfig(
        num_classes=3, backbone=backbone, kernel_size=3
    ).build()
    add_weight_decay(doubling, 0.1)
    kernel = doubling.get_layer("half_doubling").conv.kernel
    assert kernel.regularizer is not None
    training = PSPNetConfig(
        num_classes=3, backbone=backbone, filters=16
    ).build_for_training()
    add_weight_decay(training, 0.1)
    head = training.both.get_layer("auxiliary_head")
    assert head.look.conv.kernel.regularizer is not None
    assert head.look.conv.bias.regularizer is None


def test_one_step_shrinks_a_kernel_by_rate_times_decay():
    model = keras.Sequential(
        [keras.Input((3, 3, 1)), keras.layers.Conv2D(1, 1)]
    )
    before = np.asarray(model.layers[0].kernel).copy()
    add_weight_decay(model, 0.5)
    model.compile(keras.optimizers.SGD(0.1), lambda y, p: 0.0 * p)
    model.train_on_batch(np.ones((1, 3, 3, 1)), np.ones((1, 3, 3, 1)))
    after = np.asarray(model.layers[0].kernel)
    np.testing.assert_allclose(after, before * (1 - 0.1 * 0.5), rtol=1e-6)
