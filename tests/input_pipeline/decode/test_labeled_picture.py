import numpy as np
import pytest
import tensorflow as tf

from input_pipeline.decode.labeled_picture import labeled_picture
from tests.input_pipeline.decode.draw_bombs import jpeg_bomb
from tests.input_pipeline.decode.draw_scans import with_scans
from tests.input_pipeline.decode.draw_turned import encode, turned_file
from tests.input_pipeline.draw_files import SIZE, random_pixels

LABEL = np.zeros(SIZE, np.uint8)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("orientation", [0, 1, 5, 6, 7, 8])
def test_a_label_of_the_upright_size_fits(kind, orientation):
    content = turned_file(random_pixels(0), orientation, kind)
    same, number = labeled_picture(tf.constant(content), LABEL)
    assert same == content and number == max(orientation, 1)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("orientation", [2, 3, 4])
def test_a_turn_that_no_size_tells_is_refused(kind, orientation):
    content = turned_file(random_pixels(0), orientation, kind)
    words = f"EXIF orientation {orientation},.*upright"
    with pytest.raises(tf.errors.InvalidArgumentError, match=words):
        labeled_picture(tf.constant(content), LABEL)


def test_squares_tell_nothing():
    square = random_pixels(0, (36, 36))
    content = tf.constant(turned_file(square, 6))
    with pytest.raises(tf.errors.InvalidArgumentError, match="orientation 6"):
        labeled_picture(content, LABEL[:, :36])


def test_another_size_is_refused():
    words = "36 x 48 and 48 x 36"
    for content in (turned_file(random_pixels(0), 6), encode(random_pixels(0))):
        with pytest.raises(tf.errors.InvalidArgumentError, match=words):
            labeled_picture(tf.constant(content), LABEL.T)


@pytest.mark.parametrize("added", [0, 15, 16, 90])
def test_scans_are_counted_where_they_are_many(added):
    content = tf.constant(with_scans(random_pixels(0), added))
    same, number = labeled_picture(content, LABEL)
    assert same == content and number == 1


def test_unsafe_files_are_refused():
    scans = with_scans(random_pixels(0), 91)
    bomb = jpeg_bomb(encode(random_pixels(0)), 60_000, 60_000)
    words = ["100 scans are allowed", "refused before", "neither JPEG nor PNG"]
    for content, told in zip([scans, bomb, b"GIF89a"], words, strict=True):
        with pytest.raises(tf.errors.InvalidArgumentError, match=told):
            labeled_picture(tf.constant(content), LABEL)
