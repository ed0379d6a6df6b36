import numpy as np
import pytest
import tensorflow as tf

from export.plain_signatures import (
    mobile_signature,
    serving_signature,
)
from tests.export.tiny_network import CLASSES, draw_images, make_network


@pytest.fixture(scope="module")
def model():
    return make_network()


@pytest.mark.parametrize("dtype", [tf.uint8, tf.float32])
def test_class_map_probabilities_and_logits_agree(model, dtype):
    images = tf.cast(draw_images(2, 20, 30), dtype)
    served = serving_signature(model)(images)
    mobile = mobile_signature(model)(images)
    assert served["class_map"].dtype == tf.uint8
    assert served["probabilities"].dtype == tf.float32
    assert served["class_map"].shape == (2, 20, 30)
    assert served["probabilities"].shape == (2, 20, 30, CLASSES)
    np.testing.assert_array_equal(served["class_map"], mobile["class_map"])
    np.testing.assert_array_equal(
        mobile["class_map"], np.argmax(mobile["logits"], -1)
    )
    np.testing.assert_allclose(
        served["probabilities"], tf.nn.softmax(mobile["logits"]), atol=1e-6
    )


def test_a_phone_gets_the_answers_it_asks_for(model):
    images = draw_images(1, 20, 30)
    answer = mobile_signature(model, answers=("logits",))(images)
    assert list(answer) == ["logits"]
