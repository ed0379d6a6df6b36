import keras
import numpy as np
import pytest

from deeplab_family.backend import most_likely_class


@pytest.fixture(params=["tensorflow", "another"], autouse=True)
def backend_name(request, monkeypatch):
    monkeypatch.setattr(keras.backend, "backend", lambda: request.param)


@pytest.mark.parametrize("dtype", ["float16", "float32"])
def test_equals_numpy(dtype):
    logits = np.random.default_rng(0).normal(size=(2, 5, 4, 7)).astype(dtype)

    ids = np.asarray(most_likely_class(logits))

    assert ids.dtype == np.int32
    np.testing.assert_array_equal(ids, logits.argmax(-1))


def test_the_first_of_equals_wins():
    assert int(most_likely_class(np.array([1.0, 3.0, 3.0], "float32"))) == 1
