import keras
import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.backend import bincount

LARGE = np.array([[0, 1, 4095], [4096, 2**31, 2**42 + 5]])


@pytest.fixture(params=[True, False], ids=["int64", "int32 pairs"])
def wide(request, monkeypatch):
    monkeypatch.setattr(bincount, "has_int64", lambda: request.param)
    return bincount


def make(wide, shape=(2, 3)):
    return wide.count_variable(
        keras.metrics.Metric().add_variable, shape, "counts"
    )


def test_a_table_of_large_counts_grows_exactly(wide):
    table = make(wide)
    table.assign(LARGE)
    for _ in range(5):
        table.assign_add(tf.fill((2, 3), 1_000_000_007))
    np.testing.assert_array_equal(table, LARGE + 5 * 1_000_000_007)
    assert np.asarray(table).dtype == "int64"
    assert tuple(table.shape) == (2, 3)


@pytest.mark.parametrize("of", [np.asarray, tf.constant])
def test_sums_of_parts_are_exact(wide, of):
    counts = np.full((300, 200), 2**20 + 4095)
    counts = of(counts.astype("int32"))
    parts = wide.split_counts(counts).numpy().sum(axis=(1, 2))
    expected = 60_000 * (2**20 + 4095)
    assert float(wide.join_float32(parts)) == np.float32(expected)


def test_arrays_beyond_int32_are_split(wide):
    parts = wide.split_counts(LARGE)
    np.testing.assert_allclose(wide.join_float32(parts), LARGE, rtol=1e-7)


def test_integers_stop_instead_of_wrapping(monkeypatch):
    monkeypatch.setattr(bincount, "has_int64", lambda: False)
    joined = bincount.join_integer(bincount.split_counts(LARGE))
    expected = [[0, 1, 4095], [4096, 2**31 - 1, 2**31 - 1]]
    np.testing.assert_array_equal(joined, expected)
    just = np.array([2**31 - 1, 2**31 - 4096, 2**31 - 4097])
    joined = bincount.join_integer(bincount.split_counts(just))
    np.testing.assert_array_equal(joined, just)


def test_with_int64_they_are_themselves():
    joined = bincount.join_integer(bincount.split_counts(LARGE))
    np.testing.assert_array_equal(joined, LARGE)
