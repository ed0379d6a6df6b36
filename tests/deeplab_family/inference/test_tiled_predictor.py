"""Tiles answer as the whole image does."""

import numpy as np
import pytest

from deeplab_family.inference import (
    InferenceConfig,
    KerasPredictor,
    Prediction,
    TiledPredictor,
    memory_bound,
    tile_spans,
    tiled_predictor,
    with_inference,
)
from tests.deeplab_family.inference.local_network import local_network
from tests.export.tiny_network import draw_images

SIDE = 256


@pytest.fixture
def small_tiles(monkeypatch):
    monkeypatch.setattr(tiled_predictor, "SIDE", SIDE)


@pytest.mark.parametrize("size", [(300, 431), (200, 700), (641, 257)])
def test_the_answer_is_that_of_the_whole_image(size, small_tiles):
    predictor = KerasPredictor(local_network())
    images = draw_images(2, *size)
    whole = predictor(images)
    tiled = TiledPredictor(predictor, halo=64)(images)
    np.testing.assert_allclose(
        tiled.probabilities, whole.probabilities, atol=1e-3
    )
    np.testing.assert_array_equal(tiled.class_map, whole.class_map)
    assert len(np.unique(whole.class_map)) > 1


def test_without_a_halo_the_seams_are_seen(small_tiles):
    """The test above does see what a halo is for."""
    predictor = KerasPredictor(local_network())
    images = draw_images(1, 300, 431)
    cut = TiledPredictor(predictor, halo=0)(images).probabilities
    error = np.abs(cut - predictor(images).probabilities).max(-1)[0]
    assert error[:200, :200].max() < 1e-3 < error[:, 250:262].max()


def test_a_small_image_is_asked_at_once(small_tiles):
    predictor = KerasPredictor(local_network())
    images = draw_images(1, 256, 99)
    np.testing.assert_array_equal(
        TiledPredictor(predictor, halo=64)(images).probabilities,
        predictor(images).probabilities,
    )


class Fixed:
    """Takes 64 x 64 only; the red channel is the class."""

    kind, num_classes, class_names, input_size = "tflite", None, None, (64, 64)

    def __call__(self, images):
        assert images.shape[1:3] == (64, 64)
        return Prediction(images[..., 0])


def test_a_file_of_one_size_gets_tiles_of_it():
    images = draw_images(1, 150, 64)
    answer = TiledPredictor(Fixed())(images)
    np.testing.assert_array_equal(answer.class_map, images[..., 0])
    assert answer.probabilities is None


def test_a_bound_on_memory_makes_tiles(monkeypatch):
    """The process is made up: 100 bytes are left for each of 330^2 pixels."""
    asked = []

    def ask(images):
        assert len(images) == 1
        asked.append(images.shape[1])
        return Prediction(images[..., 0])

    predictor = Fixed()
    predictor.input_size = None
    monkeypatch.setattr(Fixed, "__call__", lambda self, images: ask(images))
    monkeypatch.setattr(memory_bound, "resident_bytes", lambda: 0)
    monkeypatch.setattr(
        memory_bound, "peak_bytes", lambda: 100 * asked[-1] ** 2
    )
    bound = 100 * 330**2 / 0.9
    config = InferenceConfig(max_memory=int(bound))
    images = draw_images(2, 500, 400)
    answer = with_inference(predictor, config)(images)
    np.testing.assert_array_equal(answer.class_map, images[..., 0])
    assert max(asked) == tile_spans.smallest_side()
