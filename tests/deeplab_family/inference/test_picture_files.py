import json
import zipfile

import numpy as np
import pytest

from deeplab_family.inference import ModelFileError
from deeplab_family.inference.asked_pictures import rgb_of
from deeplab_family.inference.picture_files import (
    PICTURES,
    checked_channels,
    pictures_in_onnx,
    pictures_of,
    same_pictures,
    write_pictures_file,
)
from input_pipeline import PictureFormat
from input_pipeline.picture_format import ORDINARY

DEEP = PictureFormat(channels=4, value_range=(0.5, 4095))
STRANGE = (
    '{"channels": 0, "value_range": null}',
    '{"channels": 4, "value_range": [5, 5]}',
    '{"channels": 4, "value_range": "0 9"}',
    '{"channels": "4", "value_range": null}',
    '{"channels": 4}',
    "[]",
    "{",
)


def test_saved_model_and_tflite_give_back_what_was_written(tmp_path):
    assets = tmp_path / "model" / "1" / "assets"
    assets.mkdir(parents=True)
    (assets.parent / "saved_model.pb").touch()
    assert pictures_of(tmp_path / "model") == ORDINARY
    write_pictures_file(assets, DEEP)
    assert pictures_of(tmp_path / "model") == DEEP
    with zipfile.ZipFile(tmp_path / "m.tflite", "w") as archive:
        archive.write(assets / PICTURES, PICTURES)
    assert pictures_of(tmp_path / "m.tflite") == DEEP
    assert same_pictures([tmp_path / "m.tflite", tmp_path / "model"]) == DEEP


def test_ordinary_pictures_leave_no_file(tmp_path):
    assert write_pictures_file(tmp_path, ORDINARY) is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", STRANGE)
def test_what_is_no_format_is_refused_by_name(text, tmp_path):
    (tmp_path / PICTURES).write_text(text)
    with pytest.raises(ModelFileError, match=r"pictures\.json"):
        pictures_of(tmp_path / "model.onnx")
    with pytest.raises(ModelFileError, match=r"m\.onnx"):
        pictures_in_onnx({"pictures": text}, "m.onnx")


def test_models_of_different_images_are_not_compared(tmp_path):
    (tmp_path / "a").mkdir()
    write_pictures_file(tmp_path / "a", DEEP)
    paths = [tmp_path / "a" / "m.onnx", tmp_path / "b.onnx"]
    with pytest.raises(ModelFileError, match=r"b\.onnx of 3 channels"):
        same_pictures(paths)


def test_channels_of_the_input_win_over_no_statement():
    assert checked_channels(ORDINARY, 6, "m") == PictureFormat(channels=6)
    assert checked_channels(DEEP, 4, "m") == DEEP
    with pytest.raises(ModelFileError, match="takes images of 5 channels"):
        checked_channels(DEEP, 5, "m")


def test_tree_of_a_format_is_json():
    text = json.dumps(DEEP.tree())
    assert PictureFormat.from_tree(json.loads(text)) == DEEP


@pytest.mark.parametrize("channels", [1, 2, 3, 5])
def test_people_see_the_first_three_channels(channels):
    image = np.random.default_rng(0).uniform(0, 255, (4, 5, channels))
    image = image.astype(np.float32)
    seen = rgb_of(image)
    assert seen.dtype == np.uint8 and seen.shape == (4, 5, 3)
    for place in range(3):
        first = place if channels >= 3 else 0
        np.testing.assert_array_equal(
            seen[..., place], np.rint(image[..., first])
        )
