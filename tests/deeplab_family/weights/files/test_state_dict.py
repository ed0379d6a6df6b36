import numpy as np
import pytest

from deeplab_family.weights.errors import WeightsError
from deeplab_family.weights.files import state_dict
from deeplab_family.weights.files.torch_tensor import Storage, Tensor

VALUES = np.arange(6, dtype=np.float32)
WEIGHT = Tensor(Storage("0", "float32", 6), 0, (2, 3), (3, 1))
BIAS = Tensor(Storage("0", "float32", 6), 4, (2,), (1,))
STATE = {"conv.weight": WEIGHT, "conv.bias": BIAS}


def read(saved):
    return state_dict.named_tensors(saved, lambda storage: VALUES, "PyTorch")


def assert_state(arrays):
    assert list(arrays) == ["conv.weight", "conv.bias"]
    np.testing.assert_array_equal(arrays["conv.weight"], [[0, 1, 2], [3, 4, 5]])
    np.testing.assert_array_equal(arrays["conv.bias"], [4, 5])


def test_a_plain_state_dict_is_itself():
    arrays = read(STATE)
    assert_state(arrays)
    assert (arrays.skipped, arrays.file_format) == ((), "PyTorch")


@pytest.mark.parametrize("key", ["state_dict", "model", "model_state_dict"])
def test_what_a_training_script_saves_is_unwrapped(key):
    arrays = read({"epoch": 3, key: STATE, "best": BIAS, "optimizer": {0: 1}})
    assert_state(arrays)
    assert arrays.skipped == ("epoch", "best", "optimizer")


def test_wrappers_may_be_in_one_another():
    arrays = read({"model": {"state_dict": STATE, "arch": "x"}, "epoch": 1})
    assert_state(arrays)
    assert arrays.skipped == ("epoch", "arch")


def test_module_is_taken_off_where_all_names_have_it():
    assert_state(read({f"module.{n}": t for n, t in STATE.items()}))
    mixed = read({"module.a": WEIGHT, "b": BIAS})
    assert list(mixed) == ["module.a", "b"]


def test_values_beside_tensors_are_skipped_and_named():
    arrays = read({**STATE, "step": 4, "extra": [1]})
    assert_state(arrays)
    assert arrays.skipped == ("step", "extra")


def test_a_file_without_tensors_is_told_what_it_holds():
    own = {}
    own["model"] = own
    for saved, words in (
        (
            {"net": STATE, "epoch": 1},
            "a dictionary of 'net', 'epoch', no tensors",
        ),
        ({}, "a dictionary of nothing"),
        ([WEIGHT], "a list"),
        (own, "a dictionary of 'model'"),
        (dict.fromkeys(map(str, range(99))), "of '0', '1', '2', '3', '4', no"),
    ):
        with pytest.raises(WeightsError, match=words):
            read(saved)


def test_one_storage_under_countless_names_is_refused(monkeypatch):
    monkeypatch.setattr(state_dict, "ALWAYS_FINE", 100)
    read({str(n): WEIGHT for n in range(20)})
    with pytest.raises(WeightsError, match="504 bytes, which are 24 bytes"):
        read({str(n): WEIGHT for n in range(21)})
