import numpy as np
import pytest

from deeplab_family.inference import Prediction
from export import ARTIFACTS
from export.proof.golden_outputs import ask
from export.samples.samples import Samples
from export.verify.repeated_checks import (
    check_answers,
    least_equal,
)
from export.verify.written_report import WrittenArtifact
from tests.export.tiny_network import draw_images

INT8 = WrittenArtifact(
    name="int8", path="model_int8.tflite", limit=ARTIFACTS["int8"].limit
)
SAMPLES = Samples(draw_images(2, 40, 50), None, None)


def answers(shift=0.0, flipped=0, bare=False):
    """A predictor whose answers can be moved a little."""

    def predict(images):
        share = images.mean(-1) / 255 * 0.8 + 0.1
        probabilities = np.stack([share + shift, 1 - share - shift], -1)
        class_map = (share < 0.5).astype(np.uint8)
        class_map[:, 0, :flipped] ^= 1
        if bare:
            return Prediction(class_map)
        return Prediction(class_map, probabilities.astype(np.float32))

    return predict


def check(now, before=None):
    stored = ask({"int8": before or answers()}, SAMPLES, 2)
    [finding] = check_answers([INT8], {"int8": now}, stored)
    assert finding.path == "model_int8.tflite"
    return finding


def test_the_same_answers_are_good():
    finding = check(answers())
    assert finding.good
    assert "100.000% of the pixels" in finding.detail


def test_rounding_is_allowed_and_more_is_not():
    assert check(answers(shift=1e-4, flipped=10)).good
    assert not check(answers(shift=5e-3)).good
    assert not check(answers(flipped=30)).good
    assert not check(answers(shift=np.nan)).good


def test_a_class_map_alone_is_compared_by_its_pixels():
    bare = answers(bare=True)
    assert check(bare, bare).good
    assert not check(answers(flipped=30, bare=True), bare).good


def test_what_was_not_loaded_or_not_stored_is_skipped():
    stored = ask({"other": answers()}, SAMPLES, 1)
    assert check_answers([INT8], {"int8": answers()}, stored) == []
    stored = ask({"int8": answers()}, SAMPLES, 1)
    assert check_answers([INT8], {}, stored) == []


@pytest.mark.parametrize(
    ("name", "share"), [("float32", 0.999), ("float16", 0.999), ("int8", 0.99)]
)
def test_a_tenth_of_the_limit_may_change(name, share):
    assert least_equal(ARTIFACTS[name].limit) == pytest.approx(share)
