import xml.etree.ElementTree as ElementTree

from export.mixed_precision import (
    Score,
    curve_svg,
)
from tests.export.mixed_precision.test_curve import point


def parse(points):
    return ElementTree.fromstring(curve_svg(points))


def dots(points, kind):
    """The dots of a kind, without the one in the legend."""
    group = parse(points).find(f"g[@class='{kind}']")
    return [dot for dot in group.findall("circle") if len(dot)]


def test_every_point_is_a_dot_and_the_written_one_is_filled():
    points = [
        point(latency_ms=10.0, score=Score(0.9, 0.3, 0.2), kept=()),
        point(latency_ms=12.0, score=Score(0.99, 0.49, 0.01), chosen=True),
        point(latency_ms=30.0, score=Score(1.0, 0.5, 0.0)),
    ]
    tried, written = dots(points, "series-0"), dots(points, "series-1")
    assert [dot.get("fill") for dot in tried] == ["none", "none"]
    assert [dot.get("fill") for dot in written] == [None]
    shown = [tried[0], written[0], tried[1]]
    across = [float(dot.get("cx")) for dot in shown]
    down = [float(dot.get("cy")) for dot in shown]
    assert across == sorted(across)
    # In a picture, up is less.
    assert down == sorted(down, reverse=True)
    assert [dot[0].text.partition(":")[0] for dot in shown] == [
        "0 parts in float32",
        "2 parts in float32",
        "2 parts in float32",
    ]


def test_one_point_can_be_drawn():
    assert len(dots([point()], "series-0")) == 1


def test_nothing_is_fetched_from_anywhere():
    text = curve_svg([point()])
    assert "http" not in text and "<script" not in text


def test_the_axis_says_what_it_measures():
    assert (
        parse([point()]).get("aria-label") == "mIoU against time of one image"
    )
    without = parse([point(score=Score(0.9))])
    name = "equal pixels against time of one image"
    assert without.get("aria-label") == name
