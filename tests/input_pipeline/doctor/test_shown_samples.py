import pytest

from input_pipeline.doctor import Finding, Place, choose_shown, codes_of
from input_pipeline.inspection.stats import ImageStats
from tests.input_pipeline.doctor.sample_facts import SPEC, sample_facts


@pytest.fixture
def facts():
    road = [sample_facts(f"r{n:02}", stored={0: 100}) for n in range(20)]
    return [
        *road,
        sample_facts("some", stored={0: 99, 2: 1}),
        sample_facts("car", stored={0: 50, 2: 50}),
        sample_facts("sky", stored={1: 100}),
    ]


def shown(facts, findings=(), count=4):
    chosen = choose_shown(facts, findings, SPEC, count)
    return [sample.case.id for sample in chosen]


def found(code, *files):
    return Finding(code, "", tuple(Place(file) for file in files))


def test_every_class_is_shown_by_the_sample_with_most_of_it(facts):
    assert {"car", "sky"} <= set(shown(facts))
    assert len(set(shown(facts, count=8))) == 8


def test_the_rarest_class_comes_first(facts):
    assert shown(facts, count=1) == ["car"]


def test_each_kind_of_finding_is_shown_up_to_half(facts):
    findings = [
        found("leak", "images/r03.jpg", "images/r04.jpg", "images/r05.jpg"),
        found("label_ids", "labels/r09.png"),
    ]
    assert shown(facts, findings)[:2] == ["r03", "r09"]
    assert not {"r04", "r05"} & set(shown(facts, findings, 4))


def test_notes_are_no_reason(facts):
    assert "r07" not in shown(facts, [found("image_gray", "images/r07.jpg")])


def test_unreadable_images_are_never_chosen():
    facts = [sample_facts("a", image=ImageStats())]
    assert shown(facts, [found("image_unreadable", "images/a.jpg")]) == []


def test_small_set_is_shown_whole(facts):
    assert len(shown(facts[:3], count=12)) == 3


def test_codes_belong_to_image_and_label(facts):
    findings = [
        found("leak", "images/car.jpg"),
        found("label_ids", "labels/car.png", "labels/sky.png"),
    ]
    assert codes_of(facts[-2], findings) == ["leak", "label_ids"]
    assert codes_of(facts[-1], findings) == ["label_ids"]
