import keras
import numpy as np
import pytest
from keras import layers

from deeplab_family.analysis.layer_hooks import forward_hooks


def test_each_call_is_heard_with_inputs_and_outputs():
    double = layers.Rescaling(2.0)
    heard = []

    with forward_hooks([double, double], lambda *call: heard.append(call)):
        double(double(np.float32([[1.0]])))

    assert [layer for layer, *_ in heard] == [double, double]
    assert [float(inputs[0, 0]) for _, inputs, _ in heard] == [1.0, 2.0]
    assert [float(outputs[0, 0]) for *_, outputs in heard] == [2.0, 4.0]


def test_nothing_is_heard_afterwards_even_after_an_error():
    layer = keras.layers.Identity()
    heard = []

    with pytest.raises(RuntimeError):
        with forward_hooks([layer], lambda *call: heard.append(call)):
            raise RuntimeError
    layer(np.zeros((1, 2)))

    assert heard == []
