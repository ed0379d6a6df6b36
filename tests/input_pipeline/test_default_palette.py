import itertools
import math

import pytest

from input_pipeline.default_palette import default_palette
from tests.input_pipeline.plain_color_distance import VISIONS, ciede2000, lab

# By kind of vision: the least CIEDE2000 of two colors among the first so many.
LEAST = {
    8: {"normal": 24, "protanopia": 14.5, "deuteranopia": 14},
    12: {"normal": 23, "protanopia": 13.5, "deuteranopia": 13.5},
    20: {"normal": 13.5, "protanopia": 8.5, "deuteranopia": 8},
    40: {"normal": 10, "protanopia": 6, "deuteranopia": 6},
}


@pytest.mark.parametrize("count", LEAST)
@pytest.mark.parametrize("vision", VISIONS)
def test_no_two_colors_look_alike(count, vision):
    seen = [lab(color, vision) for color in default_palette(count)]
    pairs = itertools.combinations(seen, 2)
    assert min(ciede2000(*pair) for pair in pairs) > LEAST[count][vision]


@pytest.mark.parametrize("vision", VISIONS)
def test_no_color_passes_for_nothing_or_for_paper(vision):
    black, white = lab((0, 0, 0)), lab((255, 255, 255))
    seen = [lab(color, vision) for color in default_palette(40)]
    assert min(ciede2000(color, black) for color in seen) > 17
    assert min(ciede2000(color, white) for color in seen) > 10


def test_lightness_alone_tells_dark_middle_and_bright_apart():
    lightness = sorted(lab(color)[0] for color in default_palette(12))
    assert lightness[2] < 40 and 50 < lightness[5] < 65 < 80 < lightness[-3]


def test_a_tint_of_the_first_colors_shows_over_a_photograph():
    seen = [lab(color) for color in default_palette(20)]
    chroma = [math.hypot(a, b) for _, a, b in seen]
    assert min(chroma[:12]) > 35 and min(chroma) > 20


def test_a_small_palette_begins_a_large_one():
    assert default_palette(60)[:11] == default_palette(11)


def test_the_colors_after_the_table_are_new():
    palette = default_palette(256)
    assert palette[:40] == default_palette(40)
    assert len(set(palette)) == 256
    assert (0, 0, 0) not in palette and (255, 255, 255) not in palette


@pytest.mark.parametrize("count", [0, 257])
def test_impossible_counts_are_refused(count):
    with pytest.raises(ValueError, match=f"1..256. Received: {count}"):
        default_palette(count)


@pytest.mark.parametrize(
    ("one", "two", "difference"),
    [  # of Sharma's table 1
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, -1, 2), (50, 0, 0), 2.3669),
        ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_judge_itself_agrees_with_the_published_pairs(one, two, difference):
    assert ciede2000(one, two) == pytest.approx(difference, abs=1e-4)
