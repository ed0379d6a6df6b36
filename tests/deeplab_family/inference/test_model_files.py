import zipfile

import pytest

from deeplab_family.inference.model_files import refuse_no_model
from deeplab_family.inference.prediction import ModelFileError


def write(path, content=b"hello"):
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("m.keras", b"hello", "no zip archive"),
        ("m.tflite", b"hello", "not a TFLite file"),
        ("m.tflite", b"", "not a TFLite file"),
        ("m.onnx", b"", "an empty file"),
        ("m.pth", b"hello", "a checkpoint of PyTorch"),
        ("m.txt", b"hello", "not a model"),
        ("model", b"hello", "not a model"),
    ],
)
def test_what_a_file_is_instead_is_told(tmp_path, name, content, words):
    path = write(tmp_path / name, content)
    with pytest.raises(ModelFileError, match=words) as error:
        refuse_no_model(path)
    assert str(error.value).startswith(f"{path}: ")
    assert "Expected a .keras, .tflite or .onnx file" in str(error.value)


def test_a_missing_model_names_its_neighbour(tmp_path):
    meant = write(tmp_path / "model.tflite")
    with pytest.raises(ModelFileError) as error:
        refuse_no_model(tmp_path / "modle.tflite")
    assert f"no such model; perhaps you meant '{meant}'. " in str(error.value)


def test_a_folder_needs_a_saved_model(tmp_path):
    with pytest.raises(ModelFileError, match=r"without saved_model\.pb"):
        refuse_no_model(tmp_path)


def test_first_bytes_of_a_model_are_enough(tmp_path):
    refuse_no_model(write(tmp_path / "m.tflite", b"\x1c\0\0\0TFL3"))
    refuse_no_model(write(tmp_path / "m.onnx"))
    with zipfile.ZipFile(tmp_path / "m.keras", "w") as archive:
        archive.writestr("config.json", "{}")
    refuse_no_model(tmp_path / "m.keras")
    version = tmp_path / "served" / "1"
    version.mkdir(parents=True)
    write(version / "saved_model.pb")
    refuse_no_model(tmp_path / "served")
