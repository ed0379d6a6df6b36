from input_pipeline.doctor.class_counts import count_split
from input_pipeline.doctor.find_classes import find_missing_classes
from tests.input_pipeline.doctor.sample_facts import SPEC, sample_facts


def judged(*stored, val=None, spec=SPEC):
    facts = [sample_facts(str(n), stored=s) for n, s in enumerate(stored)]
    splits = ["train"]
    if val is not None:
        splits.append("val")
        facts.append(sample_facts("v", ("val",), stored=val))
    counts = {split: count_split(facts, spec, split) for split in splits}
    return {f.code: f.found for f in find_missing_classes(facts, counts, spec)}


def test_all_classes_everywhere_say_nothing():
    assert judged({0: 1, 1: 1, 2: 1}, val={0: 1, 1: 1, 2: 1}) == {}


def test_unused_class_is_named():
    assert judged({0: 1, 2: 1}) == {
        "class_unused": "classes without a pixel: sky"
    }


def test_one_class_alone_is_more_than_unused_ones():
    assert list(judged({1: 9, 255: 1})) == ["one_class"]


def test_ignored_label_is_counted():
    found = judged({0: 1, 1: 1, 2: 1}, {255: 9})
    assert found == {"label_ignored": "labels whose every pixel is ignored: 1"}


def test_classes_that_one_split_lacks():
    found = judged({0: 1, 1: 1}, val={0: 1, 2: 1})
    assert found["class_not_trained"] == "in val, but not in train: car"
    assert found["class_not_scored"] == "in train, but not in val: sky"


def test_unnamed_classes_go_by_their_ids():
    found = judged({0: 1, 1: 1}, val={0: 1, 2: 1}, spec=None)
    assert found["class_not_trained"] == "in val, but not in train: 2"


def test_no_label_no_finding():
    assert judged() == {}
