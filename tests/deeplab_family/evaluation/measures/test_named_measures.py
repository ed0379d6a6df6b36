import numpy as np

from deeplab_family.evaluation.measures import MEASURES, make_measures
from input_pipeline import DatasetSpec
from tests.deeplab_family.evaluation.measures.judged import judged

SPEC = DatasetSpec(("sky", "road"), ((0, 0, 0),) * 2, ignore_label=200)


def test_every_name_makes_one_and_all_leave_out_what_is_ignored():
    labels = np.full((6, 8), 200)
    labels[:, :2] = 1
    shares = np.zeros((6, 8, 2))
    shares[..., 1] = 1

    for measure in make_measures(MEASURES, SPEC):
        measure.add(judged(labels, None, shares))
        assert measure.name in MEASURES and measure.table().rows
        text = str(measure.facts())
        assert "0.25" not in text, measure.name


def test_a_name_given_twice_is_measured_once():
    names = [m.name for m in make_measures(["size", "trimap", "size"], SPEC)]
    assert names == ["size", "trimap"]
