import io
import json

import numpy as np
import pytest
from rich.console import Console

from deeplab_family.evaluation import Scores

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
    console = Console(width=60, record=True, file=io.StringIO())
    console.print(Scores(CONFUSION, names, images=7).table())

    text = console.export_text()

    for shown in ("[void]", "lane [dashed]", "[/b] \\x1b[2J :cat:"):
        assert f" {shown} " in text


def test_json_is_strict_and_complete(scores):
    content = json.loads(scores.to_json(), parse_constant=pytest.fail)

    assert content["mean_iou"] == pytest.approx(0.535714)
    assert content["classes"][2] == {"name": "boat", "iou": None}
    assert content["confusion"] == [[3, 1, 0], [2, 4, 0], [0, 0, 0]]
    assert content["images"] == 7


def test_nothing_judged_is_null_not_zero():
    scores = Scores(np.zeros((4, 3), "int64"), ("a", "b"), images=1)

    assert json.loads(scores.to_json())["mean_iou"] is None
