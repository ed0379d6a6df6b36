import gzip
import io
import json
import pickle
import subprocess
import sys
import tarfile

import numpy as np
import pytest

from deeplab_family.weights.errors import WeightsError
from deeplab_family.weights.files.read import read_arrays
from tests.deeplab_family.weights.files import torch_writer


def refused(path, words):
    with pytest.raises(WeightsError, match=words) as error:
        read_arrays(path)
    assert str(error.value).startswith(f"{path}: ")


def tar_of(name, content):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return file.getvalue()


@pytest.mark.parametrize(
    "content, words",
    [
        (b"", "it is empty"),
        (gzip.compress(tar_of("model.ckpt.index", b"x")), "Unpack.*tar -xzf"),
        (tar_of("model.ckpt.index", b"x"), "a tar archive: unpack it first"),
        (b"<!DOCTYPE html><html>", "a web page, not a file of weights"),
        (b"version https://git-lfs.github.com/spec/v1\n", "git lfs pull"),
        (
            pickle.dumps({"w": np.zeros(2)}),
            "a pickle, but not one of PyTorch's",
        ),
        (b"PK\x03\x04 cut short", "zip archive is damaged or cut short"),
        (b"\x89HDF\r\n\x1a\n cut short", "HDF5 is damaged or cut short"),
        (b"\x93NUMPY", "unknown. Formats that are read: PyTorch.*safetensors"),
    ],
)
def test_other_files_are_told_by_their_content(tmp_path, content, words):
    path = tmp_path / "weights.pth"
    path.write_bytes(content)
    refused(path, words)


def test_the_name_does_not_matter(tmp_path):
    arrays = {"w": np.arange(3.0)}
    state = torch_writer.tensors_of(arrays)
    for write in (torch_writer.write_zip, torch_writer.write_legacy):
        path = write(tmp_path / "model.safetensors", state)
        np.testing.assert_array_equal(read_arrays(str(path))["w"], arrays["w"])


def test_names_that_would_move_the_cursor_are_refused(tmp_path):
    for name in ("\x1b[2Jw", "a\nb", "\ud800"):
        header = {name: {"dtype": "U8", "shape": [1], "data_offsets": [0, 1]}}
        text = json.dumps(header).encode()
        path = tmp_path / "w"
        path.write_bytes(len(text).to_bytes(8, "little") + text + b"1")
        refused(path, "characters that cannot be printed")


def test_reading_pytorchs_files_imports_neither_keras_nor_hdf5(tmp_path):
    path = torch_writer.write_zip(
        tmp_path / "w", torch_writer.tensors_of({"w": np.zeros(2)})
    )
    program = (
        "import sys; from deeplab_family.weights.files.read import read_arrays;"
        f"read_arrays({str(path)!r});"
        "print({'keras', 'tensorflow', 'h5py'} & set(sys.modules))"
    )
    command = [sys.executable, "-P", "-c", program]
    output = subprocess.check_output(command, text=True)
    assert output == "set()\n"
