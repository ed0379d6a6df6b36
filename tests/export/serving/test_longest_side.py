import numpy as np
import pytest
import tensorflow as tf

from export.serving import (
    ServingSettings,
    longest_side,
)
from export.serving.longest_side import (
    enlarged_answer,
    shrink,
    shrunk_size,
)
from export.serving.signatures import serving_signatures
from tests.export.serving.pictures import (
    encode,
    jpeg_header,
    png_header,
    read_mask,
)
from tests.export.serving.test_signatures import color_scorer
from tests.export.tiny_network import draw_images


def ask(name, settings, value):
    function, spec = serving_signatures(color_scorer(), settings)[name]
    return tf.function(function, [spec], autograph=False)(value)


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((3000, 4000), (768, 1024)),
        ((1024, 1), (1024, 1)),
        ((7, 9), (7, 9)),
        ((1, 5000), (1, 1024)),
    ],
)
def test_the_longest_side_is_cut_in_proportion(size, expected):
    assert tuple(map(int, shrunk_size(*size, 1024))) == expected


def test_pixels_are_averaged_over_areas():
    images = draw_images(1, 40, 60)
    means = images.reshape(1, 10, 4, 15, 4, 3).mean((2, 4))
    np.testing.assert_allclose(shrink(images, 15), means, atol=0.501)


@pytest.mark.parametrize("strip", [1, 7 * 90, 2**22])
def test_strips_are_the_whole_resized_bilinearly(monkeypatch, strip):
    monkeypatch.setattr(longest_side, "STRIP", strip)
    scores = np.random.default_rng(0).random((7, 9, 3)).astype(np.float32)
    answer = enlarged_answer(
        tf.constant(scores), tf.constant((41, 90)), lambda s: {"scores": s}
    )
    expected = tf.image.resize(scores, (41, 90))
    np.testing.assert_allclose(answer["scores"], expected, atol=1e-6)


def test_a_photograph_is_answered_at_its_size_from_enlarged_scores():
    settings = ServingSettings(longest_side=20)
    images = np.maximum(draw_images(2, 50, 37), 1)
    answer = ask("probabilities", settings, images)
    small = shrink(images, 20)
    assert small.shape == (2, 20, 15, 3)
    shares = small / tf.reduce_sum(small, -1, True)
    expected = tf.image.resize(shares, (50, 37)).numpy()
    np.testing.assert_allclose(answer["probabilities"], expected, atol=1e-6)
    np.testing.assert_array_equal(answer["class_map"], expected.argmax(-1))
    files = [encode(image) for image in images]
    masks = ask("image_bytes", settings, tf.constant(files))["mask_png_bytes"]
    for mask, scores in zip(masks.numpy(), expected, strict=True):
        np.testing.assert_array_equal(read_mask(mask), scores.argmax(-1))


def test_tiles_of_the_small_image_give_the_same():
    images = np.maximum(draw_images(1, 50, 37), 1)
    whole = ask("probabilities", ServingSettings(longest_side=20), images)
    settings = ServingSettings(longest_side=20, tile=12, tile_overlap=3)
    tiled = ask("probabilities", settings, images)
    for name in whole:
        np.testing.assert_allclose(tiled[name], whole[name], atol=1e-6)


def test_an_image_that_fits_is_answered_as_without():
    images = np.maximum(draw_images(1, 19, 20), 1)
    settings = ServingSettings(longest_side=20)
    shrinking = ask("probabilities", settings, images)
    plain = ask("probabilities", ServingSettings(), images)
    for name in plain:
        np.testing.assert_array_equal(shrinking[name], plain[name])


@pytest.mark.parametrize("header", [jpeg_header, png_header])
def test_a_bomb_is_refused_by_its_header(header):
    settings = ServingSettings(longest_side=1024)
    words = "30000 x 30000 pixels, but 1 to 67108864"
    with pytest.raises(tf.errors.InvalidArgumentError, match=words):
        ask("image_bytes", settings, tf.constant([header(30_000, 30_000)]))
