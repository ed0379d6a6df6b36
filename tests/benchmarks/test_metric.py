import numpy as np

from benchmarks import metric


def test_prints_one_row_for_each_contestant(capsys):
    metric.main(rounds=1, batch=1, size=20, classes=3)

    table = capsys.readouterr().out
    assert table.count("\n| ") == 5
    assert "| keras.metrics.MeanIoU |" in table


def test_labels_are_blocks_with_some_ignored_pixels():
    labels, predictions = map(np.asarray, metric.draw_ids(2, 100, 21))

    judged = labels != 255
    assert labels.shape == predictions.shape == (2, 100, 100)
    assert 0.9 < judged.mean() < 1.0
    assert 0.7 < (labels == predictions)[judged].mean() < 0.9
