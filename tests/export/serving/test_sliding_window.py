import numpy as np
import pytest
import tensorflow as tf

from export.serving.scorer import Scorer
from export.serving.sliding_window import sliding_window_answer, tiles
from tests.export.tiny_network import draw_images


def red_and_place(images):
    """Two scores: the red channel, and where in its tile a pixel lies."""
    shape = tf.shape(images)
    place = tf.cast(tf.range(shape[2]), tf.float32)[None, None, :, None]
    place = tf.broadcast_to(place, (*tf.unstack(shape[:3]), 1))
    return tf.concat([images[..., :1], place], -1)


def answer(image, tile, overlap, score=red_and_place):
    scorer = Scorer(score, False, 2)
    spec = tf.TensorSpec((None, None, 3), tf.uint8)

    @tf.function(input_signature=[spec], autograph=False)
    def run(image):
        def finish(scores):
            return {"scores": scores}

        return sliding_window_answer(
            image, scorer, finish, tiles(tile, overlap)
        )

    return run(image)["scores"].numpy()


@pytest.mark.parametrize("size", [(50, 37), (16, 100), (5, 7), (17, 16)])
def test_what_needs_no_context_is_the_same_in_tiles(size):
    image = draw_images(1, *size)[0]
    red = answer(image, 16, 4)[..., 0]
    np.testing.assert_allclose(red, image[..., 0], atol=1e-4)


def test_neighbors_are_blended_not_cut():
    image = np.zeros((4, 28, 3), np.uint8)
    place = answer(image, 16, 4)[0, :, 1]
    # Two tiles, from 0 and from 12; they blend over 12 to 16.
    np.testing.assert_array_equal(place[:12], np.arange(12))
    np.testing.assert_array_equal(place[16:], np.arange(4, 16))
    steps = np.diff(place[11:17])
    assert np.all(steps < 0.5)


def test_no_tile_is_larger_than_it_may_be():
    seen = []

    def score(images):
        seen.append(tf.numpy_function(note, [tf.shape(images)], tf.int32))
        with tf.control_dependencies(seen[-1:]):
            return tf.identity(images[..., :2])

    shapes = []

    def note(shape):
        shapes.append(tuple(shape))
        return shape

    answer(np.zeros((40, 70, 3), np.uint8), 16, 4, score)
    assert set(shapes) == {(1, 16, 16, 3)}
    assert len(shapes) == 3 * 6
