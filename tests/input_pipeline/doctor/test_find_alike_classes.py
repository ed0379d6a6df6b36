"""Names of classes that look like one name typed in two ways."""

import pytest

from input_pipeline.doctor.find_alike_classes import (
    are_alike,
    find_alike_classes,
)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Cat", "cat", True),
        ("traffic light", "traffic_light", True),
        ("cta", "cat", True),
        ("sidewalk", "sidewlak", True),
        ("sidewalk", "sidewalks", True),
        ("sidewalk", "sidewolk", True),
        ("sidewalk", "idewalk", True),
        ("cat", "car", False),
        ("cat", "cats", False),
        ("lane1", "lane2", False),
        ("lane12", "lane21", False),
        ("wall", "window", False),
        ("sidewalk", "sidewalk left", False),
    ],
)
def test_which_names_are_alike(one, other, alike):
    assert are_alike(one, other) == are_alike(other, one) == alike


def test_pairs_are_named():
    (finding,) = find_alike_classes(["background", "Cat", "cat", "dog"])
    assert finding.code == "classes_alike"
    (place,) = finding.places
    assert (place.file, place.found) == ("cat", "looks like 'Cat'")
    assert not find_alike_classes(["background", "cat", "dog"])
