import numpy as np

from deeplab_family.evaluation.measures import SizeMeasure
from tests.deeplab_family.evaluation.measures.judged import judged


def test_a_small_object_is_lost_and_a_large_one_found():
    labels = np.zeros((60, 60), np.uint8)
    labels[:10, :10] = 1  # 100 pixels
    labels[20:60, 20:60] = 1  # 1,600
    predicted = labels.copy()
    predicted[:10, :8] = 0
    measure = SizeMeasure(("road", "car"))

    measure.add(judged(labels, predicted))

    road, car = measure.facts()["classes"]
    assert car["objects"] == [1, 1, 0]
    assert car["found"] == [0.0, 1.0, None]
    assert car["recall"] == [0.2, 1.0, None]
    assert road["objects"] == [0, 1, 0]
    table = measure.table()
    assert table.headings[1:] == ("below 32²", "below 96²", "96² and more")
    assert table.rows[1] == ("car", "0.2000 (1)", "1.0000 (1)", "")
