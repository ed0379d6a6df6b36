import argparse
import collections
import io
import os
import pickle
import struct
import tracemalloc
import types

import numpy as np
import pytest

from deeplab_family.weights.errors import WeightsError
from deeplab_family.weights.files import torch_pickle
from deeplab_family.weights.files.torch_pickle import unpickle
from deeplab_family.weights.files.torch_tensor import Storage, Tensor
from tests.deeplab_family.weights.files import torch_writer

NO_TENSOR = b"(K\x01tctorch._utils\n_rebuild_tensor_v2\n"
STATE = torch_writer.tensors_of(
    {"a.weight": np.zeros((2, 3), np.float32), "a.bias": np.zeros(2, "f4")}
)


def load(content):
    return unpickle(io.BytesIO(content)).value


def refused(content):
    """The message, and that little memory was taken to find out."""
    tracemalloc.start()
    try:
        with pytest.raises(WeightsError) as error:
            load(content)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 200 * len(content) + 1e6
    assert len(str(error.value)) < 500
    return str(error.value)


def long(number):
    return pickle.encode_long(number)


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
def test_a_state_dict_is_read_in_every_protocol(protocol):
    content, _ = torch_writer.pickled(STATE, protocol=protocol)
    assert load(content) == {
        "a.weight": Tensor(Storage("0", "float32", 6), 0, (2, 3), (3, 1)),
        "a.bias": Tensor(Storage("1", "float32", 2), 0, (2,), (1,)),
    }


def test_all_storage_types_and_parameters_are_known():
    state = {
        kind: torch_writer.Tensor(
            torch_writer.Storage(kind, kind, b"\0" * 8),
            (1,),
            (1,),
            parameter=True,
        )
        for kind in torch_writer.TYPES
    }
    content, _ = torch_writer.pickled(state)
    assert {k: t.storage.dtype for k, t in load(content).items()} == {
        kind: kind for kind in torch_writer.TYPES
    }


def test_plain_values_come_back_as_they_were():
    value = {
        "epoch": 3,
        "lr": 0.1,
        "betas": (0.9, 0.999),
        "long": -(2**61),
        "name": "Größe",
        "on": [True, False, None, [], {}, ()],
        7: {"one": (1,), "three": (1, 2, 3), "four": (70000, 300, -1, 2)},
    }
    for protocol in (2, 3, 4, 5):
        assert load(pickle.dumps(value, protocol)) == value


def test_pairs_and_byte_strings_of_python_2_are_read():
    # What Python 2 wrote for OrderedDict([("a", 1)]).
    content = (
        b"\x80\x02ccollections\nOrderedDict\nq\x00]q\x01]q\x02(U\x01aq\x03K\x01"
        b"ea\x85q\x04Rq\x05."
    )
    assert load(content) == {"a": 1}


def test_a_size_is_a_tuple():
    with torch_writer.names_of_torch() as torch:
        content = pickle.dumps(torch.Size((2, 3)), 2)
    assert load(content) == (2, 3)


class Runs:
    def __init__(self, *call):
        self.call = call

    def __reduce__(self):
        return self.call[0], self.call[1:]


@pytest.mark.parametrize("protocol", [0, 1, 2, 4])
def test_nothing_runs(tmp_path, protocol):
    canary = tmp_path / "canary"
    content = pickle.dumps(Runs(os.mkdir, str(canary)), protocol)
    message = refused(content)
    assert not canary.exists()
    if protocol != 0:
        assert "mkdir" in message and "model.state_dict()" in message


@pytest.mark.parametrize(
    "value, name",
    [
        (types.SimpleNamespace(lr=1), "types.SimpleNamespace"),
        (argparse.Namespace(path=types.SimpleNamespace()), "SimpleNamespace"),
        (np.zeros(2), "numpy"),
        (collections.Counter("a"), "collections.Counter"),
        ({1, 2}, "builtins.set"),
        (Runs(eval, "1"), "builtins.eval"),
        (b"bytes", "_codecs.encode"),
    ],
)
def test_any_other_name_is_told(value, name):
    protocol = 2
    message = refused(pickle.dumps({"args": value}, protocol))
    name = name.replace("builtins", "__builtin__")
    assert name in message or name.replace("__builtin__", "builtins") in message
    assert "safetensors" in message


@pytest.mark.parametrize("protocol", [2, 3, 4])
def test_options_of_a_training_script_are_read_and_dropped(protocol):
    options = argparse.Namespace(lr=0.1, data="voc", sizes=[1, 2])
    saved = load(pickle.dumps({"args": options, "epoch": 3}, protocol))
    assert saved["epoch"] == 3
    assert vars(saved["args"]) == {}


