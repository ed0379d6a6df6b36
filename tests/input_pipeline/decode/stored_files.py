"""Bytes of pictures other than 8-bit RGB, for tests."""

import io

import cv2
import numpy as np
import tifffile

SIZE = (36, 48)


def bands(channels, dtype, highest, seed=0, size=SIZE):
    """Values 0 to `highest`, both of them among the values."""
    rng = np.random.default_rng(seed)
    values = rng.integers(0, highest + 1, (*size, channels))
    values[0, 0, 0], values[-1, -1, -1] = 0, highest
    return values.astype(dtype)


def npy(array):
    stream = io.BytesIO()
    np.save(stream, array)
    return stream.getvalue()


def tiff(array, **options):
    stream = io.BytesIO()
    chosen = {"photometric": "minisblack", "planarconfig": "contig"} | options
    if array.shape[-1] == 1:
        array, chosen = array[..., 0], {"photometric": "minisblack"}
    tifffile.imwrite(stream, array, **chosen)
    return stream.getvalue()


def png(array):
    order = {3: [2, 1, 0], 4: [2, 1, 0, 3]}.get(array.shape[-1], [0])
    done, content = cv2.imencode(".png", array[..., order])
    assert done
    return content.tobytes()
