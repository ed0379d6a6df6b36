import pytest

from input_pipeline import DataConfig, DataError, eval_batches
from input_pipeline.doctor import examine
from input_pipeline.doctor.catalog import (
    Finding,
    Place,
)
from input_pipeline.doctor.find_files import find_missing_splits
from tests.input_pipeline.draw_files import write_folder


def found(*findings):
    return [finding.found for finding in findings]


def test_both_splits_are_asked_for():
    assert find_missing_splits("folder", ("test", "train", "val"), []) == []
    text = "no split 'val'; found: train, validation"
    splits = ("train", "validation")
    assert found(*find_missing_splits("folder", splits, [])) == [text]
    text = "no split 'train' and no split 'val'; found: test"
    assert found(*find_missing_splits("voc", ("test",), [])) == [text]


def test_what_was_said_is_not_said_again():
    left_out = Finding("split_left_out", "", (Place("val", "no lists"),))
    assert find_missing_splits("voc", ("train",), [left_out]) == []
    assert find_missing_splits("folder", (), []) == []


def test_a_data_set_that_comes_without_one_is_healthy():
    assert find_missing_splits("kitti_road", ("train", "val_part"), []) == []


def test_the_finding_is_what_training_refuses_and_its_advice_helps(tmp_path):
    root = write_folder(tmp_path / "photos", "train")
    [finding] = [f for f in examine(root).findings if f.severity == "error"]
    assert finding.code == "split_missing" and finding.places[0].file == "val"
    config = DataConfig(root=str(root))
    with pytest.raises(DataError, match="--data.eval-split train"):
        eval_batches(config)
    assert "--data.eval-split" in finding.fix
    assert not [
        f
        for f in examine(root, splits=("train",)).findings
        if "split" in f.code
    ]
