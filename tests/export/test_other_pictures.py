"""Exported files of a network for 4 channels of 12 bits."""

import numpy as np
import pytest

from deeplab_family.inference import KerasPredictor, load_predictor
from deeplab_family.models import PSPNetConfig
from export.errors import ExportError
from export.picture_checks import refuse_8_bit_files
from export.proof.golden_outputs import (
    GoldenOutputs,
    read_golden_outputs,
    write_golden_outputs,
)
from export.saved_model import export_saved_model
from export.serving.bundle import write_serving_bundle
from export.serving.serving_settings import ServingSettings
from export.tflite.converter import export_tflite
from input_pipeline import PictureFormat
from tests.randomize import randomize
from tests.small_backbone import SmallBackboneConfig

PICTURES = PictureFormat(channels=4, value_range=(0, 4095))
SIZE = (32, 48)


@pytest.fixture(scope="module")
def model():
    backbone = SmallBackboneConfig(input_channels=4)
    network = PSPNetConfig(num_classes=3, backbone=backbone, filters=16).build()
    randomize(network)
    network.value_range = PICTURES.value_range
    return network


def images():
    levels = np.random.default_rng(0).integers(0, 4096, (1, *SIZE, 4))
    return (255 * levels / 4095).astype(np.float32)


@pytest.mark.parametrize("kind", ["saved_model", "tflite", "serving"])
def test_each_file_sees_all_levels_and_says_what_it_takes(
    kind, model, tmp_path
):
    if kind == "saved_model":
        path = export_saved_model(model, tmp_path)
    elif kind == "tflite":
        files = export_tflite(model, tmp_path, SIZE, variants=["float32"])
        path = files["float32"]
    else:
        path = write_serving_bundle(model, tmp_path, ServingSettings())
    predictor = load_predictor(path)
    assert predictor.pictures == PICTURES
    expected = KerasPredictor(model)(images()).probabilities
    answer = predictor(images()).probabilities
    np.testing.assert_allclose(answer, expected, atol=1e-4)
    rounded = KerasPredictor(model)(np.rint(images())).probabilities
    assert np.abs(answer - rounded).max() > 1e-4  # 8 bits would differ


def test_a_bundle_takes_no_photographs_and_says_so(model, tmp_path):
    write_serving_bundle(model, tmp_path, ServingSettings())
    folder = tmp_path / "serving"
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert "image_bytes" not in readme and "0 and 4095 are 0" in readme
    assert not list(folder.glob("client_*"))
    assert (folder / "pictures.json").is_file()


def test_stored_images_of_the_proof_keep_their_levels(tmp_path):
    write_golden_outputs(tmp_path, GoldenOutputs(images(), {}))
    read = read_golden_outputs(tmp_path)
    np.testing.assert_array_equal(read.images, images())


def test_files_of_8_bits_are_refused_by_name():
    refuse_8_bit_files(["float32", "mediapipe"], PictureFormat())
    with pytest.raises(ExportError, match="mediapipe take 8-bit RGB"):
        refuse_8_bit_files(["float32", "mediapipe"], PICTURES)
