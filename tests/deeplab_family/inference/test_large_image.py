"""Large images: from file to file, as the whole image would be answered."""

import json
import subprocess

import numpy as np
import pytest
import tifffile

from deeplab_family.child_process import child_command
from deeplab_family.inference import (
    ImageSizeError,
    KerasPredictor,
    TiledPredictor,
    segment_large,
    tiled_predictor,
)
from input_pipeline import DataError
from tests.deeplab_family.inference.local_network import local_network
from tests.export.tiny_network import draw_images

TIEPOINT = (0.0, 0.0, 0.0, 440_720.0, 100_000.0, 0.0)
KEYS = (1, 1, 0, 1, 1024, 0, 1, 1)
GEO = [
    (33550, 12, 3, (60.0, 60.0, 0.0), True),
    (33922, 12, 6, TIEPOINT, True),
    (34735, 3, 8, KEYS, True),
    (34737, 2, 8, "UTM 11N|", True),
]


@pytest.fixture
def scene(tmp_path):
    """A georeferenced picture of 300 x 431 pixels, and its pixels."""
    image = draw_images(1, 300, 431)[0]
    path = tmp_path / "scene.tif"
    tifffile.imwrite(
        path, image, photometric="rgb", tile=(64, 64), extratags=GEO
    )
    return path, image


def test_the_mask_is_that_of_the_whole_image(scene, tmp_path, monkeypatch):
    monkeypatch.setattr(tiled_predictor, "SIDE", 256)
    path, image = scene
    predictor, heard = KerasPredictor(local_network()), []
    palette = [(0, 0, 0), (255, 128, 1), (7, 8, 9)]
    segment_large(
        predictor,
        path,
        tmp_path / "mask.tif",
        halo=64,
        palette=palette,
        progress=lambda *done: heard.append(done),
    )
    with tifffile.TiffFile(tmp_path / "mask.tif") as file:
        page = file.pages[0]
        mask, table = page.asarray(), page.colormap
        assert page.is_tiled and page.compression.name.endswith("DEFLATE")
    expected = predictor(image[None]).class_map[0]
    np.testing.assert_array_equal(mask, expected)
    np.testing.assert_array_equal(table[:, :3].T // 257, palette)
    assert heard == [(128, 300), (256, 300), (300, 300)]


def test_the_mask_lies_where_the_image_does(scene, tmp_path):
    path, _ = scene
    (tmp_path / "scene.TFW").write_text("60\n0\n0\n-60\n440750\n99970\n")
    (tmp_path / "scene.prj").write_text("PROJCS[]")
    output = tmp_path / "out" / "mask.tif"
    output.parent.mkdir()
    segment_large(KerasPredictor(local_network()), path, output)
    with tifffile.TiffFile(output) as file:
        tags = file.pages[0].tags
        assert tags[33550].value == (60.0, 60.0, 0.0)
        assert tags[33922].value == TIEPOINT
        assert tags[34735].value == KEYS
        assert tags[34737].value == "UTM 11N|"
    assert sorted(p.name for p in output.parent.iterdir()) == [
        "mask.prj",
        "mask.tfw",
        "mask.tif",
    ]
    assert (output.parent / "mask.tfw").read_text().startswith("60\n0\n0\n-60")


def test_an_older_mask_stays_if_the_image_is_damaged(scene, tmp_path):
    path, _ = scene
    output = tmp_path / "mask.tif"
    output.write_text("older")
    path.write_bytes(path.read_bytes()[:100_000])
    with pytest.raises(DataError, match="scene.tif: rows 0 to 300"):
        segment_large(KerasPredictor(local_network()), path, output)
    assert output.read_text() == "older"
    assert {p.name for p in tmp_path.iterdir()} == {"mask.tif", "scene.tif"}


def test_twelve_bits_in_a_file_of_sixteen_leave_no_mask(scene, tmp_path):
    path, image = scene
    tifffile.imwrite(path, image * np.uint16(16), photometric="rgb")
    with pytest.raises(DataError, match="scene.tif has 16 bits"):
        segment_large(KerasPredictor(local_network()), path, tmp_path / "m.tif")
    assert [p.name for p in tmp_path.iterdir()] == ["scene.tif"]


def test_too_little_memory_is_told_before_any_work(scene, tmp_path):
    path, _ = scene
    predictor = KerasPredictor(local_network())
    with pytest.raises(ImageSizeError, match="1 MiB of memory are too few"):
        segment_large(
            TiledPredictor(predictor, 2**20), path, tmp_path / "mask.tif"
        )
    assert [p.name for p in tmp_path.iterdir()] == ["scene.tif"]


PROGRAM = """
import json, sys
import keras
from deeplab_family.inference import (
    KerasPredictor,
    memory_bound,
    segment_large,
)

# What `getrusage` says would be no less than what the tests' process holds.
peaks, forget = [], memory_bound._forget_peak


def noted():
    peaks.append(memory_bound.peak_bytes())
    forget()


memory_bound._forget_peak = noted

keras.utils.set_random_seed(1)
images = keras.Input((None, None, 3))
x = keras.layers.Conv2D(32, 3, padding="same", activation="relu")(images)
x = keras.layers.Conv2D(2, 1, use_bias=False)(x)
model = keras.Model(images, x)
held = memory_bound.peak_bytes()
bound = held + 300 * 2**20
segment_large(KerasPredictor(model), *sys.argv[1:], max_memory=bound)
peak = max(*peaks, memory_bound.peak_bytes())
json.dump({"peak": peak, "bound": bound, "held": held}, sys.stdout)
"""


def test_memory_stays_below_the_bound(tmp_path):
    """The features alone of the whole image would take 1.1 GB."""
    script, path = tmp_path / "program.py", tmp_path / "large.tif"
    script.write_text(PROGRAM)
    image = np.tile(draw_images(1, 300, 300)[0], (10, 10, 1))
    tifffile.imwrite(
        path, image, photometric="rgb", tile=(512, 512), compression="zlib"
    )
    command = [*child_command(script=str(script)), str(path)]
    said = subprocess.check_output(
        [*command, str(tmp_path / "mask.tif")], text=True
    )
    report = json.loads(said)
    assert report["held"] < report["peak"] <= report["bound"]
    mask = tifffile.imread(tmp_path / "mask.tif")
    assert mask.shape == (3_000, 3_000)
    # The picture repeats itself every 300 pixels, and so does its answer.
    inside = mask[300:2_700, 300:2_700].reshape(8, 300, 8, 300)
    assert (inside == inside[:1, :, :1]).all() and len(np.unique(mask)) == 2
