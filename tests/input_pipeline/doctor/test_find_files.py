from input_pipeline.doctor.find_files import find_bad_files
from input_pipeline.inspection.stats import (
    ImageStats,
    Problem,
)
from tests.input_pipeline.doctor.sample_facts import sample_facts


def bad(name, found):
    problem = Problem("image_unreadable", found)
    return sample_facts(name, image=ImageStats(problem=problem))


def test_one_finding_for_each_kind_lists_all_files():
    facts = [bad("a", "cut"), bad("b", "cut"), sample_facts("c")]
    [finding] = find_bad_files(facts)
    assert finding.found == "2 of 3 images: cut"
    assert [p.file for p in finding.places] == ["images/a.jpg", "images/b.jpg"]


def test_different_reasons_stand_with_their_files():
    [finding] = find_bad_files([bad("a", "cut"), bad("b", "empty")])
    assert finding.found == "2 of 2 images"
    assert [place.found for place in finding.places] == ["cut", "empty"]


def test_size_mismatch_gives_both_sizes_as_people_write_them():
    [finding] = find_bad_files([sample_facts("a", size=(20, 30))])
    assert finding.code == "size_mismatch"
    assert finding.places[0].found == "30 x 20 pixels, its image 10 x 10"


def test_unknown_size_is_no_mismatch():
    assert find_bad_files([sample_facts("a", size=None)]) == []
