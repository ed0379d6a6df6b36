"""Label PNGs are read by others as they were written."""

import io

import cv2
import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

from input_pipeline.annotations.label_png import END, encode_label


@pytest.mark.parametrize("size", [(1, 1), (1, 9), (7, 1), (33, 50)])
def test_pillow_reads_the_ids(size):
    label = np.random.default_rng(0).integers(0, 256, size, np.uint8)
    encoded = encode_label(label)
    assert encoded.endswith(END)
    with Image.open(io.BytesIO(encoded)) as picture:
        picture.verify()
    with Image.open(io.BytesIO(encoded)) as picture:
        assert picture.mode == "L"
        np.testing.assert_array_equal(np.asarray(picture), label)


def test_large_areas_take_few_bytes():
    label = np.zeros((480, 640), np.uint8)
    label[100:300, 200:400] = 3
    assert len(encode_label(label)) < 4_000


def some_rows_alike(seed):
    """Random rows, each as often as it likes."""
    rng = np.random.default_rng(seed)
    rows = rng.integers(0, 4, (12, 30), np.uint8) * (rng.random((12, 1)) < 0.7)
    return np.repeat(rows.astype(np.uint8), rng.integers(1, 20, 12), axis=0)


@pytest.mark.parametrize("seed", range(6))
def test_rows_that_are_as_the_one_above(seed):
    """Read by Pillow, OpenCV and TensorFlow."""
    label = some_rows_alike(seed)
    encoded = encode_label(label)
    with Image.open(io.BytesIO(encoded)) as picture:
        np.testing.assert_array_equal(np.asarray(picture), label)
    stored = np.frombuffer(encoded, np.uint8)
    read = cv2.imdecode(stored, cv2.IMREAD_UNCHANGED)
    np.testing.assert_array_equal(read, label)
    checked = tf.io.decode_png(encoded)
    np.testing.assert_array_equal(checked[..., 0], label)
