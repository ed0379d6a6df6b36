import keras
import numpy as np
import pytest

from deeplab_family.inference import KerasPredictor
from export import ExportError
from export.class_checks import check_logits
from tests.export.tiny_network import draw_images, make_network

IMAGE = draw_images(1, 33, 49)


def check(model):
    check_logits(KerasPredictor(model), IMAGE)


def test_logits_are_good():
    check(make_network())


def test_a_softmax_at_the_end_is_refused():
    logits = make_network()
    softmax = keras.layers.Softmax()(logits.output)
    with pytest.raises(ExportError, match="probabilities, not logits"):
        check(keras.Model(logits.input, softmax))


def test_positive_logits_are_no_probabilities():
    logits = make_network()
    positive = keras.layers.ReLU()(logits.output)
    check(keras.Model(logits.input, positive))


def test_not_a_number_is_refused():
    model = make_network()
    model.trainable_weights[-1].assign([np.nan, 0, 0, 0])
    with pytest.raises(ExportError, match="NaN or infinity"):
        check(model)


def test_a_single_sigmoid_is_refused():
    with pytest.raises(ExportError, match="one channel"):
        check(make_network(classes=1))
