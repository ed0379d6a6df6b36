import dataclasses

import keras
import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.layers import ConvBNReLU
from deeplab_family.losses import MaskedCrossEntropy
from deeplab_family.training import compile_model, train
from deeplab_family.training.rematerialization import rematerialize
from tests.small_networks import NETWORKS
from tests.tiny_recipe import tiny_mobile

# A rewrite could merge what is computed anew with what was there.
pytestmark = pytest.mark.usefixtures("grappler")

SIZE = 33
RNG = np.random.default_rng(0)
IMAGES = RNG.uniform(0, 255, (2, SIZE, SIZE, 3)).astype("float32")
LABELS = RNG.integers(0, 3, (2, SIZE, SIZE)).astype("int32")


def after_two_steps(config, remat, policy="float32"):
    """Weights, moving statistics and seeds included."""
    keras.config.set_dtype_policy(policy)
    try:
        keras.utils.set_random_seed(1)
        model = config.build_for_training()
        if remat:
            assert rematerialize(model) > 1
        model.compile(
            keras.optimizers.SGD(0.1, momentum=0.9), MaskedCrossEntropy()
        )
        for _ in range(2):
            model.train_on_batch(IMAGES, LABELS)
    finally:
        keras.config.set_dtype_policy("float32")
    return model.variables


def assert_equal(these, those, rounding=0):
    for mine, theirs in zip(these, those, strict=True):
        np.testing.assert_allclose(
            keras.ops.convert_to_numpy(mine),
            keras.ops.convert_to_numpy(theirs),
            rtol=rounding,
            atol=rounding,
            err_msg=mine.path,
        )


@pytest.mark.parametrize(
    ("name", "policy", "rounding"),
    [
        ("deeplabv3plus", "float32", 0),
        ("deeplabv3plus", "mixed_bfloat16", 2**-8),
        # its auxiliary head looks at what its pyramid sees by five roads, and
        # their gradients are added in another order
        ("pspnet", "float32", 1e-5),
    ],
)
def test_weights_statistics_and_seeds_are_those_without(name, policy, rounding):
    config = NETWORKS[name]
    assert_equal(
        after_two_steps(config, True, policy),
        after_two_steps(config, False, policy),
        rounding,
    )


def test_inner_maps_are_computed_a_second_time():
    block = ConvBNReLU(4, 3)
    images = keras.Input((9, 9, 3))
    model = keras.Model(images, block(images))

    def convolutions():
        def gradient(batch):
            with tf.GradientTape() as tape:
                loss = tf.reduce_sum(model(batch, training=True))
            return tape.gradient(loss, block.conv.kernel.value)

        batch = tf.TensorSpec((2, 9, 9, 3))
        graph = tf.function(gradient).get_concrete_function(batch).graph
        return sum(one.type == "Conv2D" for one in graph.get_operations())

    assert convolutions() == 1
    assert rematerialize(model) == 1
    assert convolutions() == 2


def test_two_replicas_move_their_statistics_once(two_replicas):

    def statistics(remat):
        keras.utils.set_random_seed(1)
        with two_replicas.scope():
            block = ConvBNReLU(4, 3, momentum=0.5)
            images = keras.Input((9, 9, 3))
            model = keras.Model(images, block(images))
            if remat:
                rematerialize(model)
            model.compile(keras.optimizers.SGD(0.1), "mse", jit_compile=False)
            target = np.ones((2, 9, 9, 4))
            model.fit(
                IMAGES[:, :9, :9], target, batch_size=2, epochs=2, verbose=0
            )
        return model.variables

    for mine, theirs in zip(statistics(True), statistics(False), strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-6, atol=1e-6)


def test_a_frozen_unit_passes_its_gradient_on():
    first, second = ConvBNReLU(4, 3), ConvBNReLU(4, 3)
    images = keras.Input((9, 9, 3))
    model = keras.Model(images, second(first(images)))
    second.trainable = False

    def gradient():
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(model(IMAGES[:, :9, :9], training=True))
        return tape.gradient(loss, first.conv.kernel.value).numpy()

    before = gradient()
    assert np.abs(before).max() > 0
    rematerialize(model)
    np.testing.assert_array_equal(gradient(), before)


def test_a_run_that_asks_for_it_ends_with_the_same_weights(
    kept_batches, streets, tmp_path
):
    plain = tiny_mobile(streets)
    fields = dataclasses.replace(plain.train, remat=True)
    remat = dataclasses.replace(plain, train=fields)
    wrapped = compile_model(remat.with_num_classes(3))
    assert "call" in vars(wrapped.get_layer("aspp"))
    expected = train(plain, tmp_path / "run").variables
    assert_equal(train(remat, tmp_path / "remat").variables, expected)
