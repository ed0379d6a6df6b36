import io

import keras
import numpy as np
import pytest
import tensorflow as tf
from PIL import Image, ImageOps

from deeplab_family.inference import KerasPredictor
from export.serving import ServingSettings
from export.serving.scorer import Scorer, network_scorer
from export.serving.signatures import serving_signatures
from tests.export.serving.pictures import BAD, encode, read_mask
from tests.export.tiny_network import draw_images
from tests.input_pipeline.decode.draw_turned import turned_file
from tests.small_networks import NETWORKS


@pytest.mark.parametrize("size", [(1, 33, 49), (3, 40, 21), (1, 1, 1)])
def test_the_default_signature_answers_as_the_keras_model(served, bundle, size):
    images = draw_images(*size)
    expected = KerasPredictor(bundle.model)(images)
    answer = served.predict("serving_default", images=images)
    assert sorted(answer) == ["class_map", "confidence"]
    assert answer["class_map"].dtype == np.uint8
    assert answer["confidence"].dtype == np.uint8
    np.testing.assert_array_equal(answer["class_map"], expected.class_map)
    highest = 255 * expected.probabilities.max(-1)
    assert np.abs(answer["confidence"] - highest).max() <= 0.501


def test_probabilities_come_with_their_class_map(served, bundle):
    images = draw_images(2, 33, 49)
    expected = KerasPredictor(bundle.model)(images)
    answer = served.predict("probabilities", images=images)
    np.testing.assert_array_equal(answer["class_map"], expected.class_map)
    np.testing.assert_allclose(
        answer["probabilities"], expected.probabilities, atol=1e-5
    )


def test_files_of_different_sizes_share_a_request(served, bundle):
    images = [draw_images(1, 33, 49)[0], draw_images(1, 20, 64, seed=1)[0]]
    contents = np.array([encode(image) for image in images], object)
    answer = served.predict("image_bytes", image_bytes=contents)
    for image, mask in zip(images, answer["mask_png_bytes"], strict=True):
        expected = KerasPredictor(bundle.model)(image[None]).class_map[0]
        np.testing.assert_array_equal(read_mask(mask), expected)


def test_a_jpeg_is_answered_at_its_size(served):
    content = encode(draw_images(1, 33, 49)[0], "JPEG")
    answer = served.predict("image_bytes", image_bytes=[content])
    assert read_mask(answer["mask_png_bytes"][0]).shape == (33, 49)


@pytest.mark.parametrize("options", [{"subsampling": 0}, {"subsampling": 2}])
def test_a_jpeg_is_seen_as_pillow_reads_it(served, bundle, options):
    content = encode(draw_images(1, 33, 49)[0], "JPEG", quality=60, **options)
    answer = served.predict("image_bytes", image_bytes=[content])
    pixels = read_mask(content)
    expected = KerasPredictor(bundle.model)(pixels[None]).class_map[0]
    np.testing.assert_array_equal(
        read_mask(answer["mask_png_bytes"][0]), expected
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_the_mask_of_a_turned_photograph_is_upright(served, bundle, kind):
    content = turned_file(draw_images(1, 33, 49)[0], 6, kind)
    answer = served.predict("image_bytes", image_bytes=[content])
    with Image.open(io.BytesIO(content)) as opened:
        pixels = np.asarray(ImageOps.exif_transpose(opened))
    expected = KerasPredictor(bundle.model)(pixels[None]).class_map[0]
    np.testing.assert_array_equal(
        read_mask(answer["mask_png_bytes"][0]), expected
    )


def test_no_images_give_no_masks(served):
    nothing = np.zeros((0,), object)
    answer = served.predict("image_bytes", image_bytes=nothing)
    assert answer["mask_png_bytes"].shape == (0,)


def test_features_are_those_of_the_layer(served, bundle):
    images = draw_images(1, 33, 49)
    answer = served.predict("features", images=images)
    layer = bundle.model.get_layer(bundle.settings.features)
    part = keras.Model(bundle.model.input, layer.output)
    assert answer["features"].dtype == np.float32
    np.testing.assert_allclose(
        answer["features"], part(images.astype("float32")), atol=1e-4
    )


@pytest.mark.parametrize("name", BAD)
def test_a_bad_image_fails_its_request_and_no_other(served, name):
    content, words = BAD[name]
    good = encode(draw_images(1, 12, 10)[0])
    words = rf"image_bytes\[1\]: .*{words}"
    with pytest.raises(tf.errors.InvalidArgumentError, match=words):
        served.predict("image_bytes", image_bytes=[good, content])
    answer = served.predict("image_bytes", image_bytes=[good])
    assert read_mask(answer["mask_png_bytes"][0]).shape == (12, 10)


def test_the_message_says_which_image_of_the_request_is_bad(served):
    good = encode(draw_images(1, 12, 10)[0])
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"bytes\[2\]"):
        served.predict("image_bytes", image_bytes=[good, good, b"x"])


@pytest.mark.parametrize(
    "signature", ["serving_default", "probabilities", "features"]
)
def test_a_batch_beyond_the_limit_is_refused(served, signature):
    images = np.zeros((2, 100, 51, 3), np.uint8)
    with pytest.raises(tf.errors.InvalidArgumentError, match="1 to 10000"):
        served.predict(signature, images=images)
    answer = served.predict(signature, images=images[:1])
    assert all(len(value) == 1 for value in answer.values())


@pytest.mark.parametrize("shape", [(0, 4, 4, 3), (1, 0, 4, 3)])
def test_a_batch_without_pixels_is_refused(served, shape):
    with pytest.raises(tf.errors.InvalidArgumentError, match="x "):
        served.predict("serving_default", images=np.zeros(shape, np.uint8))


def color_scorer():
    """The color channels as the probabilities of three classes."""
    return Scorer(lambda x: x / tf.reduce_sum(x, -1, True), False, 3)


def test_tiles_give_the_answer_of_a_pointwise_network():
    settings = ServingSettings(tile=16, tile_overlap=4)
    signatures = serving_signatures(color_scorer(), settings)
    function, spec = signatures["probabilities"]
    images = np.maximum(draw_images(2, 50, 37), 1)
    answer = tf.function(function, [spec], autograph=False)(images)
    expected = images / images.sum(-1, keepdims=True)
    np.testing.assert_allclose(answer["probabilities"], expected, atol=1e-6)
    np.testing.assert_array_equal(answer["class_map"], expected.argmax(-1))


@pytest.fixture(scope="module")
def picky():
    """A network that refuses images below 33 pixels a side."""
    return network_scorer(NETWORKS["gald_valid"].build())


@pytest.mark.parametrize(
    ("settings", "good", "bad"),
    [({}, (33, 40), (32, 40)), ({"tile": 40}, (90, 40), (90, 32))],
    ids=["whole", "in tiles"],
)
def test_an_image_too_small_for_the_network_fails_its_request(
    picky, settings, good, bad
):
    settings = ServingSettings(tile_overlap=8, **settings)
    signatures = serving_signatures(picky, settings)
    for name in ("serving_default", "image_bytes"):
        function, spec = signatures[name]
        run = tf.function(function, input_signature=[spec], autograph=False)
        rule = f"at least 33 pixels along each side.*{min(bad)}"
        for _ in range(2):
            with pytest.raises(tf.errors.InvalidArgumentError, match=rule):
                run(_request(name, bad))
            assert run(_request(name, good))


def _request(name, size):
    images = draw_images(1, *size)
    if name == "image_bytes":
        return tf.constant([encode(images[0])])
    return tf.constant(images)
