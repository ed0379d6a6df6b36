"""Parts of charts: axes, labels that cover nothing, counts of coverage."""

import re

import numpy as np
import pytest

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


def test_labels_of_one_place_do_not_cover_each_other():
    svg = Svg(400, 400, "")
    names = ["one", "another", "third", "fourth", "fifth"]
    draw_labels(svg, [Point(200, 200, 6, n, "#000") for n in names], (0, 400))
    placed = labels_of(svg)
    assert placed.keys() == set(names)
    for name, (x, y) in placed.items():
        assert 0 <= x <= 400 - width_of(name)
        for other, (x2, y2) in placed.items():
            apart = x + width_of(name) <= x2 or x2 + width_of(other) <= x
            assert name == other or apart or abs(y - y2) >= 13


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
