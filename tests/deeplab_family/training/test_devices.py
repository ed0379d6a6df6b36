import keras
import pytest
import tensorflow as tf

from deeplab_family.training.devices import (
    check_batch_divides,
    choose_strategy,
    describe_devices,
    prepare,
)


def test_one_device_needs_no_strategy():
    assert choose_strategy().num_replicas_in_sync == 1
    assert choose_strategy(["CPU:0"]).num_replicas_in_sync == 1


def test_two_devices_are_mirrored():
    strategy = choose_strategy(["CPU:0", "CPU:1"])
    assert isinstance(strategy, tf.distribute.MirroredStrategy)
    with pytest.raises(ValueError, match="Received: 5. Try 6"):
        check_batch_divides(5, strategy)
    check_batch_divides(6, strategy)


def test_the_same_devices_share_one_strategy():
    pair = ["CPU:0", "CPU:1"]
    assert choose_strategy(pair) is choose_strategy(pair)


def test_machine_without_gpu_says_so():
    assert "CPU" in describe_devices()


def test_same_seed_same_weights():
    def kernel():
        prepare(3, "float32")
        layer = keras.layers.Dense(2)
        layer.build((None, 2))
        return layer.kernel.numpy().tolist()

    assert kernel() == kernel()
