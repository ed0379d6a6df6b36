import io

import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

from input_pipeline.decode.label import decode_label
from input_pipeline.decode.png_header import GRAY, read_png_header
from input_pipeline.records.schema import encode_label


@pytest.mark.parametrize("size", [(1, 1), (1, 9), (7, 1), (33, 49)])
def test_ids_survive_in_every_decoder(size):
    ids = np.random.default_rng(0).integers(0, 256, size).astype(np.uint8)
    encoded = encode_label(ids)
    np.testing.assert_array_equal(decode_label(tf.constant(encoded)), ids)
    np.testing.assert_array_equal(Image.open(io.BytesIO(encoded)), ids)


def test_it_is_8_bit_grayscale_and_the_same_each_time():
    ids = np.arange(250, dtype=np.uint8).reshape(10, 25)
    encoded = encode_label(ids)
    header = read_png_header(encoded)
    assert (header.height, header.width) == ids.shape
    assert (header.bit_depth, header.color_type) == (8, GRAY)
    assert encode_label(ids) == encoded


def test_each_row_is_stored_as_its_difference_to_the_one_above():
    ids = np.random.default_rng(0).integers(0, 256, (1, 512)).astype(np.uint8)
    repeated = np.repeat(ids, 64, axis=0)
    # 64 equal rows cost little more than one, unlike with other filters.
    assert len(encode_label(repeated)) < 2 * len(encode_label(ids))
