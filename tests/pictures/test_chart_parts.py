"""Parts of charts: axes, labels that cover nothing, counts of coverage."""

import itertools
import re
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from deeplab_family.visualization.font import OWN
from pictures import networks_ms, size_latency_miou
from pictures.confusion import draw as draw_confusion
from pictures.coverage import ASPP, VORTEX, branch_counts
from pictures.labels import Point, draw_labels
from pictures.svg import Plane, Svg, width_of


def test_a_plane_is_linear_or_logarithmic():
    linear = Plane(100, 50, 300, 250, (0, 10), (0, 1))
    assert linear.at(5, 0.25) == (200, 200)
    log = Plane(100, 50, 300, 250, (1, 100), (10, 1000), log=True)
    assert np.allclose(log.at(10, 100), (200, 150))


def labels_of(svg: Svg):
    found = re.findall(
        r'<text [^>]*x="([-\d.]+)" y="([-\d.]+)"[^>]*>([^<]+)<',
        "\n".join(svg.parts),
    )
    return {name: (float(x), float(y)) for x, y, name in found}


def boxes_of(svg_text):
    """Left, top, right and bottom of each text, by Pillow's measure."""
    drawn = ElementTree.fromstring(svg_text)
    for text in drawn.iter("{http://www.w3.org/2000/svg}text"):
        size = float(text.get("font-size"))
        font = ImageFont.truetype(OWN, size)
        anchor = {"start": "ls", "middle": "ms", "end": "rs"}
        place = float(text.get("x")), float(text.get("y"))
        image = ImageDraw.Draw(Image.new("L", (1000, 600)))
        side = anchor[text.get("text-anchor")]
        yield text.text, image.textbbox(place, text.text, font, side)


def overlaps(svg_text):
    """Pairs of texts with less than a pixel between them."""
    return [
        (name, other)
        for (name, a), (other, b) in itertools.combinations(
            boxes_of(svg_text), 2
        )
        if a[0] < b[2] + 1 and b[0] < a[2] + 1
        if a[1] < b[3] + 1 and b[1] < a[3] + 1
    ]


def test_labels_of_one_place_do_not_cover_each_other():
    svg = Svg(400, 400, "")
    names = ["one", "another", "third", "fourth", "fifth"]
    draw_labels(svg, [Point(200, 200, 6, n, "#000") for n in names], (0, 400))
    assert labels_of(svg).keys() == set(names)
    assert not overlaps(svg.document())


@pytest.mark.parametrize("picture", [size_latency_miou, networks_ms])
def test_no_words_of_a_chart_touch_others(picture):
    assert not overlaps(picture.draw())


def crossed(svg_text):
    """Words through which the line of a label goes."""
    lines = re.findall(r"<line ([^>]*stroke-width=\"0.7\"[^>]*)/>", svg_text)
    texts = [*boxes_of(svg_text)]
    ends = [dict(re.findall(r'([xy][12])="([-\d.]+)"', one)) for one in lines]
    for end in ends:
        x1, y1, x2, y2 = (float(end[name]) for name in ("x1", "y1", "x2", "y2"))
        for share in np.linspace(0.02, 0.98, 49):
            x, y = x1 + share * (x2 - x1), y1 + share * (y2 - y1)
            for words, (left, top, right, bottom) in texts:
                if left < x < right and top < y < bottom:
                    yield words


def crowd(places):
    """A chart of points, each with a name of its own."""
    svg = Svg(400, 400, "")
    points = [Point(x, y, 3, f"point {x} {y}", "#000") for x, y in places]
    draw_labels(svg, points, (0, 400))
    return svg.document()


CROWDS = [
    [(200 + 4 * n, 200 + 6 * n) for n in range(7)],
    [(200, 200 + 4 * n) for n in range(10)],
    [(200 + 20 * n, 200) for n in range(6)],
]


@pytest.mark.parametrize("places", CROWDS)
def test_names_of_a_crowd_keep_off_each_other_and_their_lines(places):
    drawn = crowd(places)
    assert 'stroke-width="0.7"' in drawn
    assert not overlaps(drawn)
    assert not [*crossed(drawn)]


@pytest.mark.parametrize("picture", [size_latency_miou, networks_ms])
def test_no_line_goes_through_words(picture):
    assert not [*crossed(picture.draw())]


def test_the_line_of_a_label_goes_from_circle_to_words():
    svg = Svg(400, 400, "")
    walls = [(100, 180, 300, 196), (100, 205, 300, 235)]
    draw_labels(svg, [Point(200, 200, 3, "far", "#000")], (100, 300), walls)
    (line,) = [part for part in svg.parts if part.startswith("<line")]
    x1, y1, x2, y2 = map(float, re.findall(r' [xy][12]="([-\d.]+)"', line))
    assert (x1 - 200) ** 2 + (y1 - 200) ** 2 == pytest.approx(9, abs=0.1)
    left, base = labels_of(svg)["far"]
    assert left - 1 <= x2 <= left + width_of("far") + 1
    assert abs(y2 - base) < 15


def test_a_lone_label_stands_beside_its_point_and_inside():
    svg = Svg(400, 400, "")
    points = [Point(10, 50, 5, "left", "#000"), Point(390, 90, 5, "end", "#0")]
    draw_labels(svg, points, (0, 400))
    placed = labels_of(svg)
    assert placed["left"][0] == 20
    assert placed["end"][0] == pytest.approx(380 - width_of("end"))
    assert not [part for part in svg.parts if part.startswith("<line")]


def test_a_label_without_a_place_is_named():
    with pytest.raises(ValueError, match="no free place for 'much too long'"):
        draw_labels(
            Svg(50, 50, ""), [Point(25, 25, 3, "much too long", "#0")], (0, 50)
        )


def test_aspp_sees_25_pixels_and_vortex_all():
    counts = branch_counts(**ASPP, side=81)
    assert (counts > 0).sum() == 1 + 3 * 8
    assert counts[40, 40] == 4
    assert counts[40 - 12, 40 + 12] == 1
    vortex = branch_counts(**VORTEX, side=81)
    assert vortex.min() == 1
    assert [(vortex >= n).sum() for n in (1, 2, 3, 4)] == [
        81**2,
        27**2,
        9**2,
        3**2,
    ]


def test_a_confusion_matrix_has_percent_of_its_rows():
    numbers = {
        "confusion": [[3, 1], [0, 0]],
        "class_names": ["a", "b"],
        "images": 1,
    }
    cells = re.findall(r">([\d.]+)</text>", draw_confusion(numbers))
    assert cells == ["75.0", "25.0"]
