"""Label PNGs are read by others as they were written."""

import io

import numpy as np
import pytest
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
