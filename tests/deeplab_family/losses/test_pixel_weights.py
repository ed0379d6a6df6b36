import numpy as np
import pytest

from deeplab_family.losses.pixel_weights import as_pixel_weights, check_weights

LABELS = np.zeros((2, 3, 4), "int32")


def test_images_and_pixels_get_their_weights():
    of_images = as_pixel_weights(np.array([2, 5]), "w", LABELS)
    np.testing.assert_array_equal(of_images[0], np.full((3, 4), 2.0))
    np.testing.assert_array_equal(of_images[1], np.full((3, 4), 5.0))
    of_pixels = np.arange(24.0).reshape(2, 3, 4, 1)
    given = as_pixel_weights(of_pixels, "w", LABELS)
    np.testing.assert_array_equal(given, of_pixels[..., 0])


@pytest.mark.parametrize(
    "shape",
    [(), (3,), (1,), (2, 1), (2, 3), (2, 1, 4), (2, 3, 1), (2, 3, 4, 2)],
)
def test_refuses_what_would_have_to_be_guessed(shape):
    message = f"`w` must be one weight for each image.*{shape} for labels"
    message = message.replace("(", "\\(").replace(")", "\\)")
    with pytest.raises(ValueError, match=message):
        as_pixel_weights(np.ones(shape), "w", LABELS)


def test_weights_multiply():
    product, sound = check_weights(
        [2.0 * np.ones((2, 3, 4), "f4"), np.full((2, 3, 4), 0.5, "f4")], LABELS
    )
    np.testing.assert_array_equal(product, np.ones((2, 3, 4)))
    assert bool(sound)


def test_no_weights_are_ones():
    product, sound = check_weights([], LABELS)
    np.testing.assert_array_equal(product, np.ones((2, 3, 4)))
    assert bool(sound)


@pytest.mark.parametrize("bad", [-1.0, np.nan, np.inf])
def test_refuses_what_can_be_no_weight(bad):
    weights = np.ones((2, 3, 4), "float32")
    weights[1, 2, 3] = bad
    with pytest.raises(ValueError, match=f"finite and >= 0. Received: {bad}"):
        check_weights([weights], LABELS)
