import keras
import numpy as np
from deeplab_family.training.steps_done import steps_done


def test_counts_steps_also_under_a_strategy(two_replicas):
    with two_replicas.scope():
        model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
        model.compile("sgd", "mse", jit_compile=False)
    assert steps_done(model) == 0
    x = np.ones((6, 1))
    model.fit(x, x, batch_size=2, verbose=0)
    assert steps_done(model) == 3
