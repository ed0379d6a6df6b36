from pathlib import Path

from export.mixed_precision import (
    CurvePoint,
    MixedPrecision,
    Score,
    Sensitivity,
)
from export.mixed_precision.groups import Group
from export.mixed_precision.report_section import mixed_precision_section
from export.report import Drawing
from export.report.report_files import section_markdown
from export.tolerances import Limit

LIMIT = Limit(largest_difference=1.0, equal_pixels=0.95, mean_iou_drop=0.01)


def make_rescue(kept, ranking=()):
    points = tuple(
        CurvePoint(
            kept=kept[:count],
            size_bytes=1000,
            latency_ms=1.0,
            score=Score(0.9 + count / 100, 0.5, 0.02),
            limit_usage=1.0,
            chosen=count == len(kept),
        )
        for count in range(len(kept) + 1)
    )
    return MixedPrecision(Path("model_int8_mixed.tflite"), points, ranking)


def test_the_section_names_the_kept_parts_and_the_limit():
    section = mixed_precision_section(make_rescue(("stem", "head")), LIMIT)
    text, *_ = section.content
    assert "2 parts in float32: stem, head" in text
    assert "95.00%" in text and "1 points" in text
    assert section.data["file"] == "model_int8_mixed.tflite"


def test_int8_throughout_keeps_no_part():
    text, *_ = mixed_precision_section(make_rescue(()), LIMIT).content
    assert "keeps no part in float32" in text


def test_the_ranking_is_shown_with_points_of_iou():
    part = Group("a<b", ("scope;",))
    ranking = (Sensitivity(part, Score(0.91, 0.45, 0.05), 5.0),)
    section = mixed_precision_section(make_rescue(("a<b",), ranking), LIMIT)
    assert "| a&lt;b | 91.000% | +5.00 |" in section_markdown(section)
    assert section.content[-1].rows == (("a<b", "91.000%", "+5.00"),)


def test_the_curve_is_drawn_between_the_tables():
    part = Group("head", ("scope;",))
    ranking = (Sensitivity(part, Score(0.91, 0.45, 0.05), 5.0),)
    _, curve, drawing, _ = mixed_precision_section(
        make_rescue(("head",), ranking), LIMIT
    ).content
    assert isinstance(drawing, Drawing)
    dots = [dot for dot in drawing.svg.split("<circle")[1:] if "<title>" in dot]
    assert len(dots) == len(curve.rows) == 2
