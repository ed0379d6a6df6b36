import json

import pytest

from input_pipeline import DatasetSpec
from input_pipeline.datasets.spec import voc_palette
from input_pipeline.doctor import Finding
from input_pipeline.doctor.label_map_proposal import propose_label_map
from tests.input_pipeline.doctor.sample_facts import SPEC, sample_facts

VOC_SPEC = DatasetSpec(("a", "b", "c"), voc_palette(3))


def proposed(code, spec=SPEC, **label):
    return propose_label_map(
        [sample_facts("a", **label)], [Finding(code, "")], spec
    )


def pairs(label_map):
    return {stored: class_id for stored, class_id, _ in label_map.pairs}


def test_good_labels_need_no_map():
    assert proposed("leak", stored={0: 1, 1: 1}) is None


@pytest.mark.parametrize(
    ("code", "stored", "expected"),
    [
        ("label_binary", (0, 255), {0: 0, 255: 1}),
        ("label_off_by_one", (0, 1, 2, 3), {0: 255, 1: 0, 2: 1, 3: 2}),
        ("cityscapes_ids", (3, 7, 8, 33), {3: 255, 7: 0, 8: 1, 33: 18}),
        ("label_ids", (0, 50, 100, 255), {0: 0, 50: 1, 100: 2, 255: 255}),
    ],
)
def test_ids_are_mapped_by_what_was_found(code, stored, expected):
    label_map = proposed(code, stored=dict.fromkeys(stored, 1))
    assert pairs(label_map) == expected


def test_more_ids_than_classes_have_no_order_to_propose():
    stored = dict.fromkeys((0, 1, 2, 50), 1)
    assert proposed("label_ids", stored=stored) is None
    assert proposed("id_gaps", None, stored=stored) is not None


def test_colors_of_the_classes_keep_their_ids():
    label_map = proposed("label_rgb", colors={(3, 3, 3): 6, (1, 1, 1): 4})
    assert label_map.basis == "the gray level, stored three times"
    spec = DatasetSpec(("a", "b"), ((9, 0, 0), (0, 9, 0)))
    label_map = proposed("label_rgb", spec, colors={(0, 9, 0): 6, (9, 0, 0): 4})
    assert label_map.basis == "the colors of the classes"
    assert pairs(label_map) == {(0, 9, 0): 1, (9, 0, 0): 0}


def test_voc_colors_are_known_with_their_border():
    colors = {(128, 0, 0): 5, (0, 0, 0): 4, (224, 224, 192): 1}
    label_map = proposed("label_rgb", None, colors=colors)
    assert "PASCAL VOC" in label_map.basis
    assert pairs(label_map) == {
        (128, 0, 0): 1,
        (0, 0, 0): 0,
        (224, 224, 192): 255,
    }


def test_palette_with_more_classes_than_there_are_is_not_meant():
    street = {(0, 0, 142): 5, (70, 130, 180): 3}
    assert "Cityscapes" in proposed("label_rgb", None, colors=street).basis
    label_map = proposed("label_rgb", SPEC, colors=street)
    assert "no palette" in label_map.basis
    assert set(pairs(label_map).values()) == {0, 1}


def test_black_and_white_masks_in_three_channels_are_two_classes():
    colors = {(0, 0, 0): 5, (255, 255, 255): 3}
    label_map = proposed("label_rgb", colors=colors)
    assert pairs(label_map) == {(0, 0, 0): 0, (255, 255, 255): 1}


def test_unknown_colors_go_by_their_frequency():
    colors = {(1, 2, 3): 5, (4, 5, 6): 9, (7, 8, 9): 1}
    label_map = proposed("label_rgb", None, colors=colors)
    assert [label_map.pairs[0][1], label_map.pairs[1][1]] == [1, 0]
    assert "most frequent" in label_map.basis


def test_too_many_colors_get_no_map():
    colors = {(1, 2, 3): 5}
    assert proposed("label_rgb", colors=colors, more_colors=True) is None
    many = {(1, 2, n): 1 for n in range(256)}
    assert proposed("label_rgb", colors=many) is None


def test_json_calls_itself_a_proposal():
    label_map = proposed("label_binary", stored={0: 3, 255: 1})
    content = label_map.as_json()
    assert content == json.loads(json.dumps(content))
    assert content["proposal"] is True
    assert content["pairs"][0] == {"stored": 0, "class": 0, "share": 0.75}