def test_names_near_the_allowed_ones_are_refused():
    for name in (
        b"torch\nFloatStorage.__init__",
        b"torch._utils\n_rebuild_sparse_tensor",
        b"torch\nloads",
        b"torch.storage\n_load_from_bytes",
        b"collections\nOrderedDict.fromkeys",
    ):
        shown = name.decode().replace("\n", ".")
        assert shown in refused(b"\x80\x02c" + name + b"\n.")


@pytest.mark.parametrize(
    "content, words",
    [
        (b"\x80\x02\x82\x01.", "EXT1"),
        (b"\x80\x02(ios\nsystem\n.", "INST"),
        (b"\x80\x02(K\x01o.", "OBJ"),
        (b"\x80\x02K\x01)\x81.", "calls what is no function"),
        (b"\x80\x02P1\n.", "PERSID"),
        (b"\x80\x02K\x012.", "DUP"),
        (b"\x80\x02K\x01Q.", "whole network"),
        (b"\x80\x02X\x06\0\0\0moduleK\x01K\x01\x87Q.", "whole network"),
        (b"\x80\x02X\x07\0\0\0storage\x85Q.", "damaged"),
        (b"\x80\x02]}b.", "attributes"),
        (b"\x80\x02}}b.", "attributes"),
        (b"\x80\x02K\x01)R.", "calls"),
        (b"\x80\x02ctorch\nFloatStorage\n)R.", "calls"),
        (b"\x80\x02ctorch\nSize\n]R.", "calls"),
        (b"\x80\x02ctorch._utils\n_rebuild_tensor_v2\n)R.", "damaged"),
        (b"\x80\x02ctorch._utils\n_rebuild_parameter\n)R.", "damaged"),
        (b"\x80\x02ccollections\nOrderedDict\nK\x01\x85R.", "damaged"),
        (b"\x80\x02)}K\x01s.", "damaged"),
        (b"\x80\x02K\x01K\x01a.", "damaged"),
        (b"\x80\x02]K\x01K\x01s.", "damaged"),
        (b"\x80\x02}(K\x01u.", "damaged"),
        (b"\x80\x02h\x05.", "damaged"),
        (b"\x80\x02u.", "damaged"),
        (b"\x80\x02q\0.", "damaged"),
        (b"\x80\x02K\x01(\x85.", "damaged"),
        (b"\x80\x02K\x01K\x01.", "damaged"),
        (b"\x80\x02.", "damaged"),
        (b"\x80\x02]]\x93.", "damaged"),
        (b"\x80\x02\xff.", "damaged"),
        (b"\x80\x02X\x02\0\0\0\xc3\x28.", "damaged"),
        (b"", "damaged"),
    ],
)
def test_programs_that_are_no_state_dict_are_refused(content, words):
    assert words in refused(content)


def tensor(offset, shape, strides):
    """The program of one tensor, with numbers as they are given."""
    numbers = [
        b"(" + b"".join(b"\x8a" + bytes([len(long(n))]) + long(n) for n in row)
        + b"t"
        for row in (shape, strides)
    ]  # fmt: skip
    return (
        b"\x80\x02ctorch._utils\n_rebuild_tensor_v2\n"
        b"((X\x07\0\0\0storagectorch\nFloatStorage\nX\x01\0\0\x000"
        b"X\x03\0\0\0cpuK\x06tQ"
        + b"\x8a"
        + bytes([len(long(offset))])
        + long(offset)
        + b"".join(numbers)
        + b"\x89ccollections\nOrderedDict\n)RtR."
    )


def test_the_program_of_a_tensor_is_the_picklers():
    value = load(tensor(1, (2, 2), (2, 1)))
    assert value == Tensor(Storage("0", "float32", 6), 1, (2, 2), (2, 1))


@pytest.mark.parametrize(
    "view, words",
    [
        ((1, (6,), (1,)), "beyond"),
        ((0, (2,), (6,)), "beyond"),
        ((6, (1,), (1,)), "beyond"),
        ((-1, (2,), (1,)), "negative"),
        ((0, (-2,), (1,)), "negative"),
        ((5, (2,), (-1,)), "negative"),
        ((0, (2, 2), (1,)), "strides"),
        ((0, (7,), (0,)), "more elements"),
        ((0, (2**32, 2**32), (0, 0)), "more elements"),
        ((0, (2**63,), (0,)), "damaged"),
        ((2**900, (2,), (1,)), "damaged"),
        ((0, (1,) * 33, (1,) * 33), "axes"),
        ((0, (1,) * 9999, (1,) * 9999), "axes"),
    ],
)
def test_views_beyond_their_storage_are_refused(view, words):
    assert words in refused(tensor(*view))


