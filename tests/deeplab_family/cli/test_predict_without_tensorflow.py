"""`deeplab predict` of exported files: TensorFlow is not imported."""

import subprocess
import sys

import keras
import numpy as np
import pytest
from PIL import Image

from deeplab_family.inference import load_predictor
from deeplab_family.photographs import read_image
from export import export_onnx, export_tflite

SCRIPT = """
import sys
from deeplab_family.cli.main import main
status = main(sys.argv[1:])
loaded = [name for name in ("tensorflow", "keras") if name in sys.modules]
sys.exit(f"imported: {loaded}" if loaded else status)
"""


@pytest.fixture(scope="module")
def exported(network, tmp_path_factory):
    folder = tmp_path_factory.mktemp("exported")
    model = keras.saving.load_model(network)
    names = ("a", "b", "c")
    files = export_tflite(
        model, folder, (24, 32), variants=["float32"], class_names=names
    )
    return {
        "tflite": files["float32"],
        "onnx": export_onnx(model, folder, class_names=names),
    }


@pytest.mark.parametrize("kind", ["tflite", "onnx"])
@pytest.mark.parametrize("ending", ["jpg", "png"])
def test_a_photograph_needs_the_engine_of_the_file_alone(
    kind, ending, exported, tmp_path
):
    pixels = np.random.default_rng(0).integers(0, 256, (24, 32, 3), np.uint8)
    photo = tmp_path / f"photo.{ending}"
    Image.fromarray(pixels).save(photo)
    words = ["predict", str(exported[kind]), str(photo)]
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *words, "--output", tmp_path / "out"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    mask = np.asarray(Image.open(tmp_path / "out" / "photo.png"))
    answer = load_predictor(exported[kind])(read_image(photo)[None])
    np.testing.assert_array_equal(mask, answer.class_map[0])


def test_of_what_is_no_photograph_one_line_is_said(exported, tmp_path):
    # TensorFlow decides that it is none, and says nothing of itself.
    photo = tmp_path / "photo.png"
    photo.write_bytes(b"text")
    words = ["predict", exported["tflite"], photo, "--output", tmp_path / "out"]
    done = subprocess.run(
        [sys.executable, "-m", "deeplab_family.cli.main", *words],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("error: ") and "no readable" in line
