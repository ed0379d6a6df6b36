import csv

import numpy as np
import pytest

from deeplab_family.evaluation import write_image_scores
from tests.deeplab_family.evaluation.image_rows import row

NAMES = ("road", "tree, tall", "boat")


def test_scores_of_an_image_are_those_of_its_own_classes():
    """It has no boat, so its mean is over two classes."""
    one = row("a.png", [3, 4, 0], [4, 6, 0], [5, 5, 0], ignored_pixels=2)

    np.testing.assert_allclose(
        one.class_counts.class_iou, [3 / 6, 4 / 7, np.nan]
    )
    assert one.mean_iou == pytest.approx((3 / 6 + 4 / 7) / 2)
    assert one.pixel_accuracy == pytest.approx(7 / 10)
    assert one.judged_pixels == 10


def test_a_line_of_csv_for_each_image(tmp_path):
    rows = [
        row("a, b.png", [3, 4, 0], [4, 6, 0], [5, 5, 0], ignored_pixels=2),
        row("ü.png", [0, 0, 0], [0, 0, 0], [0, 0, 0], measured={"ece": 0.25}),
    ]
    path = tmp_path / "new" / "images.csv"

    write_image_scores(path, rows, NAMES)

    with open(path, newline="", encoding="utf-8") as file:
        first, second = csv.DictReader(file)
    assert first["image"] == "a, b.png" and second["image"] == "ü.png"
    assert float(first["mean_iou"]) == pytest.approx(0.535714)
    assert float(first["mean_dice"]) == pytest.approx(
        (6 / 9 + 8 / 11) / 2, abs=1e-6
    )
    assert float(first["iou: tree, tall"]) == pytest.approx(4 / 7, abs=1e-6)
    assert (first["judged_pixels"], first["ignored_pixels"]) == ("10", "2")
    assert first["iou: boat"] == first["ece"] == ""
    assert second["mean_iou"] == second["pixel_accuracy"] == ""
    assert float(second["ece"]) == 0.25
