import io

import numpy as np
import pytest
from PIL import Image

from input_pipeline.doctor.read_image import fingerprint, outline, read_image
from tests.input_pipeline.draw_files import random_pixels


def encode(picture, kind="JPEG", **options):
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def test_same_pixels_have_one_fingerprint_whatever_the_format():
    pixels = random_pixels(0)
    picture = Image.fromarray(pixels)
    small, large = (encode(picture, "PNG", compress_level=n) for n in (9, 0))
    assert small != large
    assert read_image(small).digest == read_image(large).digest
    assert read_image(small).size == (36, 48)
    pixels[3, 4, 1] ^= 1
    changed = encode(Image.fromarray(pixels), "PNG")
    assert read_image(changed).digest != read_image(small).digest


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


@pytest.mark.parametrize("length", [0, 1, 10, 100, 400])
def test_cut_file_is_a_problem_not_a_crash(length):
    encoded = encode(Image.fromarray(random_pixels(0)))[:length]
    facts = read_image(encoded)
    assert facts.problem.code == "image_unreadable" and facts.digest is None


def test_bomb_is_judged_by_its_header():
    encoded = bytearray(encode(Image.new("RGB", (8, 8))))
    place = encoded.index(b"\xff\xc0") + 5
    encoded[place : place + 4] = (60000).to_bytes(2, "big") * 2
    assert read_image(bytes(encoded)).problem.code == "image_huge"


@pytest.mark.parametrize("orientation", [0, 2, 3, 8])
def test_every_orientation_but_upright_is_a_problem(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    encoded = encode(Image.fromarray(random_pixels(0)), exif=exif)
    facts = read_image(encoded)
    assert facts.problem.code == "image_turned"
    assert str(orientation) in facts.problem.found


def test_mutated_bytes_never_raise():
    random = np.random.default_rng(0)
    good = np.frombuffer(encode(Image.fromarray(random_pixels(0))), np.uint8)
    for _ in range(100):
        bad = good.copy()
        bad[random.integers(0, bad.size, 4)] = random.integers(0, 256, 4)
        facts = read_image(bad.tobytes())
        assert (facts.problem is None) == (facts.digest is not None)
