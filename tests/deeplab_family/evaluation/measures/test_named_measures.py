import numpy as np

from deeplab_family.evaluation.measures import MEASURES, make_measures
from input_pipeline import DatasetSpec
from tests.deeplab_family.evaluation.measures.judged import judged

SPEC = DatasetSpec(("sky", "road"), ((0, 0, 0),) * 2, ignore_label=200)


def test_every_name_makes_one_that_passes_over_what_is_ignored():
    labels = np.arange(6)[:, None] // 3 * np.ones((6, 8))
    road = np.full((6, 8), 0.75)
    shares = np.stack([1 - road, road], axis=-1)
    measures = make_measures(MEASURES, SPEC)
    assert [measure.name for measure in measures] == list(MEASURES)
    for measure in measures:
        measure.add(judged(labels, None, shares))
        facts, table = measure.facts(), measure.table()
        assert facts and table.rows

        measure.add(judged(np.full((6, 8), 200), None, shares))

        assert measure.facts() == facts and measure.table() == table


def test_a_name_given_twice_is_measured_once():
    names = [m.name for m in make_measures(["size", "trimap", "size"], SPEC)]
    assert names == ["size", "trimap"]
