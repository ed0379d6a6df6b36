import keras
import numpy as np

from deeplab_family.losses.pixel_loss import PixelLoss


class SumOfWeights(PixelLoss):
    def reduce(self, pixels):
        return keras.ops.sum(pixels.weights)


def test_what_is_reduced_is_the_loss_and_no_weight_is_applied_twice():
    labels = np.array([[[0, 9, 1]]])
    weights = np.array([[[2.0, 4.0, 8.0]]], "float32")
    loss = SumOfWeights(ignore_label=9, name="sum")
    assert loss(labels, np.zeros((1, 1, 3, 2)), weights) == 10


def test_config_has_what_every_loss_has():
    loss = SumOfWeights(ignore_label=9, name="sum")
    assert loss.get_config() == {"name": "sum", "ignore_label": 9}
