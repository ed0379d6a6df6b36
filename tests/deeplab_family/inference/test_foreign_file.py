import zipfile

import keras
import pytest

from deeplab_family.inference import (
    ModelFileError,
    load_keras_model,
    load_predictor,
)
from deeplab_family.inference.keras_file import foreign_file


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("deeplab.pth", "PyTorch"),
        ("model.ckpt-30000.index", "TensorFlow checkpoint"),
        ("best.weights.h5", "weights without the network"),
        ("model_int8.tflite", "no way back"),
        ("random.keras", "no zip archive"),
    ],
)
def test_files_of_other_code_are_recognized(tmp_path, name, words):
    (tmp_path / name).write_bytes(b"\x80\x02 anything")
    with pytest.raises(ModelFileError, match=f"{name}: .*{words}"):
        load_keras_model(tmp_path / name)


def test_other_projects_files_are_told_the_command_that_reads_them(tmp_path):
    path = tmp_path / "deeplabv3_resnet50.pth"
    path.write_bytes(b"PK")
    with pytest.raises(ModelFileError, match="deeplab import auto"):
        load_predictor(path)


def test_what_is_missing_or_a_folder_is_told(tmp_path):
    assert foreign_file(tmp_path / "x.keras") == "no such file"
    assert "a folder" in foreign_file(tmp_path)


def test_an_archive_of_something_else_is_told(tmp_path):
    path = tmp_path / "m.keras"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("thesis.txt", "precious")
    assert "without a Keras model" in foreign_file(path)


def test_an_hdf5_file_under_another_name_is_told(tmp_path):
    path = tmp_path / "m.keras"
    path.write_bytes(b"\x89HDF\r\n\x1a\n and more")
    assert "HDF5" in foreign_file(path)


def test_keras_models_may_pass(tmp_path):
    model = keras.Sequential([keras.Input((4, 4, 3)), keras.layers.ReLU()])
    for name in ("m.keras", "m.h5"):
        model.save(tmp_path / name)
        assert foreign_file(tmp_path / name) == ""
