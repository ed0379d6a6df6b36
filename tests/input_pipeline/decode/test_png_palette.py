import io

import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

from input_pipeline.decode.png_palette import as_grayscale, spread
from tests.input_pipeline.draw_files import palette_image, random_ids


def palette_png(bits):
    ids = random_ids(3) & (2**bits - 1)
    stream = io.BytesIO()
    palette_image(ids).save(stream, "PNG", bits=bits)
    return ids, stream.getvalue()


@pytest.mark.parametrize("bits", [1, 2, 4, 8])
def test_the_renamed_file_is_a_valid_grayscale_png(bits):
    ids, encoded = palette_png(bits)
    renamed = as_grayscale(tf.constant(encoded)).numpy()
    picture = Image.open(io.BytesIO(renamed))
    picture.verify()  # every checksum
    assert picture.mode in ("1", "L")
    levels = tf.io.decode_png(renamed, channels=1)[..., 0]
    apart = spread(tf.constant(encoded))
    assert int(apart) == 255 // (2**bits - 1)
    np.testing.assert_array_equal(levels // apart, ids)


# Byte 25 is the color type, without which nobody asks for the renaming.
@pytest.mark.parametrize("place", [12, 16, 20, 24, 26, 27, 28, 29, 30, 31, 32])
def test_a_damaged_header_stays_damaged(place):
    _, encoded = palette_png(8)
    damaged = bytearray(encoded)
    damaged[place] ^= 4
    with pytest.raises(tf.errors.OpError):
        tf.io.decode_png(as_grayscale(tf.constant(bytes(damaged))), channels=1)
