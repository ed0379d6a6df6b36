import sys

import numpy as np
import pytest

from deeplab_family.inference import load_predictor
from export import ExportError
from export.mixed_precision import Int8Quantizer
from export.mixed_precision.groups import read_operations
from export.tflite.tflite_file import (
    check_operations,
    count_float_tensors,
    count_operations,
)


@pytest.fixture(scope="module")
def quantizer(sound):
    return Int8Quantizer(sound.file, sound.calibration)


def scopes(case, *kinds):
    found = read_operations(case.file)
    return [one.scope for one in found if one.kind in kinds]


def test_int8_throughout_holds_no_floats(quantizer, tmp_path):
    path = tmp_path / "int8.tflite"
    quantizer.write_all_but(path, [])
    check_operations(path, integers_only=True)


def test_the_file_has_the_form_of_the_converters(quantizer, tmp_path):
    path = tmp_path / "int8.tflite"
    quantizer.write_all_but(path, [])
    predictor = load_predictor(path)
    details = predictor._interpreter.get_signature_runner()
    (images,) = details.get_input_details().values()
    assert (images["dtype"], images["quantization"]) == (np.uint8, (1.0, 0))
    outputs = details.get_output_details()
    assert outputs["class_map"]["dtype"] == np.uint8
    assert outputs["logits"]["dtype"] == np.int8


def test_its_answers_are_close_to_float32(sound, quantizer, tmp_path):
    path = tmp_path / "int8.tflite"
    quantizer.write_all_but(path, [])
    answer = load_predictor(path)(sound.images).class_map
    assert np.mean(answer == sound.labels) > 0.95


def test_kept_operations_stay_float32(sound, quantizer, tmp_path):
    path = tmp_path / "mixed.tflite"
    kept = scopes(sound, "CONV_2D")[:2]
    quantizer.write_all_but(path, kept)
    assert count_operations(path)["DEQUANTIZE"] == 1
    floats = count_float_tensors(path)
    assert 0 < floats < count_float_tensors(sound.file)


def test_only_the_named_operations_become_int8(sound, quantizer, tmp_path):
    path = tmp_path / "one.tflite"
    quantizer.write_only(path, scopes(sound, "CONV_2D")[1:2])
    found = count_operations(path)
    assert (found["QUANTIZE"], found["DEQUANTIZE"]) == (1, 1)


def test_the_image_is_read_without_rounding(sound, quantizer, tmp_path):
    """Ranges are averages over images; the camera's are always 0 to 255."""
    dark = Int8Quantizer(sound.file, sound.calibration // 2)
    dark.write_all_but(tmp_path / "int8.tflite", [])
    assert count_operations(tmp_path / "int8.tflite")["QUANTIZE"] == 1
    predictor = load_predictor(tmp_path / "int8.tflite")
    (images,) = predictor._interpreter.get_input_details()
    assert images["quantization"] == (1.0, 0)


@pytest.mark.parametrize("shape", [(1, 5, 5, 3), (0, 33, 49, 3)])
def test_images_of_another_size_are_refused(sound, shape):
    with pytest.raises(ExportError, match=r"\(33, 49, 3\).*Received"):
        Int8Quantizer(sound.file, np.zeros(shape, np.uint8))


def test_the_missing_extra_is_named(sound, monkeypatch):
    monkeypatch.setitem(sys.modules, "ai_edge_quantizer", None)
    with pytest.raises(ExportError, match=r"pip install ai-edge-quantizer"):
        Int8Quantizer(sound.file, sound.calibration)
