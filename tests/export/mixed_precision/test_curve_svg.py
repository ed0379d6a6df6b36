import xml.etree.ElementTree as ElementTree

from export.mixed_precision import (
    Score,
    curve_svg,
)
from tests.export.mixed_precision.test_curve import point


def parse(points):
    return ElementTree.fromstring(curve_svg(points))


def test_every_point_is_a_dot_and_the_written_one_is_filled():
    points = [
        point(latency_ms=10.0, score=Score(0.9, 0.3, 0.2), kept=()),
        point(latency_ms=12.0, score=Score(0.99, 0.49, 0.01), chosen=True),
        point(latency_ms=30.0, score=Score(1.0, 0.5, 0.0)),
    ]
    dots = parse(points).findall("circle")
    assert [dot.get("fill") for dot in dots] == ["none", "currentColor", "none"]
    across = [float(dot.get("cx")) for dot in dots]
    down = [float(dot.get("cy")) for dot in dots]
    assert across == sorted(across)
    # In a picture, up is less.
    assert down == sorted(down, reverse=True)


def test_one_point_can_be_drawn():
    assert len(parse([point()]).findall("circle")) == 1


def test_nothing_is_fetched_from_anywhere():
    text = curve_svg([point()])
    assert "http" not in text and "<script" not in text


def test_the_axis_says_what_it_measures():
    assert parse([point()]).get("aria-label") == "mIoU against time"
    without = parse([point(score=Score(0.9))])
    assert without.get("aria-label") == "equal pixels against time"
