import shutil

import keras
import numpy as np
import pytest
from PIL import Image

from deeplab_family.inference import (
    InferenceConfig,
    load_predictor,
    with_inference,
)
from deeplab_family.segmenter import Segmenter, load
from input_pipeline import DataError
from tests.deeplab_family.test_run_folder import write_run
from tests.input_pipeline.decode.draw_turned import turned_file
from tests.input_pipeline.draw_files import random_pixels


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A folder with the run of a tiny network, which has two classes."""
    home = tmp_path_factory.mktemp("segmenter")
    run = write_run(home)
    keras.utils.set_random_seed(3)
    inputs = keras.Input((None, None, 3))
    scaled = keras.layers.Rescaling(1 / 64, offset=-2)(inputs)
    logits = keras.layers.Conv2D(2, 3, padding="same")(scaled)
    keras.Model(inputs, logits).save(run / "best.keras")
    (run / "classes.json").write_text(
        '{"class_names": ["road", "sky"], "palette": [[9, 9, 9], [0, 0, 99]]}'
    )
    return home


@pytest.fixture(scope="module")
def segmenter(home):
    return load(home / "run")


def test_a_run_and_its_file_say_what_the_network_says(home, segmenter):
    image = random_pixels(5)
    expected = load_predictor(home / "run/best.keras")(image[None]).class_map
    assert len(np.unique(expected)) == 2
    for model in (segmenter, load(str(home / "run/best.keras"))):
        result = model.predict(image)
        np.testing.assert_array_equal(result.mask, expected[0])
        assert result.mask.dtype == np.uint8 and result.mask.shape == (36, 48)
        assert result.class_names == ("road", "sky")
        assert result.palette == ((9, 9, 9), (0, 0, 99))


def test_files_pictures_and_arrays_are_one_photograph(segmenter, tmp_path):
    pixels = random_pixels(6)
    (tmp_path / "phone.png").write_bytes(turned_file(pixels, 6, "PNG"))
    with Image.open(tmp_path / "phone.png") as phone:
        kinds = [tmp_path / "phone.png", str(tmp_path / "phone.png"), phone]
        results = segmenter.predict([*kinds, pixels, Image.fromarray(pixels)])
    for result in results:
        np.testing.assert_array_equal(result.image, pixels)
        np.testing.assert_array_equal(result.mask, results[0].mask)
    assert isinstance(segmenter.predict((pixels,)), list)


def test_the_overlay_lies_between_photograph_and_colors(segmenter):
    result = segmenter.predict(random_pixels(5))
    height, width = result.mask.shape
    colors = np.array(result.palette, np.float64)[result.mask]
    far = [
        np.abs(result.overlay(opacity)[:height, :width] - colors).mean()
        for opacity in (0.0, 0.5, 1.0)
    ]
    assert far[0] > 1.5 * far[1] and far[1] > 10 and far[2] == 0
    assert result.overlay().shape[0] > height  # the legend


def test_probabilities_are_those_of_the_network(home, segmenter):
    images = [random_pixels(seed) for seed in (5, 6)]
    predictor = load_predictor(home / "run/best.keras")
    for image, result in zip(images, segmenter.predict(images), strict=True):
        for one in (result, segmenter.predict(image)):
            expected = predictor(image[None]).probabilities[0]
            np.testing.assert_array_equal(one.probabilities, expected)
            np.testing.assert_array_equal(one.confidence, expected.max(-1))
            assert sum(p.area for p in one.polygons()) == one.mask.size


def test_it_is_asked_as_a_config_says(home, segmenter):
    image = random_pixels(5)
    predictor = load_predictor(home / "run/best.keras")
    config = InferenceConfig(scales=(0.5, 1.0), flip=True)
    expected = with_inference(predictor, config)(image[None]).probabilities[0]
    result = segmenter.predict(image, scales=(0.5, 1.0), flip=True)
    np.testing.assert_allclose(result.probabilities, expected, atol=1e-6)
    np.testing.assert_array_equal(result.mask, expected.argmax(axis=-1))
    with pytest.raises(TypeError, match="scale"):
        segmenter.predict(image, scale=2)
    with pytest.raises(ValueError, match="scales"):
        segmenter.predict(image, scales=())


@pytest.mark.parametrize(
    "wrong",
    [
        np.zeros((4, 4), np.uint8),
        np.zeros((1, 4, 4, 3), np.uint8),
        np.zeros((4, 4, 3), np.float32),
        Image.new("F", (4, 4)),
        None,
    ],
)
def test_what_is_no_photograph_is_refused(segmenter, wrong):
    with pytest.raises(ValueError, match="Received: "):
        segmenter.predict(wrong)


def test_a_file_that_cannot_be_read_is_named(segmenter, tmp_path):
    (tmp_path / "broken.jpg").write_bytes(b"no picture")
    with pytest.raises(DataError, match="broken.jpg"):
        segmenter.predict(tmp_path / "broken.jpg")


def test_a_run_that_is_not_evaluated_says_so(home, tmp_path):
    run = shutil.copytree(home / "run", tmp_path / "run")
    (run / "best.keras").rename(run / "last.keras")
    with pytest.raises(ValueError, match="not evaluated yet.*last.keras"):
        load(run)
    assert isinstance(load(run / "last.keras"), Segmenter)
