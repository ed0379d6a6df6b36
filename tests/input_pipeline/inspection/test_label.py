import io

import numpy as np
import pytest
from PIL import Image

from input_pipeline.inspection.label import MOST_COLORS, inspect_label
from input_pipeline.inspection.stats import unknown_values
from tests.input_pipeline.draw_files import (
    palette_image,
    random_ids,
    random_pixels,
)
from tests.input_pipeline.inspection.strange_samples import (
    COLORED,
    COLORS,
    MAPPED,
    PLAIN,
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
        inspect_label(encode(ids)),
        inspect_label(encode(palette_image(ids))),
    )
    assert gray.stored == paletted.stored == counted(ids)
    assert gray.size == (36, 48)
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
    assert inspect_label(encoded).stored == counted(ids)


def test_colors_are_counted_exactly():
    mask = np.zeros((4, 5, 3), np.uint8)
    mask[1, :3] = 1, 2, 3
    facts = inspect_label(encode(mask))
    assert facts.colors == {(0, 0, 0): 17, (1, 2, 3): 3}
    assert facts.problem.code == "label_rgb" and not facts.more_colors
    assert "2 colors" in facts.problem.found


def test_too_many_colors_are_cut_and_said():
    facts = inspect_label(encode(random_pixels(0)))
    assert len(facts.colors) == MOST_COLORS and facts.more_colors
    assert f"over {MOST_COLORS}" in facts.problem.found


def test_gray_rgb_is_suspected_to_be_ids():
    facts = inspect_label(encode(np.stack([random_ids(0)] * 3, -1)))
    assert "ids stored three times" in facts.problem.found


def test_colored_data_set_wants_rgb():
    mask = np.zeros((4, 5, 3), np.uint8)
    assert inspect_label(encode(mask), COLORED).problem is None
    gray = inspect_label(encode(random_ids(0)), COLORED)
    assert gray.problem.code == "label_not_rgb"
    alpha = encode(Image.fromarray(mask).convert("RGBA"))
    assert inspect_label(alpha, COLORED).problem.code == "label_not_rgb"


def test_deep_labels_say_their_range():
    facts = inspect_label(encode(np.full((4, 5), 700, np.uint16)))
    assert facts.problem.code == "label_bits"
    assert "16-bit grayscale PNG, values 700 to 700" in facts.problem.found


def test_other_formats_are_named():
    stream = io.BytesIO()
    Image.fromarray(random_ids(0)).save(stream, "JPEG")
    problem = inspect_label(stream.getvalue()).problem
    assert problem.code == "label_format" and "JPEG" in problem.found


@pytest.mark.parametrize("length", [0, 5, 20, 26, 60, 100])
@pytest.mark.parametrize("paletted", [False, True])
def test_cut_label_is_a_problem_not_a_crash(length, paletted):
    ids = random_ids(0)
    encoded = encode(palette_image(ids) if paletted else ids)
    facts = inspect_label(encoded[:length])
    assert facts.problem.code == "label_unreadable" and not facts.stored


def test_mutated_bytes_never_raise():
    random = np.random.default_rng(0)
    good = np.frombuffer(encode(palette_image(random_ids(0))), np.uint8)
    for _ in range(100):
        bad = good.copy()
        bad[random.integers(0, bad.size, 3)] = random.integers(0, 256, 3)
        facts = inspect_label(bad.tobytes())
        assert facts.problem is not None or facts.stored


def test_gray_and_paletted_labels_have_one_fingerprint():
    ids = random_ids(0)
    gray, paletted = (
        inspect_label(encode(picture), fingerprints=True).digest
        for picture in (ids, palette_image(ids))
    )
    assert gray == paletted is not None
    assert inspect_label(encode(ids)).digest is None


def test_ids_that_are_not_listed_are_unknown():
    label = encode(np.array([[9, 7, 255], [0, 1, 3]], np.uint8))
    assert unknown_values(inspect_label(label), None) == []
    facts = inspect_label(label, PLAIN)
    assert unknown_values(facts, PLAIN) == [3, 7, 9]
    assert unknown_values(facts, MAPPED) == [3, 9, 255]


def test_colors_that_are_not_listed_are_unknown():
    mask = np.full((4, 5, 3), COLORS[1], np.uint8)
    mask[0, :2] = (1, 2, 3), (0, 2, 3)
    facts = inspect_label(encode(mask), COLORED)
    assert unknown_values(facts, COLORED) == [(0, 2, 3), (1, 2, 3)]
    assert facts.colors[COLORS[1]] == 18


def test_a_rare_color_of_the_data_set_is_counted_among_many():
    mask = random_pixels(0)
    mask[3, 3] = COLORS[1]
    facts = inspect_label(encode(mask), COLORED)
    assert facts.colors[COLORS[1]] == 1 and facts.more_colors


@pytest.mark.parametrize("bits", [1, 2, 4, 8])
def test_gray_and_palettes_of_any_depth_may_hold_ids(bits):
    ids = np.zeros((3, 5), np.uint8)
    assert inspect_label(encode(ids)).problem is None
    label = encode(palette_image(ids), bits=bits)
    assert inspect_label(label).problem is None


@pytest.mark.parametrize(
    ("mode", "code", "kind"),
    [
        ("RGB", "label_rgb", "an 8-bit RGB PNG"),
        ("RGBA", "label_rgb", "an 8-bit RGBA PNG"),
        ("LA", "label_rgb", "an 8-bit grayscale with alpha PNG"),
        ("I;16", "label_bits", "a 16-bit grayscale PNG"),
        ("1", "label_bits", "a 1-bit grayscale PNG"),
    ],
)
def test_other_kinds_are_named(mode, code, kind):
    problem = inspect_label(encode(Image.new(mode, (5, 3)))).problem
    assert problem.code == code and problem.found.startswith(kind)


def test_a_label_that_viewers_show_turned_is_a_problem():
    exif = Image.Exif()
    exif[0x0112] = 3
    turned = inspect_label(encode(random_ids(0), exif=exif))
    assert turned.problem.code == "label_turned" and turned.size == (36, 48)
    exif[0x0112] = 1
    assert inspect_label(encode(random_ids(0), exif=exif)).problem is None
