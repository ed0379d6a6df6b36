import keras
import numpy as np
import pytest
from keras import layers

from deeplab_family.analysis import effective_receptive_field

IMAGE = np.random.default_rng(0).uniform(0, 255, (11, 13, 3))


def network(*parts):
    image = x = keras.Input((None, None, 3))
    for part in parts:
        x = part(x)
    return keras.Model(image, x)


def ones(filters, size, **convolution):
    return layers.Conv2D(
        filters,
        size,
        padding="same",
        kernel_initializer="ones",
        **convolution,
    )


def test_two_boxes_make_a_pyramid():
    strength = effective_receptive_field(network(ones(2, 3), ones(2, 3)), IMAGE)
    line = np.array([1, 2, 3, 2, 1])
    expected = np.zeros((11, 13))
    expected[3:8, 4:9] = np.outer(line, line) / 9
    np.testing.assert_allclose(strength, expected, rtol=1e-6)


def test_an_atrous_kernel_shows_its_holes():
    model = network(ones(1, 3, dilation_rate=2))
    found = np.argwhere(effective_receptive_field(model, IMAGE, (4, 6)))
    assert found.tolist() == [
        [row, column] for row in (2, 4, 6) for column in (4, 6, 8)
    ]


def test_the_border_cuts_the_field():
    strength = effective_receptive_field(network(ones(1, 5)), IMAGE, (0, 12))
    assert strength.astype(bool).sum() == 3 * 3
    assert strength[:3, 10:].all()


def test_each_class_has_its_own_field():
    kernel = np.zeros((3, 3, 3, 2), "float32")
    kernel[0, 1, :, 0], kernel[2, 1, :, 1] = 1, -1
    model = network(layers.Conv2D(2, 3, padding="same", use_bias=False))
    model.set_weights([kernel])
    above, below, winner = (
        effective_receptive_field(model, IMAGE, (5, 5), class_id)
        for class_id in (0, 1, None)
    )
    assert above[4, 5] == 1 and above.sum() == 1
    assert below[6, 5] == 1 and below.sum() == 1
    # The sign of the gradient does not matter; class 0 has the larger logit.
    np.testing.assert_array_equal(winner, above)


def test_a_network_that_sees_nothing_has_an_empty_field():
    model = network(ones(1, 1))
    model.set_weights([np.zeros((1, 1, 3, 1)), np.ones(1)])
    assert not effective_receptive_field(model, IMAGE).any()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"pixel": (11, 0)}, "within 11 x 13"),
        ({"pixel": (0, -1)}, "within 11 x 13"),
        ({"class_id": 2}, r"0\.\.1"),
    ],
)
def test_what_lies_outside_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        effective_receptive_field(network(ones(2, 1)), IMAGE, **arguments)
