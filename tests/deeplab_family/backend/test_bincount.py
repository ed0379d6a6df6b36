import numpy as np
import tensorflow as tf

from deeplab_family.backend import bincount


def test_counts_equal_numpy_also_where_an_id_never_occurs():
    ids = np.array([[0, 3, 3], [1, 0, 3]], "int32")

    counts = bincount.count_ids(ids, 6)

    np.testing.assert_array_equal(counts, np.bincount(ids.ravel(), None, 6))


def test_compiled_counts_equal_plain_ones():
    ids = np.random.default_rng(0).integers(0, 50, (4, 30)).astype("int32")
    compiled = tf.function(bincount.count_ids, jit_compile=True)

    np.testing.assert_array_equal(
        compiled(ids, 50), bincount.count_ids(ids, 50)
    )


def test_other_backends_count_the_same(monkeypatch):
    ids = np.random.default_rng(1).integers(0, 9, 100).astype("int32")
    expected = np.asarray(bincount.count_ids(ids, 9))
    monkeypatch.setattr(bincount.keras.backend, "backend", lambda: "another")

    np.testing.assert_array_equal(bincount.count_ids(ids, 9), expected)
