import pytest

from deeplab_family.sharded.prediction_folder import claim_folder
from input_pipeline import DataError


def test_a_folder_is_claimed_once_and_continued(tmp_path):
    out = tmp_path / "out"
    assert not claim_folder(out, "m.tflite", "a" * 64, ["x", "y"])
    assert claim_folder(out, "m.tflite", "a" * 64, ["y", "x"])


def test_results_of_another_model_are_refused(tmp_path):
    claim_folder(tmp_path, "m.tflite", "a" * 64, ["x"])
    with pytest.raises(DataError, match="another model, m.tflite.*aaaaaa"):
        claim_folder(tmp_path, "m.tflite", "b" * 64, ["x"])


def test_results_of_other_sources_are_refused(tmp_path):
    claim_folder(tmp_path, "m.tflite", "a" * 64, ["x"])
    with pytest.raises(DataError, match="holds results of .*x"):
        claim_folder(tmp_path, "m.tflite", "a" * 64, ["z"])


def test_a_folder_of_others_is_left_alone(tmp_path):
    (tmp_path / "photo.png").write_bytes(b"mine")
    with pytest.raises(DataError, match="is in use"):
        claim_folder(tmp_path, "m.tflite", "a" * 64, ["x"])
    assert [path.name for path in tmp_path.iterdir()] == ["photo.png"]


@pytest.mark.parametrize("content", ["{", "[]", '{"sha256": "a"}'])
def test_a_damaged_note_is_told(content, tmp_path):
    (tmp_path / "prediction.json").write_text(content)
    with pytest.raises(DataError, match="is damaged"):
        claim_folder(tmp_path, "m.tflite", "a" * 64, ["x"])