def test_numbers_that_are_none_are_refused():
    good = tensor(0, (1,), (1,))
    assert load(good).shape == (1,)
    for wrong in (b"\x88", b"N", b"G" + b"\0" * 8, b")", b"]"):
        # The stride, by True, None, 0.0, () and [].
        at = good.rindex(b"\x8a\x01\x01t")
        assert refused(good[:at] + wrong + good[at + 3 :])


def test_a_storage_of_two_sizes_is_refused():
    state = {
        "a": torch_writer.Tensor(
            torch_writer.Storage("0", "float32", b"", 4), (1,), (1,)
        ),
        "b": torch_writer.Tensor(
            torch_writer.Storage("0", "float64", b"", 4), (1,), (1,)
        ),
    }
    assert "two types" in refused(torch_writer.pickled(state)[0])


def test_a_view_of_before_2017_and_lazy_tensors_are_refused():
    good = tensor(0, (1,), (1,))
    viewed = good.replace(b"K\x06tQ", b"K\x06K\x01K\x01K\x01\x87tQ")
    assert "view" in refused(viewed)
    negated = good.replace(b")RtR.", b")R}X\x03\0\0\0neg\x88stR.")
    assert "negated" in refused(negated)


def test_bombs_are_refused_in_little_time_and_memory():
    nested = b"\x80\x02)" + b"q\x00h\x00\x86" * 60
    # A tuple of 2**60 empty ones, as a key: its hash takes years.
    assert "keys" in refused(b"\x80\x02}" + nested[2:] + b"K\x01s.")
    # Numbers of one hash, as keys: n * n comparisons.
    same = b"".join(
        b"\x8a\x0a" + (k * (2**61 - 1)).to_bytes(10, "little") + b"K\x01"
        for k in range(2, 50_000)
    )
    assert "keys" in refused(b"\x80\x02}(" + same + b"u.")
    # An index of the memo of 4 billion; a string of 4 gigabytes.
    far = b"\x80\x02]r" + b"\xff" * 4 + b"j" + b"\xff" * 4 + b"\x86."
    assert load(far) == ([], [])
    assert "cut short" in refused(b"\x80\x02X" + b"\xff" * 4 + b"abc.")
    assert "cut short" in refused(b"\x80\x04\x8d" + b"\xff" * 8 + b"abc.")
    assert "cut short" in refused(
        b"\x80\x04\x8d" + struct.pack("<Q", 2**40) + b"abc."
    )
    # A number of a million digits, whose decimal form takes for ever.
    assert "damaged" in refused(b"\x80\x02I" + b"9" * 1_000_000 + b"\n.")


def test_instructions_without_end_are_refused(monkeypatch):
    monkeypatch.setattr(torch_pickle, "MOST_INSTRUCTIONS", 1000)
    assert load(b"\x80\x02]" + b"\x85" * 997 + b".")
    assert "instructions" in refused(b"\x80\x02]" + b"\x85" * 998 + b".")


def test_a_list_cannot_be_copied_over_and_over():
    pairs = b"\x80\x02(]q\x00(" + b"](K\x01K\x02e" * 20_000 + b"e"
    again = b"ccollections\nOrderedDict\nh\x00\x85R" * 20_000
    _, first, second, *_ = load(pairs + again + b"t.")
    assert (first, second) == ({1: 2}, {})
    shape = b"\x80\x02(" + b"K\x01" * 50_000 + b"tq\x00"
    again = b"ctorch\nSize\nh\x00\x85R" * 20_000
    assert "axes" in refused(shape + again + b".")


def test_deep_nests_and_dictionaries_that_hold_themselves_end():
    depth = 50_000
    value = load(b"\x80\x02" + b"]" * depth + b"a" * (depth - 1) + b".")
    while value:
        (value,) = value
    own = load(b"\x80\x02}q\x00X\x05\0\0\0modelh\x00s.")
    assert own["model"] is own


def test_flipped_and_cut_bytes_end_in_a_value_or_a_refusal():
    content, _ = torch_writer.pickled({"model": STATE, "epoch": [1, (2.0,)]})
    outcomes = set()
    for place in range(len(content)):
        for bit in range(8):
            changed = bytearray(content)
            changed[place] ^= 1 << bit
            outcomes.add(outcome(bytes(changed)))
        assert outcome(content[:place]) == "refused"
    assert outcomes == {"read", "refused"}


def outcome(content):
    try:
        load(content)
    except WeightsError:
        return "refused"
    return "read"
