import numpy as np

from benchmarks import boundary


def test_prints_one_row_for_each_contestant(capsys):
    boundary.main(rounds=1, height=33, width=41, classes=3, filters=8)

    table = capsys.readouterr().out
    assert table.count("\n| ") == 11  # and the row of the docs
    for row in (boundary.FORWARD, "BoundaryIoU", "ObjectSizes", "KITTIRoad"):
        assert f"| {row} |" in table


def test_maps_have_borders_and_predictions_that_miss_them():
    label, prediction, score = boundary.draw_maps(120, 160, 5)

    judged = label != 255
    assert 0.9 < judged.mean() < 1
    assert 0.8 < (label == prediction)[judged].mean() < 0.99
    assert len(np.unique(label)) == 6
    assert label.shape == prediction.shape == score.shape == (120, 160)
