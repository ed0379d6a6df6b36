import pytest

from deeplab_family.inference import ModelFileError
from deeplab_family.inference.model_files import saved_model_folder


def make(path, *versions):
    for version in versions:
        (path / version).mkdir(parents=True)
        (path / version / "saved_model.pb").write_bytes(b"")
    return path


def test_the_folder_itself_comes_first(tmp_path):
    make(tmp_path, "3")
    (tmp_path / "saved_model.pb").write_bytes(b"")
    assert saved_model_folder(tmp_path) == tmp_path


def test_the_highest_version_is_a_number_not_a_word(tmp_path):
    make(tmp_path, "9", "10", "x")
    assert saved_model_folder(tmp_path) == tmp_path / "10"


def test_a_version_without_a_model_does_not_count(tmp_path):
    make(tmp_path, "1")
    (tmp_path / "2").mkdir()
    assert saved_model_folder(str(tmp_path)) == tmp_path / "1"


def test_a_folder_of_one_model_is_looked_into(tmp_path):
    make(tmp_path / "streets", "1", "2")
    (tmp_path / "README.md").write_text("")
    assert saved_model_folder(tmp_path) == tmp_path / "streets" / "2"


def test_several_models_are_listed(tmp_path):
    make(tmp_path / "streets", "1")
    make(tmp_path / "fields", "1")
    with pytest.raises(ModelFileError, match="fields, streets"):
        saved_model_folder(tmp_path)


def test_nothing_is_no_model(tmp_path):
    with pytest.raises(ModelFileError, match="without saved_model.pb"):
        saved_model_folder(tmp_path)
