import json

import numpy as np
import pytest

from deeplab_family.weights.errors import WeightsError
from deeplab_family.weights.files.read import read_arrays
from tests.deeplab_family.weights.files.outcomes import outcome_of

RANDOM = np.random.default_rng(2)
ARRAYS = {
    "b.weight": RANDOM.normal(size=(4, 3, 2, 2)).astype("f4"),
    "a.bias": RANDOM.normal(size=4).astype("f2"),
    "double": RANDOM.normal(size=(3, 0)),
    "count": np.array(7),
    "mask": np.array([True, False, True]),
    "u": np.array([2**63], "u8"),
}


def entry(dtype, shape, begin, end):
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


def write(path, header, content=b"", length=None):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    length = len(text) if length is None else length
    path.write_bytes(length.to_bytes(8, "little") + text + content)
    return path


def refused(path, words):
    with pytest.raises(WeightsError, match=words) as error:
        read_arrays(path)
    assert str(error.value).startswith(f"{path}: ")
    assert len(str(error.value)) < 500


def test_arrays_are_those_that_the_packages_writer_wrote(tmp_path):
    numpy_side = pytest.importorskip("safetensors.numpy")
    path = tmp_path / "weights.bin"
    numpy_side.save_file(ARRAYS, path, metadata={"format": "np"})
    arrays = read_arrays(path)
    assert set(arrays) == set(ARRAYS)
    assert arrays.file_format == "safetensors"
    for name, expected in ARRAYS.items():
        np.testing.assert_array_equal(arrays[name], expected)
        assert arrays[name].dtype == expected.dtype


def test_bfloat16_becomes_float32(tmp_path):
    content = bytes.fromhex("803f 4940")
    path = write(tmp_path / "w", {"w": entry("BF16", [2, 1], 0, 4)}, content)
    np.testing.assert_array_equal(read_arrays(path)["w"], [[1], [3.140625]])


def test_an_array_without_axes_or_elements(tmp_path):
    header = {"e": entry("F32", [0, 3], 0, 0), "s": entry("I8", [], 0, 1)}
    arrays = read_arrays(write(tmp_path / "w", header, b"\x05"))
    assert arrays["e"].tolist() == []
    assert arrays["s"] == 5


@pytest.mark.parametrize(
    "header, content, words",
    [
        (
            {"w": entry("F32", [2], 0, 8)},
            b"1234567",
            "arrays have 8 bytes, and 7",
        ),
        ({"w": entry("F32", [2], 0, 8)}, b"123456789", "8 bytes, and 9 f"),
        ({"w": entry("F32", [3], 0, 8)}, b"12345678", "needs 12 bytes and has"),
        ({"w": entry("F32", [2], 8, 0)}, b"12345678", "has -8"),
        ({"w": entry("F32", [2], -8, 0)}, b"12345678", "cannot be"),
        ({"w": entry("F32", [2], 4, 12)}, b"0" * 12, "leaves a gap"),
        ({"w": entry("F32", [-2], 0, -8)}, b"", "cannot be"),
        ({"w": entry("F32", [2.0], 0, 8)}, b"12345678", "cannot be"),
        ({"w": entry("F32", [True, 2], 0, 8)}, b"12345678", "cannot be"),
        ({"w": entry("F32", "2", 0, 8)}, b"12345678", "cannot be"),
        ({"w": entry("F32", [2**62, 2**62], 0, 8)}, b"12345678", "needs"),
        ({"w": entry("F32", [1] * 33, 0, 4)}, b"1234", "cannot be"),
        ({"w": entry("F8_E4M3", [1], 0, 1)}, b"1", "F8_E4M3.*BF16"),
        ({"w": entry([], [1], 0, 1)}, b"1", "cannot be"),
        ({"w": {"dtype": "F32", "shape": [1]}}, b"1234", "lacks"),
        ({"w": 3}, b"", "lacks"),
        ({"w": {**entry("F32", [1], 0, 4), "data_offsets": 4}}, b"1", "lacks"),
        (
            {"a": entry("F32", [2], 0, 8), "b": entry("F32", [2], 4, 12)},
            b"0" * 12,
            "'b' overlaps",
        ),
        (b'{"w": 1, "w": 2}', b"", "twice"),
        (b'{"w": ' + b"[" * 100_000, b"", "no JSON"),
        (b'{"w": ' + b"9" * 100_000 + b"}", b"", "no JSON"),
        (b"{\xff}", b"", "no JSON"),
        (b"{} 1", b"", "no JSON"),
    ],
)
def test_headers_that_cannot_be_are_refused(tmp_path, header, content, words):
    refused(write(tmp_path / "w.safetensors", header, content), words)


def test_a_header_longer_than_the_file_is_refused(tmp_path):
    refused(write(tmp_path / "w", {}, length=99_999_999), "99,999,999 bytes")
    refused(write(tmp_path / "w", {}, length=2**63), "format is unknown")


@pytest.mark.parametrize("step", [3, pytest.param(1, marks=pytest.mark.slow)])
def test_flipped_and_cut_bytes_end_in_arrays_or_a_refusal(tmp_path, step):
    # No checksum: a flipped number, name or type of equal width is another.
    header = {
        "__metadata__": {"format": "pt"},
        "a.weight": entry("F32", [2, 3], 0, 24),
        "b": entry("I64", [2], 24, 40),
    }
    path = write(tmp_path / "w", header, bytes(range(40)))
    expected, content = read_arrays(path), path.read_bytes()
    seen = set()
    for place in range(0, len(content), step):
        for bit in range(8):
            changed = bytearray(content)
            changed[place] ^= 1 << bit
            path.write_bytes(changed)
            seen.add(outcome_of(path, expected))
        path.write_bytes(content[:place])
        assert outcome_of(path, expected) == "refused"
    assert seen == {"equal", "refused", "changed"}
