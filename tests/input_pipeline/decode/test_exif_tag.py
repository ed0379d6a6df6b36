import numpy as np
import pytest
import tensorflow as tf

from input_pipeline.decode.exif_tag import exif_orientation
from tests.input_pipeline.decode.draw_turned import tiff


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("kind", [3, 4])
@pytest.mark.parametrize("stated", [0, 1, 6, 8, 300])
def test_the_number_is_read_in_either_byte_order(order, kind, stated):
    content = tf.constant(tiff(stated, order, kind))
    assert exif_orientation(content) == stated


@pytest.mark.parametrize("content", [b"", b"II", b"II*\0", b"hello" * 9])
def test_other_bytes_state_nothing(content):
    assert exif_orientation(tf.constant(content)) == 0


def test_cut_or_changed_data_never_fail():
    good = tiff(6)
    for end in range(len(good)):
        assert exif_orientation(tf.constant(good[:end])) in (0, 6)
    random = np.random.default_rng(0)
    for _ in range(200):
        bad = bytearray(good)
        bad[random.integers(4, len(bad))] = random.integers(256)
        assert exif_orientation(tf.constant(bytes(bad))).dtype == tf.int32
