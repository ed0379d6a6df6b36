import re
import xml.etree.ElementTree as xml
from pathlib import Path

import pytest

import deeplab_family.pages
from deeplab_family.pages.line_chart import (
    COLORS,
    DOTS,
    Axis,
    Chart,
    Series,
    chart_svg,
)

STYLE = Path(deeplab_family.pages.__file__).parent / "templates/style.css"
POINTS = ((10.0, 0.91), (12.0, 0.95))


def svg(*series, **axes):
    return xml.fromstring(chart_svg(Chart("<b>", series, **axes)))


def test_the_stylesheet_has_the_colors_of_the_lines():
    light = STYLE.read_text().partition("@media")[0]
    for number, color in enumerate(COLORS):
        code = "".join(f"{value:02x}" for value in color)
        assert f"--series-{number}: #{code};" in light


def test_an_axis_away_from_zero_shows_small_differences():
    axes = {"x": Axis("ms", zero=False), "y": Axis(zero=False)}
    chart = Chart("t", (Series("a", POINTS),), **axes)
    assert (chart.x_ticks[0], chart.x_ticks[-1]) == (10, 12)
    assert (chart.y_ticks[0], chart.y_ticks[-1]) == (0.91, 0.95)
    assert chart.at(11, 0.93) == pytest.approx(
        ((chart.left + chart.right) / 2, (chart.top + chart.bottom) / 2)
    )


def test_an_axis_reaches_its_ends():
    ends = Axis("confidence", ends=(0, 1))
    chart = Chart("t", (Series("a", ((0.5, 0.5),)),), x=ends, y=ends)
    assert (chart.x_ticks[0], chart.x_ticks[-1]) == (0, 1)
    assert (chart.y_ticks[0], chart.y_ticks[-1]) == (0, 1)


def test_dots_that_are_not_joined_have_no_line_and_say_their_note():
    dots = Series("a", POINTS, joined=False, hollow=True, notes=("p", "<q>"))
    drawn = svg(dots, x=Axis("ms"))
    assert drawn.findall(".//polyline") == []
    circles = drawn.findall(".//circle")
    assert [circle[0].text for circle in circles] == ["p", "<q>"]
    assert {circle.get("fill") for circle in circles} == {"none"}


def test_dots_that_are_not_joined_are_all_drawn():
    points = tuple((float(x), 1.0) for x in range(DOTS + 5))
    assert (
        len(svg(Series("a", points, joined=False)).findall(".//circle")) > DOTS
    )
    assert svg(Series("a", points)).findall(".//circle") == []


def test_dots_say_their_numbers():
    drawn = svg(Series("a", ((30_000, 0.5),)))
    assert drawn.find(".//circle/title").text == "step 30,000: 0.5"


def test_axes_have_names_and_the_title_is_text():
    drawn = svg(Series("a", POINTS), x=Axis("ms"), y=Axis("mIoU"))
    texts = [text.text for text in drawn.findall("text")]
    assert texts[0] == "<b>" and {"ms", "mIoU"} <= {*texts}
    assert re.search("rotate", xml.tostring(drawn).decode())
