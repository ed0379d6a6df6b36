import keras
import numpy as np

from deeplab_family.training.checkpoint_callback import (
    advance_random_generators,
)


def test_wound_dropout_draws_what_the_next_step_would_draw():
    def dropout():
        keras.utils.set_random_seed(0)
        return keras.Sequential([keras.Input((50,)), keras.layers.Dropout(0.5)])

    x = np.ones((1, 50))
    steady, resumed = dropout(), dropout()
    for _ in range(3):
        steady(x, training=True)
    advance_random_generators(resumed, 3)
    np.testing.assert_array_equal(
        steady(x, training=True), resumed(x, training=True)
    )
