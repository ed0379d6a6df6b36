import io

import numpy as np
import pytest
from PIL import Image

from input_pipeline.inspection.fingerprint import fingerprint
from input_pipeline.inspection.image import (
    inspect_image,
)
from tests.input_pipeline.decode.draw_scans import with_scans
from tests.input_pipeline.decode.draw_turned import turned_file
from tests.input_pipeline.draw_files import random_pixels


def encode(picture, kind="JPEG", **options):
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def digest(encoded):
    return inspect_image(encoded, fingerprints=True).digest


def test_same_pixels_have_one_fingerprint_whatever_the_format():
    pixels = random_pixels(0)
    picture = Image.fromarray(pixels)
    small, large = (encode(picture, "PNG", compress_level=n) for n in (9, 0))
    assert small != large
    assert digest(small) == digest(large)
    assert inspect_image(small).size == (36, 48)
    pixels[3, 4, 1] ^= 1
    changed = encode(Image.fromarray(pixels), "PNG")
    assert digest(changed) != digest(small)


@pytest.mark.parametrize("length", [0, 1, 10, 100, 400])
def test_cut_file_is_a_problem_not_a_crash(length):
    encoded = encode(Image.fromarray(random_pixels(0)))[:length]
    facts = inspect_image(encoded)
    assert facts.problem.code == "image_unreadable" and facts.digest is None


def test_bomb_is_judged_by_its_header():
    encoded = bytearray(encode(Image.new("RGB", (8, 8))))
    place = encoded.index(b"\xff\xc0") + 5
    encoded[place : place + 4] = (60000).to_bytes(2, "big") * 2
    assert inspect_image(bytes(encoded)).problem.code == "image_huge"


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("orientation", [2, 3, 4])
def test_a_turn_that_no_label_size_tells_is_a_problem(kind, orientation):
    facts = inspect_image(turned_file(random_pixels(0), orientation, kind))
    assert facts.problem.code == "image_turned"
    assert str(orientation) in facts.problem.found


def test_of_a_square_no_turn_can_be_told():
    facts = inspect_image(turned_file(random_pixels(0, (36, 36)), 6))
    assert facts.problem.code == "image_turned"


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("orientation", [5, 6, 7, 8])
def test_a_turn_that_changes_the_sides_is_made_and_told(kind, orientation):
    pixels = random_pixels(0)
    facts = inspect_image(turned_file(pixels, orientation, kind))
    assert facts.problem is None and facts.size == (36, 48)
    assert facts.remark.code == "image_set_upright"
    assert facts.remark.found == f"EXIF orientation {orientation}"
    if kind == "PNG":
        assert digest(turned_file(pixels, orientation, kind)) == fingerprint(
            pixels
        )


@pytest.mark.parametrize("orientation", [0, 1])
def test_upright_tags_are_no_problem(orientation):
    facts = inspect_image(turned_file(random_pixels(0), orientation))
    assert facts.problem is None and facts.remark is None


def test_twelve_bits_in_sixteen_are_a_problem():
    values = np.arange(64 * 64, dtype=np.uint16).reshape(64, 64)
    facts = inspect_image(encode(Image.fromarray(values), "PNG"))
    assert facts.problem.code == "image_bits"
    assert facts.problem.found == "16 bits, highest value 4095"
    facts = inspect_image(encode(Image.fromarray(values * 16), "PNG"))
    assert facts.problem is None and facts.remark.code == "image_16_bit"


def test_very_many_scans_are_a_problem():
    facts = inspect_image(with_scans(random_pixels(0), 3000))
    assert facts.problem.code == "image_slow"
    assert facts.problem.found == "more than 100 scans"


def test_mutated_bytes_never_raise():
    random = np.random.default_rng(0)
    good = np.frombuffer(encode(Image.fromarray(random_pixels(0))), np.uint8)
    for _ in range(100):
        bad = good.copy()
        bad[random.integers(0, bad.size, 4)] = random.integers(0, 256, 4)
        facts = inspect_image(bad.tobytes(), fingerprints=True)
        assert (facts.problem is None) == (facts.digest is not None)
