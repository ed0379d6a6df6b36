import numpy as np
import pytest
import tensorflow as tf

from export.serving.request_image import (
    check_size,
    checked_images,
    refuse_unless,
)

HERE = tf.constant("here")


def test_the_message_joins_words_and_numbers():
    with pytest.raises(
        tf.errors.InvalidArgumentError, match="here: 3 is not 4"
    ):
        refuse_unless(tf.constant(False), HERE, tf.constant(3), " is not 4")


@pytest.mark.parametrize("height, width", [(0, 5), (-1, 5), (11, 10)])
def test_a_size_out_of_range_is_refused(height, width):
    with pytest.raises(tf.errors.InvalidArgumentError, match="1 to 100 "):
        check_size(tf.constant(height), tf.constant(width), HERE, 100)


def test_pixels_are_counted_beyond_32_bits():
    # 65536 x 65536 is 0 in 32 bits.
    side = tf.constant(65_536)
    with pytest.raises(tf.errors.InvalidArgumentError, match="65536 x 65536"):
        check_size(side, side, HERE, 100)


def test_the_limit_itself_is_allowed():
    check_size(tf.constant(10), tf.constant(10), HERE, 100)
    images = np.ones((2, 5, 10, 3), np.uint8)
    np.testing.assert_array_equal(checked_images(images, 100), images)


def test_a_batch_is_counted_in_images():
    with pytest.raises(
        tf.errors.InvalidArgumentError,
        match="batch is 3 images of 5 x 10 pixels, but 1 to 100 pixels toge",
    ):
        checked_images(np.ones((3, 5, 10, 3), np.uint8), 100)


def test_in_a_graph_the_images_wait_for_the_check():
    images = tf.function(lambda images: checked_images(images, 5))
    with pytest.raises(tf.errors.InvalidArgumentError, match="images: "):
        images(tf.zeros((1, 2, 3, 3), tf.uint8))
