import numpy as np

from deeplab_family.evaluation import Scores
from deeplab_family.evaluation_report.confusions import top_confusions


def scores(counts):
    table = np.zeros((5, 4), np.int64)
    table[:3, :3] = counts
    return Scores(table, ("road", "sky", "car"), 1)


def test_pairs_stand_by_their_share_of_the_label():
    table = top_confusions(scores([[90, 10, 0], [0, 0, 0], [3, 2, 5]]))
    assert table.rows == (
        ("car", "road", "30.0%", "20.0%"),
        ("car", "sky", "20.0%", "13.3%"),
        ("road", "sky", "10.0%", "66.7%"),
    )


def test_only_so_many_are_shown():
    assert len(top_confusions(scores(np.ones((3, 3))), 4).rows) == 4


def test_without_an_error_there_is_no_table():
    assert top_confusions(scores(np.diag([1, 2, 3]))) is None
