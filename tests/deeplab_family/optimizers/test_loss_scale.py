import keras
import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.optimizers import LossScaleOptimizer, SGDConfig


@pytest.mark.parametrize("accumulate", [1, 2])
@pytest.mark.parametrize("replica", [0, 1])
def test_an_overflow_anywhere_leaves_the_update_out(
    two_replicas, replica, accumulate
):
    with two_replicas.scope():
        kernel = keras.Variable([1.0, 2.0], name="kernel")
        inner = SGDConfig(momentum=0.0, accumulate=accumulate).build(0.1)
        optimizer = LossScaleOptimizer(inner, initial_scale=8.0)
        optimizer.build([kernel])

    @tf.function
    def step(on_one, on_both):
        def apply():
            context = tf.distribute.get_replica_context()
            is_one = context.replica_id_in_sync_group == replica
            gradient = tf.where(is_one, on_one, on_both)
            optimizer.apply([8.0 * gradient], [kernel])

        two_replicas.run(apply)

    overflow = tf.constant([np.inf, 0.0])
    finite = tf.constant([1.0, 3.0])
    step(overflow, finite)
    np.testing.assert_array_equal(kernel.numpy(), [1.0, 2.0])
    assert optimizer.dynamic_scale.numpy() == 4.0
    assert inner._iterations.numpy() == 0
    for _ in range(accumulate):  # the scale is 4 now, the gradient twice 2x
        step(finite, finite)
    np.testing.assert_allclose(kernel.numpy(), [0.6, 0.8], rtol=1e-6)


def test_a_file_with_it_is_restored_by_keras(tmp_path):
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    inner = SGDConfig(ema_momentum=0.5).build(0.1)
    model.compile(LossScaleOptimizer(inner, dynamic_growth_steps=2), "mse")
    inputs = np.ones((4, 3), "float32")
    for _ in range(3):
        model.train_on_batch(inputs, inputs[:, :2])
    assert model.optimizer.dynamic_scale.numpy() == 2.0**16
    model.save(tmp_path / "last.keras")
    loaded = keras.saving.load_model(tmp_path / "last.keras")
    assert isinstance(loaded.optimizer, LossScaleOptimizer)
    for mine, theirs in zip(
        model.optimizer.variables, loaded.optimizer.variables, strict=True
    ):
        np.testing.assert_array_equal(mine, theirs)
