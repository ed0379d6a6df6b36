import pytest

from input_pipeline.datasets.coco_annotations import read_object
from tests.input_pipeline.datasets.write_coco import SIZE, crowd, square, thing


def read(**changes):
    return read_object({**thing("dog", 5, 5, 9), **changes}, 12, *SIZE)


def test_keeps_the_class_the_area_and_the_outline():
    thing = read()
    assert (thing.class_id, thing.area, thing.counts) == (12, 81.0, ())
    assert thing.polygons == (tuple(map(float, square(5, 5, 9))),)


def test_a_crowd_keeps_its_runs():
    thing = read_object(crowd("person", 20), 15, *SIZE)
    assert sum(thing.counts) == SIZE[0] * SIZE[1]
    assert thing.polygons == ()


@pytest.mark.parametrize(
    "outline",
    [
        [],
        "polygon",
        [[]],
        [[1, 2, 3, 4]],
        [[1, 2, 3, 4, 5]],
        [[1, 2, 3, 4, 5, "6"]],
        [[1, 2, 3, 4, 5, float("nan")]],
        [[1, 2, 3, 4, 5, float("inf")]],
        [[1, 2, 3, 4, 5, 63]],
        [[1, 2, 83, 4, 5, 6]],
        [[True, 2, 3, 4, 5, 6]],
        {"counts": [4799], "size": [*SIZE]},
        {"counts": "abc", "size": [*SIZE]},
    ],
)
def test_outlines_that_c_code_must_not_see_are_refused(outline):
    with pytest.raises(ValueError):
        read(segmentation=outline)


@pytest.mark.parametrize("area", ["7", None, -1, float("nan"), True])
def test_areas_must_be_numbers(area):
    with pytest.raises(ValueError, match="area"):
        read(area=area)


@pytest.mark.parametrize("part", ["area", "segmentation"])
def test_parts_must_be_there(part):
    entry = thing("dog", 5, 5, 9)
    del entry[part]
    with pytest.raises(KeyError):
        read_object(entry, 12, *SIZE)
