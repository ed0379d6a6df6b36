import os
import zipfile

import keras
import numpy as np
import pytest

from deeplab_family.training import checkpoint_file
from deeplab_family.training.checkpoint_file import (
    DamagedFileError,
    read_record,
    write_model,
)


@pytest.fixture
def written(tmp_path):
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3)])
    path = tmp_path / "last.keras"
    write_model(model, path, {"step": 7, "loss": 1 / 3})
    return model, path


def test_keras_reads_the_model_and_we_the_record(written):
    model, path = written
    assert read_record(path) == {"step": 7, "loss": 1 / 3}
    revived = keras.saving.load_model(path)
    np.testing.assert_array_equal(
        revived.layers[0].kernel, model.layers[0].kernel
    )
    assert zipfile.ZipFile(path).testzip() is None


def truncate(path):
    os.truncate(path, path.stat().st_size // 2)


def cut_the_last_byte(path):
    os.truncate(path, path.stat().st_size - 1)


def empty(path):
    path.write_bytes(b"")


def no_zip(path):
    path.write_text("step,loss\n" * 50)


def another(path):
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3)])
    model.save(path)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (truncate, "cut short"),
        (cut_the_last_byte, "cut short"),
        (empty, "is empty"),
        (no_zip, "no .keras file"),
        (another, "another program wrote it"),
    ],
)
def test_files_that_are_not_as_written_are_told(written, spoil, reason):
    _, path = written
    spoil(path)
    with pytest.raises(DamagedFileError, match=reason):
        read_record(path)


@pytest.mark.parametrize("part", [0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999])
def test_any_flipped_bit_is_told(written, part):
    _, path = written
    content = bytearray(path.read_bytes())
    content[int(part * len(content))] ^= 1
    path.write_bytes(content)
    with pytest.raises(DamagedFileError, match="bytes have changed"):
        read_record(path)


@pytest.mark.parametrize("part", [0.4, 0.8])
def test_a_flipped_bit_is_told_beyond_the_first_megabyte(tmp_path, part):
    model = keras.Sequential([keras.Input((800,)), keras.layers.Dense(900)])
    path = tmp_path / "last.keras"
    write_model(model, path, {})
    content = bytearray(path.read_bytes())
    place = int(part * len(content))
    assert place > 1 << 20
    content[place] ^= 1
    path.write_bytes(content)
    with pytest.raises(DamagedFileError, match="bytes have changed"):
        read_record(path)


def test_a_record_that_was_not_written_here_is_not_read(written, monkeypatch):
    model, path = written
    monkeypatch.setattr(checkpoint_file, "MOST_BYTES", 10)
    with pytest.raises(DamagedFileError, match="too large"):
        read_record(path)
    write_model(model, path, ["a", "b"])
    with pytest.raises(DamagedFileError, match="record cannot be read"):
        read_record(path)
