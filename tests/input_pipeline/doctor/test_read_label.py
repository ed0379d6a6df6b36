import io

import numpy as np
import pytest
from PIL import Image

from input_pipeline.doctor.read_label import MOST_COLORS, read_label
from tests.input_pipeline.draw_files import (
    palette_image,
    random_ids,
    random_pixels,
)


def encode(picture, **options):
    stream = io.BytesIO()
    if isinstance(picture, np.ndarray):
        picture = Image.fromarray(picture)
    picture.save(stream, "PNG", **options)
    return stream.getvalue()


def counted(ids):
    values, counts = np.unique(ids, return_counts=True)
    return dict(zip(values.tolist(), counts.tolist(), strict=True))


def test_gray_and_paletted_labels_count_alike():
    ids = random_ids(0)
    gray, paletted = (
        read_label(encode(ids)),
        read_label(encode(palette_image(ids))),
    )
    assert gray.stored == paletted.stored == counted(ids)
    assert gray.digest == paletted.digest and gray.size == (36, 48)
    assert not gray.palette and gray.problem is None
    assert paletted.palette == {
        0: (9, 9, 9),
        1: (200, 0, 0),
        2: (0, 0, 200),
        255: (0, 0, 0),
    }


@pytest.mark.parametrize("bits", [1, 2, 4])
def test_small_palettes_keep_their_indices(bits):
    ids = random_ids(0) % 2
    encoded = encode(palette_image(ids), bits=bits)
    assert read_label(encoded).stored == counted(ids)


def test_colors_are_counted_exactly():
    mask = np.zeros((4, 5, 3), np.uint8)
    mask[1, :3] = 1, 2, 3
    facts = read_label(encode(mask))
    assert facts.colors == {(0, 0, 0): 17, (1, 2, 3): 3}
    assert facts.problem.code == "label_rgb" and not facts.more_colors
    assert "2 colors" in facts.problem.found


def test_too_many_colors_are_cut_and_said():
    facts = read_label(encode(random_pixels(0)))
    assert len(facts.colors) == MOST_COLORS and facts.more_colors
    assert f"over {MOST_COLORS}" in facts.problem.found


def test_gray_rgb_is_suspected_to_be_ids():
    facts = read_label(encode(np.stack([random_ids(0)] * 3, -1)))
    assert "ids stored three times" in facts.problem.found


def test_colored_data_set_wants_rgb():
    mask = np.zeros((4, 5, 3), np.uint8)
    assert read_label(encode(mask), colored=True).problem is None
    gray = read_label(encode(random_ids(0)), colored=True)
    assert gray.problem.code == "label_not_rgb"
    alpha = encode(Image.fromarray(mask).convert("RGBA"))
    assert read_label(alpha, colored=True).problem.code == "label_not_rgb"


def test_deep_labels_say_their_range():
    facts = read_label(encode(np.full((4, 5), 700, np.uint16)))
    assert facts.problem.code == "label_bits"
    assert "16-bit grayscale, values 700 to 700" in facts.problem.found


def test_other_formats_are_named():
    stream = io.BytesIO()
    Image.fromarray(random_ids(0)).save(stream, "JPEG")
    problem = read_label(stream.getvalue()).problem
    assert problem.code == "label_format" and "JPEG" in problem.found


@pytest.mark.parametrize("length", [0, 5, 20, 26, 60, 100])
@pytest.mark.parametrize("paletted", [False, True])
def test_cut_label_is_a_problem_not_a_crash(length, paletted):
    ids = random_ids(0)
    encoded = encode(palette_image(ids) if paletted else ids)
    facts = read_label(encoded[:length])
    assert facts.problem.code == "label_unreadable" and not facts.stored


def test_mutated_bytes_never_raise():
    random = np.random.default_rng(0)
    good = np.frombuffer(encode(palette_image(random_ids(0))), np.uint8)
    for _ in range(100):
        bad = good.copy()
        bad[random.integers(0, bad.size, 3)] = random.integers(0, 256, 3)
        facts = read_label(bad.tobytes())
        assert facts.problem is not None or facts.digest is not None
