import numpy as np
import pytest

from deeplab_family.inference.predict_at_size import check_images


def test_a_batch_of_uint8_images_passes():
    check_images(np.zeros((2, 5, 7, 3), np.uint8))


@pytest.mark.parametrize("shape", [(5, 7, 3), (1, 5, 7, 4), (0, 5, 7, 3)])
def test_another_shape_is_refused_and_named(shape):
    with pytest.raises(ValueError, match="batch, height, width, 3") as error:
        check_images(np.zeros(shape, np.uint8))
    assert str(shape) in str(error.value)


def test_images_already_scaled_to_floats_are_refused():
    with pytest.raises(ValueError, match="uint8.*float32"):
        check_images(np.zeros((1, 5, 7, 3), np.float32))
