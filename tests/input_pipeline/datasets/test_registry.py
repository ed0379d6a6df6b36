import inspect

import pytest

from input_pipeline import DATASETS
from input_pipeline.datasets import Dataset, FileDataset


@pytest.mark.parametrize("name", DATASETS)
def test_each_kind_offers_all_of_the_protocol(name):
    kind = DATASETS[name]
    for method in ("open", "open_split"):
        ours = inspect.signature(getattr(kind, method))
        theirs = inspect.signature(getattr(Dataset, method))
        assert list(ours.parameters) == list(theirs.parameters)
    assert all(isinstance(mark, str) for mark in kind.marks)
    assert kind.random_access == issubclass(kind, FileDataset)


def test_no_two_kinds_have_a_mark_in_common():
    marks = [mark for kind in DATASETS.values() for mark in kind.marks]
    assert len(set(marks)) == len(marks)


def test_what_others_may_contain_is_recognized_first():
    """Records beside a config.json; PASCAL VOC with the SBD in its folder."""
    names = list(DATASETS)
    assert names.index("records") < names.index("mapillary")
    assert names.index("voc") < names.index("sbd")


FIXED = {
    *("ade20k", "camvid", "cityscapes", "coco", "coco_stuff", "kitti_road"),
    *("mapillary", "mapillary_cityscapes", "mapillary_cityscapes_broad"),
    *("mapillary_v2", "sbd", "synthetic", "voc"),
}


def test_published_data_sets_alone_have_classes_of_their_own():
    """Folders, records and exports of labelling tools have their owner's."""
    fixed = {name for name, kind in DATASETS.items() if not kind.any_classes}
    assert fixed == FIXED
