import contextlib
import io

import numpy as np
import pytest
from ai_edge_quantizer import quantizer, recipe

from deeplab_family.inference import load_predictor
from export.mixed_precision.integer_endpoints import connect_integers
from export.tflite.tflite_file import (
    count_float_tensors,
    count_operations,
)


@pytest.fixture(scope="module")
def files(sound, tmp_path_factory):
    """As ai-edge-quantizer writes it, and with its ends connected."""
    folder = tmp_path_factory.mktemp("ends")
    maker = quantizer.Quantizer(str(sound.file), recipe.static_wi8_ai8())
    feeds = [{"images": image[None]} for image in sound.calibration]
    with contextlib.redirect_stderr(io.StringIO()):
        ranges = maker.calibrate({"serving_default": feeds}, num_threads=1)
        ranges["Cast"]["min"][...], ranges["Cast"]["max"][...] = 0, 255
        content = bytes(maker.quantize(ranges).quantized_model)
    plain, connected = folder / "plain.tflite", folder / "connected.tflite"
    plain.write_bytes(content)
    connected.write_bytes(connect_integers(content))
    return plain, connected


def test_the_class_map_stays_the_same(files, sound):
    plain, connected = (load_predictor(file)(sound.images) for file in files)
    np.testing.assert_array_equal(plain.class_map, connected.class_map)
    np.testing.assert_allclose(
        plain.probabilities, connected.probabilities, rtol=1e-5
    )


def test_floats_at_both_ends_are_gone(files):
    plain, connected = map(count_operations, files)
    assert plain["DEQUANTIZE"] == 1 and connected["DEQUANTIZE"] == 0
    assert plain["CAST"] == 2 and connected["CAST"] == 1
    assert count_float_tensors(files[0]) > 0
    assert count_float_tensors(files[1]) == 0


def test_a_float_file_stays_as_it_is(sound, tmp_path):
    path = tmp_path / "same.tflite"
    path.write_bytes(connect_integers(sound.file.read_bytes()))
    assert count_operations(path) == count_operations(sound.file)
    answer = load_predictor(path)(sound.images).class_map
    np.testing.assert_array_equal(answer, sound.labels)
