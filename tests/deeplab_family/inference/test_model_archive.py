import io
import zipfile

import h5py
import keras
import pytest

from deeplab_family.inference import ModelFileError, load_keras_model
from deeplab_family.inference.keras_file import archive_problem

WEIGHTS = "model.weights.h5"


@pytest.fixture
def rewritten(tmp_path):
    """A function: a small model, deflated, with other contents of files."""
    inputs = keras.Input((None, None, 3))
    model = keras.Model(inputs, keras.layers.Conv2D(3, 1)(inputs))
    model.save(tmp_path / "whole.keras")

    def rewrite(changes):
        path = tmp_path / "m.keras"
        with (
            zipfile.ZipFile(tmp_path / "whole.keras") as whole,
            zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            held = {name: whole.read(name) for name in whole.namelist()}
            for name, content in (held | changes).items():
                archive.writestr(name, content)
        return path

    return rewrite


def hdf5(**options) -> bytes:
    content = io.BytesIO()
    with h5py.File(content, "w") as file:
        file.create_dataset("layers/a", dtype="float32", **options)
    return content.getvalue()


def test_a_model_that_somebody_compressed_loads(rewritten):
    path = rewritten({})
    assert archive_problem(path) == ""
    assert load_keras_model(path).output_shape == (None, None, None, 3)


def test_a_bomb_is_refused_before_it_is_unpacked(rewritten, monkeypatch):
    path = rewritten({WEIGHTS: bytes(2**27)})
    monkeypatch.setattr(zipfile.ZipFile, "open", None)

    with pytest.raises(ModelFileError, match="m.keras: would unpack to 134,"):
        load_keras_model(path)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"assets/zeros": bytes(2**27)}, "would unpack to 134,"),
        (
            {
                WEIGHTS: hdf5(
                    shape=(30_000, 30_000),
                    chunks=(1000, 1000),
                    compression="gzip",
                )
            },
            "would unpack to 3,600,000,000 bytes",
        ),
        ({WEIGHTS: hdf5(shape=(2**30,))}, "would unpack to 4,294,967,296"),
        ({"assets/../../x": b"1"}, "lie outside of it: 'assets/../../x'"),
        ({"/etc/x": b"1"}, "lie outside of it"),
        ({f"assets/{i}": b"" for i in range(1100)}, "holds 1103 files"),
        ({"config.json": bytes(2**24 + 1)}, "config.json has 16,777,217"),
        ({"config.json": b"[" * 10**5 + b"]" * 10**5}, "nested too deeply"),
        ({"config.json": b'{"a":' * 10**5}, "nested too deeply"),
        ({"config.json": b"NaN"}, "not a Keras model"),
        ({"config.json": b"\xff{}"}, "not a Keras model"),
        ({"config.json": b'{"class_name": 3, "config": {}}'}, "class '3'"),
        ({WEIGHTS: b""}, "not a Keras model"),
    ],
)
def test_a_hostile_file_is_refused_by_name(rewritten, changes, words):
    with pytest.raises(ModelFileError) as error:
        load_keras_model(rewritten(changes))
    assert "m.keras: " in str(error.value) and words in str(error.value)
    assert "\n" not in str(error.value)


def test_an_hdf5_model_is_judged_too(tmp_path):
    path = tmp_path / "m.h5"
    path.write_bytes(hdf5(shape=(2**30,)))
    assert "would unpack" in archive_problem(path)


def test_two_files_of_one_name_are_refused(tmp_path):
    path = tmp_path / "m.keras"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("config.json", "{}")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("config.json", "{}")
    assert archive_problem(path) == "holds two files of one name"


def test_what_is_no_archive_has_no_problem(tmp_path):
    (tmp_path / "m.keras").write_bytes(b"words")
    assert archive_problem(tmp_path / "m.keras") == ""
