from input_pipeline.datasets.spec import voc_palette
from input_pipeline.doctor.find_palettes import (
    GRAY,
    OWN,
    UNKNOWN_PALETTE,
    VOC,
    find_palette_conflicts,
    name_palette,
    usual_colors,
)
from tests.input_pipeline.doctor.sample_facts import SPEC, sample_facts

RED, BLUE, GREEN = (200, 0, 0), (0, 0, 200), (0, 200, 0)


def judged(*palettes):
    facts = [sample_facts(str(n), palette=p) for n, p in enumerate(palettes)]
    return find_palette_conflicts(facts, SPEC)


def test_labels_without_a_palette_say_nothing():
    assert judged({}, {}) == []


def test_known_palettes_say_nothing():
    voc = dict(enumerate(voc_palette(21)))
    assert judged(voc, {3: voc[3]}) == []
    assert judged(dict(enumerate(SPEC.palette))) == []


def test_unknown_palette_is_a_note():
    [finding] = judged({0: RED, 1: BLUE})
    assert finding.code == "palette" and UNKNOWN_PALETTE in finding.found


def test_other_color_in_one_file_names_that_file():
    [finding] = judged({0: RED}, {0: RED, 1: BLUE}, {0: GREEN})
    assert finding.code == "palette_differs"
    assert [place.file for place in finding.places] == ["labels/2.png"]


def test_same_color_for_other_ids_is_worse():
    [finding] = judged({0: RED, 1: BLUE}, {0: RED, 1: BLUE}, {1: RED, 0: BLUE})
    assert finding.code == "palette_swapped"
    assert "ids 0, 1" in finding.places[0].found


def test_usual_color_is_that_of_most_labels():
    facts = [sample_facts(str(n), palette={0: RED}) for n in range(2)]
    facts.append(sample_facts("c", palette={0: BLUE}))
    assert usual_colors(facts) == {0: RED}


def test_palettes_get_their_names():
    assert name_palette({}, SPEC) is None
    assert name_palette({1: (128, 0, 0), 255: RED}, None) == VOC
    assert name_palette({1: (2, 2, 2)}, SPEC) == OWN
    assert name_palette({9: (9, 9, 9)}, SPEC) == GRAY
    assert name_palette({9: RED}, SPEC) == UNKNOWN_PALETTE
