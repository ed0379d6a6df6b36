import numpy as np
import pytest

from deeplab_family.evaluation.measures import KITTIMeasure, make_measures
from input_pipeline import DATASETS, DatasetSpec
from tests.deeplab_family.evaluation.measures.judged import judged

SPEC = DATASETS["kitti_road"].spec
# A camera 1.65 m above the road that looks straight ahead.
CALIB = """P2: 300 0 200 0 0 300 60 0 0 0 1 0
R0_rect: 1 0 0 0 1 0 0 0 1
Tr_cam_to_road: 1 0 0 0 0 1 0 -1.65 0 0 1 0
"""


def road(score, size=(120, 400)):
    """The lower half is road; its score is given, that of the rest is 0.1."""
    labels = np.zeros(size, np.uint8)
    labels[size[0] // 2 :] = 1
    score = np.where(labels, score, 0.1)
    return labels, np.stack([1 - score, score], axis=-1)


def test_kinds_of_road_are_told_by_the_name_and_pooled():
    measure = KITTIMeasure(SPEC.class_names)
    for name, score in (("um_000001.png", 0.9), ("uu_000001.png", 0.05)):
        labels, probabilities = road(score)
        measure.add(judged(labels, None, probabilities, name))

    facts = measure.facts()["perspective"]

    assert set(facts) == {"um", "uu", "urban"}
    assert facts["um"]["max_f"] == facts["um"]["average_precision"] == 1
    # Below the rest, it is road only where all is: half of it wrong.
    assert facts["uu"]["max_f"] == pytest.approx(2 / 3, abs=1e-6)
    # Of both: one road of two and nothing else, or all.
    assert facts["urban"]["max_f"] == pytest.approx(2 / 3, abs=1e-6)
    assert "ranks from above" in measure.table().caption


def test_seen_from_above_where_the_calibration_lies_in_the_data_set(tmp_path):
    folder = tmp_path / "training" / "calib"
    folder.mkdir(parents=True)
    (folder / "um_000001.txt").write_text(CALIB)
    (measure,) = make_measures(["kitti"], SPEC, tmp_path)
    labels, probabilities = road(0.9)

    measure.add(judged(labels, None, probabilities, "um_000001.png"))

    # All that is seen of the plane lies below the horizon, and is road.
    above = measure.facts()["bird's-eye"]["um"]
    assert above["max_f"] == 1 and above["false_positive_rate"] is None
    assert [row[:2] for row in measure.table().rows] == [
        ("bird's-eye", "um"),
        ("bird's-eye", "urban"),
        ("perspective", "um"),
        ("perspective", "urban"),
    ]


def test_other_photographs_are_no_kind_of_road():
    measure = KITTIMeasure(("road", "sky"))
    labels, probabilities = road(0.9)
    measure.add(judged(labels, None, probabilities, "beach_1.png"))
    assert set(measure.facts()["perspective"]) == {"urban"}


@pytest.mark.parametrize("name", ["Road", "ROAD", "road"])
def test_a_road_may_have_capitals(name):
    spec = DatasetSpec(("Sky", name), ((0, 0, 0),) * 2)
    assert make_measures(["kitti"], spec)[0].road == 1


def test_data_without_a_road_are_refused():
    spec = DatasetSpec(("sea", "sky"), ((0, 0, 0),) * 2)
    with pytest.raises(ValueError, match="class 'road'.*have: sea, sky"):
        make_measures(["kitti"], spec)
