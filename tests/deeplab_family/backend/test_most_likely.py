import numpy as np
import pytest

from deeplab_family.backend import most_likely as module


@pytest.fixture(params=["tensorflow", "another"])
def most_likely(request, monkeypatch):
    monkeypatch.setattr(module.keras.backend, "backend", lambda: request.param)
    return module.most_likely


@pytest.mark.parametrize("dtype", ["float16", "float32"])
def test_equals_numpy(most_likely, dtype):
    logits = np.random.default_rng(0).normal(size=(2, 5, 4, 7)).astype(dtype)

    ids = np.asarray(most_likely(logits))

    assert ids.dtype == np.int32
    np.testing.assert_array_equal(ids, logits.argmax(-1))


def test_the_first_of_equals_wins(most_likely):
    assert int(most_likely(np.array([1.0, 3.0, 3.0], "float32"))) == 1
