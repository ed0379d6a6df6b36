import numpy as np
from PIL import Image

from input_pipeline.inspection.fingerprint import fingerprint, outline
from tests.input_pipeline.draw_files import random_pixels


def test_fingerprint_knows_the_shape():
    flat = np.arange(12, dtype=np.uint8)
    assert fingerprint(flat.reshape(3, 4)) != fingerprint(flat.reshape(4, 3))


def test_outline_survives_resizing_but_not_another_picture():
    one, two = (Image.fromarray(random_pixels(n)) for n in (0, 1))
    large = np.asarray(one.resize((480, 360), Image.Resampling.BICUBIC))
    near = distance(outline(np.asarray(one)), outline(large))
    far = distance(outline(np.asarray(one)), outline(np.asarray(two)))
    assert near <= 8 < 64 < far


def distance(one, two):
    bits = [np.unpackbits(np.frombuffer(o, np.uint8)) for o in (one, two)]
    return int((bits[0] != bits[1]).sum())
