import io
import json

import numpy as np
import pytest
from rich.console import Console

from deeplab_family.evaluation import Scores
from tests.deeplab_family.evaluation.image_rows import row

CONFUSION = np.array(
    [[3, 1, 0, 0], [2, 4, 0, 0], [0, 0, 0, 0], [1, 1, 0, 0], [0, 0, 0, 0]]
)


@pytest.fixture
def scores():
    return Scores(CONFUSION, ("road", "tree", "boat"), images=7)


def test_figures_follow_from_the_confusion_matrix(scores):
    np.testing.assert_allclose(scores.class_iou, [3 / 6, 4 / 7, np.nan])
    assert scores.mean_iou == pytest.approx((3 / 6 + 4 / 7) / 2)
    assert scores.pixel_accuracy == pytest.approx(7 / 10)
    assert (scores.judged_pixels, scores.ignored_pixels) == (10, 2)


def test_table_names_every_class_and_says_which_is_absent(scores):
    console = Console(width=60, record=True, file=io.StringIO())
    console.print(scores.table())

    lines = console.export_text().splitlines()

    (road,) = [line for line in lines if "road" in line]
    (boat,) = [line for line in lines if "boat" in line]
    assert "0.5000" in road and "40.00%" in road
    assert "absent" in boat
    assert any("mean IoU" in line and "0.5357" in line for line in lines)


def test_names_are_shown_as_they_are_written():
    names = ("[void]", "lane [dashed]", "[/b] \x1b[2J :cat:")
    console = Console(width=100, record=True, file=io.StringIO())
    console.print(Scores(CONFUSION, names, images=7).table())

    text = console.export_text()

    for shown in ("[void]", "lane [dashed]", "[/b] \\x1b[2J :cat:"):
        assert f" {shown} " in text


def test_json_is_strict_and_complete(scores):
    content = json.loads(scores.to_json(), parse_constant=pytest.fail)

    assert content["mean_iou"] == pytest.approx(0.535714)
    assert content["classes"][2] == dict.fromkeys(
        ("iou", "dice", "precision", "recall")
    ) | {"name": "boat"}
    assert content["confusion"] == [[3, 1, 0], [2, 4, 0], [0, 0, 0]]
    assert content["images"] == 7


def test_json_has_every_score(scores):
    content = json.loads(scores.to_json())

    weighted = 4 / 10 * (3 / 6) + 6 / 10 * (4 / 7)
    assert content["frequency_weighted_iou"] == pytest.approx(weighted, 1e-5)
    assert content["mean_dice"] == pytest.approx((6 / 9 + 8 / 11) / 2, 1e-5)
    assert content["mean_accuracy"] == pytest.approx((3 / 4 + 4 / 6) / 2, 1e-5)
    road = content["classes"][0]
    assert road == {
        "name": "road",
        "iou": 0.5,
        "dice": 0.666667,
        "precision": 0.6,
        "recall": 0.75,
    }


@pytest.fixture
def with_rows():
    """Two images whose counts add up to the table."""
    rows = (
        row("a.png", [3, 1, 0], [3, 2, 0], [4, 1, 0]),
        row("b.png", [0, 3, 0], [1, 4, 0], [1, 4, 0]),
    )
    return Scores(CONFUSION, ("road", "tree", "boat"), images=2, rows=rows)


def test_intervals_of_two_images_lie_between_them(with_rows):
    """A draw is one image twice, or both: the extremes are one image's."""
    one, other = (row.mean_iou for row in with_rows.rows)
    low, high = with_rows.intervals.mean_iou
    assert {low, high} == {one, other}
    content = json.loads(with_rows.to_json())
    assert content["intervals"]["mean_iou"] == pytest.approx(
        [low, high], abs=1e-6
    )
    assert content["classes"][0]["iou_interval"] == [0.0, 0.75]
    assert content["classes"][2]["iou_interval"] == [None, None]


def test_the_table_shows_intervals_beside_their_numbers(with_rows):
    console = Console(width=100, record=True, file=io.StringIO())
    console.print(with_rows.table())

    lines = console.export_text().splitlines()

    (road,) = [line for line in lines if "road" in line]
    assert "0.5000 │ [0.000, 0.750]" in road.replace("┃", "│")
    (mean,) = [line for line in lines if "mean IoU" in line]
    low, high = with_rows.intervals.mean_iou
    assert f"0.5357 │ [{low:.3f}, {high:.3f}]" in mean
    assert any("frequency weighted IoU" in line for line in lines)


def test_without_rows_there_are_no_intervals(scores):
    assert scores.intervals is None
    assert "intervals" not in json.loads(scores.to_json())
    assert "95 %" not in scores.table().headings


def test_nothing_judged_is_null_not_zero():
    scores = Scores(np.zeros((4, 3), "int64"), ("a", "b"), images=1)

    assert json.loads(scores.to_json())["mean_iou"] is None
