"""Export of a small detector whose weights are drawn at random."""

import json

import keras
import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.model_card.card_files import read_model_card
from deeplab_family.model_card.model_card import DETECTION
from export import ExportError
from export.detector import detector_exporter
from export.detector.detector_exporter import TFLITE, export_detector
from export.detector.detector_signatures import DetectorInput
from export.detector.matched_detections import NOTHING
from export.tflite.tflite_file import count_operations
from tests.deeplab_family.detection.small_detector import small_config

INPUT = DetectorInput(short_side=64, long_side=96, padding=(127.0,) * 3)


@pytest.fixture(scope="module")
def model():
    keras.utils.set_random_seed(0)
    model = small_config(score_threshold=0.0).build()
    model.class_names = ("red", "blue")
    return model


@pytest.fixture(scope="module")
def images():
    random = np.random.default_rng(0)
    sizes = ((90, 120), (50, 70))
    return [random.integers(0, 256, (*s, 3), dtype=np.uint8) for s in sizes]


@pytest.fixture(scope="module")
def exported(model, images, tmp_path_factory):
    folder = tmp_path_factory.mktemp("exported") / "export"
    report = export_detector(model, folder, INPUT, (64, 96), images)
    return folder, report


def test_every_answer_is_that_of_keras(exported):
    _, report = exported
    assert report.left_out == {}
    assert len(report.proof) == 3
    for found in report.proof.values():
        assert found.objects > 0 and found.unmatched == 0
        assert found.box < 0.1 and found.score < 1e-3


def test_boxes_are_in_pixels_of_the_image_that_came(exported, model):
    """An image of twice the size has boxes of twice the size."""
    folder, _ = exported
    loaded = tf.saved_model.load(str(folder / "saved_model" / "1"))
    serve = loaded.signatures["serving_default"]
    image = np.zeros((1, 64, 96, 3), np.uint8) + np.uint8(90)
    small = serve(images=tf.constant(image))
    large = serve(images=tf.constant(image.repeat(2, 1).repeat(2, 2)))
    np.testing.assert_allclose(large["boxes"], 2 * small["boxes"], atol=1e-3)
    np.testing.assert_array_equal(large["classes"], small["classes"])
    own = model(image.astype("float32"))
    np.testing.assert_allclose(small["boxes"], own["boxes"], atol=1e-3)


def test_the_file_for_phones_has_builtin_operations_alone(exported):
    folder, _ = exported
    found = count_operations(folder / TFLITE)
    assert found["NON_MAX_SUPPRESSION_V4"] == 2
    assert not any("FLEX" in name.upper() for name in found)


def test_the_report_tells_files_and_proof(exported):
    folder, report = exported
    told = json.loads((folder / "export_report.json").read_text())
    assert TFLITE in told["files"] and "classes.json" in told["files"]
    proof = told["proof"]["saved_model image_bytes"]
    assert proof["objects"] == report.proof["saved_model image_bytes"].objects


def test_an_answer_that_strays_is_refused(model, images, tmp_path, monkeypatch):
    monkeypatch.setattr(
        detector_exporter,
        "write_detector",
        lambda *_: {"saved_model": NOTHING + _far()},
    )
    monkeypatch.setattr(detector_exporter, "_write_tflite", _refuse_conversion)
    with pytest.raises(ExportError, match="score 0.2 .at most 0.01"):
        export_detector(model, tmp_path / "e", INPUT, (64, 96), images)
    assert not (tmp_path / "e").exists()


def _far():
    from export.detector.matched_detections import MatchedDetections

    return MatchedDetections(
        objects=3, unmatched=0, box=0.0, score=0.2, mask=0.0
    )


def _refuse_conversion(*_):
    raise ExportError("no such operation")


def test_the_card_tells_both_files_and_their_proof(exported):
    folder, report = exported
    card = read_model_card(folder)
    assert card.task == DETECTION and card.classes == ("red", "blue")
    told = {file.path: file.facts for file in card.files}
    assert told == {name: found.text for name, found in report.proof.items()}
    assert "model_card.md" in report.files
