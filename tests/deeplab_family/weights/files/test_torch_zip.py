import zipfile

import numpy as np
import pytest

from deeplab_family.weights.errors import WeightsError
from deeplab_family.weights.files.read import read_arrays
from tests.deeplab_family.weights.files import torch_writer
from tests.deeplab_family.weights.files.outcomes import outcome_of

RANDOM = np.random.default_rng(0)
ARRAYS = {
    "conv.weight": RANDOM.normal(size=(4, 3, 2, 2)).astype("f4"),
    "conv.bias": RANDOM.normal(size=4).astype("f4"),
    "half": RANDOM.normal(size=3).astype("f2"),
    "double": RANDOM.normal(size=3),
    "bn.num_batches_tracked": np.array(7),
    "mask": np.array([True, False]),
    "bytes": np.array([1, 200], "u1"),
}


def refused(path, words):
    with pytest.raises(WeightsError, match=words) as error:
        read_arrays(path)
    assert str(error.value).startswith(f"{path}: ")


@pytest.fixture
def path(tmp_path):
    state = torch_writer.tensors_of(ARRAYS)
    return torch_writer.write_zip(tmp_path / "weights.bin", state)


@pytest.mark.parametrize("root", ["archive", "resnet50-0676ba61", "a b"])
@pytest.mark.parametrize("protocol", [2, 4])
def test_arrays_are_those_that_were_written(tmp_path, root, protocol):
    state = torch_writer.tensors_of(ARRAYS)
    path = torch_writer.write_zip(
        tmp_path / "weights", state, root=root, protocol=protocol
    )
    arrays = read_arrays(path)
    assert list(arrays) == list(ARRAYS)
    assert arrays.file_format == "PyTorch (zip)"
    for name, expected in ARRAYS.items():
        np.testing.assert_array_equal(arrays[name], expected)
        assert arrays[name].dtype == expected.dtype


def test_parameters_and_views_of_one_storage(tmp_path):
    whole = np.arange(24, dtype=np.float32)
    storage = torch_writer.Storage("7", "float32", whole.tobytes())
    state = {
        "channels_last": torch_writer.Tensor(
            storage, (2, 3, 2, 2), (12, 1, 6, 3), parameter=True
        ),
        "row": torch_writer.Tensor(storage, (6,), (1,), 6),
    }
    arrays = read_arrays(torch_writer.write_zip(tmp_path / "w", state))
    np.testing.assert_array_equal(
        arrays["channels_last"], whole.reshape(2, 2, 2, 3).transpose(0, 3, 1, 2)
    )
    np.testing.assert_array_equal(arrays["row"], whole[6:12])


def test_bfloat16_becomes_float32(tmp_path):
    storage = torch_writer.Storage("0", "bfloat16", bytes.fromhex("803f4940"))
    state = {"w": torch_writer.Tensor(storage, (2,), (1,))}
    arrays = read_arrays(torch_writer.write_zip(tmp_path / "w", state))
    np.testing.assert_array_equal(arrays["w"], np.float32([1, 3.140625]))


@pytest.mark.parametrize("name", ["constants.pkl", "code/__torch__.py"])
def test_torchscript_is_refused(tmp_path, name):
    path = torch_writer.write_zip(
        tmp_path / "scripted.pt",
        torch_writer.tensors_of(ARRAYS),
        root="scripted",
        members={f"scripted/{name}": b"x"},
    )
    refused(path, "TorchScript.*model.state_dict()")


def test_big_endian_is_refused(tmp_path):
    path = torch_writer.write_zip(
        tmp_path / "w",
        torch_writer.tensors_of(ARRAYS),
        members={"archive/byteorder": b"big"},
    )
    refused(path, "big-endian")


def members_of(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_compressed_members_are_refused(tmp_path, path):
    packed = torch_writer.write_members(
        tmp_path / "packed", members_of(path), zipfile.ZIP_DEFLATED
    )
    refused(packed, "compressed, which PyTorch never does")


def test_members_of_another_compression_are_refused_whatever_their_size(path):
    content = bytearray(path.read_bytes())
    # 14 is LZMA, whose unpacking no size limits.
    entry = content.rindex(b"PK\x01\x02")
    content[entry + 10] = 14
    path.write_bytes(content)
    refused(path, "compressed, which PyTorch never does")


@pytest.mark.parametrize(
    "change, words",
    [
        ({"archive/data/0": b"1234"}, "data/0' in it has 4 bytes, not 192"),
        ({"archive/data/0": None}, "data/0' in it has None bytes"),
        ({"archive/data.pkl": b"\x80\x02"}, "pickle is damaged"),
        ({"archive/data.pkl": b"\0" * (2**24 + 1)}, "at most"),
        ({"other/file": b""}, "one folder"),
        ({"archive/data.pkl": b"\x80\x02cos\nsystem\n."}, "'os.system'"),
    ],
)
def test_tampered_members_are_refused(tmp_path, path, change, words):
    members = {**members_of(path), **change}
    members = {n: c for n, c in members.items() if c is not None}
    refused(torch_writer.write_members(tmp_path / "tampered", members), words)


def test_keys_cannot_leave_the_archive(tmp_path):
    (tmp_path / "secret").write_bytes(b"1234")
    storage = torch_writer.Storage("../../../secret", "float32", b"1234")
    state = {"w": torch_writer.Tensor(storage, (1,), (1,))}
    content, _ = torch_writer.pickled(state)
    members = {"archive/data.pkl": content}
    refused(torch_writer.write_members(tmp_path / "w", members), "secret")


def test_members_that_overlap_are_refused(tmp_path, path):
    content = bytearray(path.read_bytes())
    # The last entry of the directory, `version`, with the size of all.
    entry = content.rindex(b"PK\x01\x02")
    for at in (20, 24):
        content[entry + at : entry + at + 4] = len(content).to_bytes(
            4, "little"
        )
    path.write_bytes(content)
    refused(path, "more bytes than it")


def test_two_members_of_one_name_are_refused(tmp_path, path):
    members = members_of(path)
    with zipfile.ZipFile(tmp_path / "twice", "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("archive/version", b"")
    refused(tmp_path / "twice", "two files of one name")


def test_other_zip_archives_are_refused(tmp_path):
    np.savez(tmp_path / "arrays.npz", a=np.ones(3))
    refused(tmp_path / "arrays.npz", "neither of PyTorch nor of Keras")
    keras = {
        "config.json": b"{}",
        "model.weights.h5": b"",
        "metadata.json": b"",
    }
    path = torch_writer.write_members(tmp_path / "model.pth", keras)
    refused(path, "a whole Keras network")
    refused(torch_writer.write_members(tmp_path / "none", {}), "zip archive")


@pytest.mark.parametrize("step", [4, pytest.param(1, marks=pytest.mark.slow)])
def test_flipped_and_cut_bytes_end_in_equal_arrays_or_a_refusal(tmp_path, step):
    arrays = {"a": np.arange(3, dtype="f4"), "b": np.arange(4)}
    path = torch_writer.write_zip(
        tmp_path / "w", torch_writer.tensors_of(arrays)
    )
    content = path.read_bytes()
    expected = read_arrays(path)
    seen = set()
    for place in range(0, len(content), step):
        changed = bytearray(content)
        changed[place] ^= 1 << place % 8
        path.write_bytes(changed)
        seen.add(outcome_of(path, expected))
    assert seen <= {"equal", "refused"}
    for place in range(0, len(content), 4 * step):
        path.write_bytes(content[:place])
        assert outcome_of(path, expected) == "refused"
