import numpy as np
import pytest

from deeplab_family.inference import Prediction
from export.proof.golden_outputs import (
    ask,
    read_golden_outputs,
    write_golden_outputs,
)
from export.samples.samples import Samples
from tests.export.tiny_network import draw_images


def whole(images):
    """Two classes by brightness."""
    share = images.mean(-1) / 255
    probabilities = np.stack([share, 1 - share], -1).astype(np.float32)
    return Prediction(probabilities.argmax(-1).astype(np.uint8), probabilities)


def map_alone(images):
    return Prediction(whole(images).class_map)


@pytest.fixture
def samples():
    return Samples(draw_images(6, 9, 12), None, None)


def test_images_are_chosen_evenly_and_never_too_many(samples):
    chosen = ask({"a": whole}, samples, 3).images
    np.testing.assert_array_equal(chosen, samples.images[[0, 2, 4]])
    assert len(ask({"a": whole}, samples, 99).images) == 6


def test_what_is_written_is_read_again(samples, tmp_path):
    asked = ask({"a": whole, "b": map_alone}, samples, 2)
    write_golden_outputs(tmp_path, asked)
    read = read_golden_outputs(tmp_path)
    np.testing.assert_array_equal(read.images, asked.images)
    assert set(read.answers) == {"a", "b"}
    for before, after in zip(
        asked.answers["a"], read.answers["a"], strict=True
    ):
        np.testing.assert_array_equal(after.class_map, before.class_map)
        np.testing.assert_allclose(
            after.mean_probabilities, before.mean_probabilities, atol=1e-6
        )
    assert read.answers["b"][0].mean_probabilities is None


def test_an_export_without_references_has_none(tmp_path):
    assert read_golden_outputs(tmp_path) is None


def test_a_slow_one_answers_the_first_image_only():
    images = np.zeros((3, 4, 5, 3), np.uint8)
    asked = []

    def predictor(image):
        asked.append(image)
        return Prediction(np.zeros((1, 4, 5), np.uint8))

    samples = Samples(images, None, None)
    stored = ask({"slow": predictor}, samples, 3, slow=["slow"])
    assert len(asked) == len(stored.answers["slow"]) == 1
    assert len(stored.images) == 3
