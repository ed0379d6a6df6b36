"""Every kind of network through ai-edge-quantizer."""

import pytest

from export import export_tflite
from export.mixed_precision import (
    Int8Quantizer,
    Judge,
)
from export.tflite.tflite_file import count_float_tensors
from tests.export.tiny_network import draw_images
from tests.randomize import randomize
from tests.small_networks import NETWORKS

SIZE = (65, 97)
# An operation of theirs has no int8 form in ai-edge-quantizer 0.10:
# DEPTH_TO_SPACE, and NEG and SQUARE.
PARTLY = {"duc", "gald"}
TRIED = (
    "deeplabv3_v3",
    "deeplabv3plus",
    "duc",
    "duc_bilinear",
    "gald",
    "gald_non_local",
    "gcn",
    "gcn_bilinear",
    "pspnet",
    "vortex",
    "vortex_exclude",
)


@pytest.mark.slow
@pytest.mark.parametrize("name", TRIED)
def test_a_network_becomes_int8_and_answers_alike(name, tmp_path):
    images = draw_images(4, *SIZE)
    files = export_tflite(
        randomize(NETWORKS[name].build()),
        tmp_path,
        SIZE,
        variants=["float32"],
        faster=False,
    )
    path = tmp_path / "int8.tflite"
    Int8Quantizer(files["float32"], images).write_all_but(path, [])
    assert (count_float_tensors(path) > 0) == (name in PARTLY)
    score = Judge(files["float32"], images).score(path)
    assert score.equal_pixels > 0.9
