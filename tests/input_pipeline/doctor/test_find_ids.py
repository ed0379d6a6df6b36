import pytest

from input_pipeline import DatasetSpec
from input_pipeline.doctor.find_ids import find_bad_ids
from input_pipeline.inspection.stats import Problem
from tests.input_pipeline.doctor.sample_facts import SPEC, sample_facts


def spec_of(count, **mapping):
    names = tuple(f"c{i}" for i in range(count))
    return DatasetSpec(names, ((0, 0, 0),) * count, **mapping)


def judged(ids, spec):
    facts = [sample_facts("a", stored=dict.fromkeys(ids, 1))]
    return [finding.code for finding in find_bad_ids(facts, spec)]


STREET = (1, 3, 7, 8, 11, 21, 23, 26, 33)


@pytest.mark.parametrize(
    ("ids", "spec", "codes"),
    [
        ((0, 1, 2, 255), SPEC, []),
        ((0, 255), SPEC, ["label_binary"]),
        ((0, 255), None, ["label_binary"]),
        ((0, 255), spec_of(1), []),
        ((0, 1, 255), None, []),
        ((0, 1, 2, 3), SPEC, ["label_off_by_one"]),
        ((1, 2, 3), SPEC, ["label_off_by_one"]),
        ((0, 1, 2, 3, 255), SPEC, ["label_ids"]),
        ((0, 1, 4), SPEC, ["label_ids"]),
        (STREET, spec_of(19), ["cityscapes_ids"]),
        (STREET, None, ["cityscapes_ids_likely"]),
        (STREET, spec_of(34), []),
        (STREET, spec_of(8), ["label_ids"]),
        ((0, 3, 255), None, ["id_gaps"]),
        ((0, 1, 255), spec_of(2, label_map=((0, 0), (1, 1))), ["label_ids"]),
        ((0, 255), spec_of(2, label_map=((0, 0), (255, 1))), []),
        ((), None, []),
    ],
)
def test_each_pattern(ids, spec, codes):
    assert judged(ids, spec) == codes


def test_pattern_is_one_of_all_labels_together():
    facts = [
        sample_facts("a", stored={0: 1}),
        sample_facts("b", stored={255: 1}),
    ]
    [finding] = find_bad_ids(facts, SPEC)
    assert finding.code == "label_binary" and len(finding.places) == 2


def test_only_the_labels_at_fault_are_named():
    facts = [
        sample_facts("a", stored={0: 1, 255: 1}),
        sample_facts("b", stored={9: 1, 8: 1, 1: 3}),
    ]
    [finding] = find_bad_ids(facts, SPEC)
    assert [place.file for place in finding.places] == ["labels/b.png"]
    assert finding.places[0].found == "ids 8, 9"


def test_unreadable_labels_are_left_to_others():
    problem = Problem("label_rgb", "")
    assert find_bad_ids([sample_facts("a", problem=problem)], SPEC) == []


def test_colors_are_judged_by_the_list():
    spec = spec_of(1, label_colors=(((255, 0, 0), 0),))
    good = sample_facts("a", colors={(255, 0, 0): 5})
    bad = sample_facts("b", colors={(255, 0, 0): 5, (1, 2, 3): 1})
    assert find_bad_ids([good], spec) == []
    [finding] = find_bad_ids([good, bad], spec)
    assert finding.code == "label_colors"
    assert finding.places[0].found == "colors (1, 2, 3)"
