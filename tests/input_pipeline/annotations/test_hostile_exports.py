"""Thousands of damaged exports: none crashes, none passes as good data."""

import json
import random

import numpy as np
import pytest

from input_pipeline.annotations.coco_objects import read_coco_file
from input_pipeline.annotations.draw_regions import draw_regions
from input_pipeline.annotations.photographs import PhotographFinder
from input_pipeline.annotations.yolo_lines import read_yolo_lines
from input_pipeline.datasets.coco_instances import class_names, read_split
from input_pipeline.datasets.coco_panoptic import read_segments
from input_pipeline.errors import DataError
from tests.input_pipeline.datasets.hostile_json import places, replaced
from tests.input_pipeline.datasets.write_exports import (
    SIZE,
    annotation,
    coco_content,
    yolo_line,
)

HOSTILE = (
    *(None, -750.5, [], {}, "", [[[]]], 10**400, float("nan"), float("inf")),
    *("../../etc/passwd\0", "\ud800\0", [None] * 6, {"size": [1, 1]}),
)
"""No field that means something may be one of these."""

FREE = {"id", "supercategory", "iscrowd"}
"""Of annotations and categories; see `means_something`."""


def content():
    """Two images with polygons, and one with both kinds of run lengths."""
    height, width = SIZE
    made = coco_content(("a.jpg", "b.jpg", "c.jpg"))
    rest = height * width - 10
    runs = {"size": [height, width], "counts": [4, 6, rest]}
    text = {"size": [height, width], "counts": f"46{compressed(rest)}"}
    made["annotations"][4:] = [
        annotation(5, 3, 7, runs),
        annotation(6, 3, 3, text, iscrowd=1),
    ]
    return made


def compressed(number):
    """A positive number in COCO's base 32."""
    text = ""
    while number > 15:
        text += chr(48 + (number & 31) + 32)
        number >>= 5
    return text + chr(48 + number)


def judge(path, folder):
    """Labels of a file that is good, else None; anything else is a crash."""
    try:
        file = read_coco_file(path)
        names = class_names([file])
        images, broken = read_split(file, "", PhotographFinder([folder]))
    except DataError:
        return None
    if broken:
        assert all(one.reason.startswith(path.name) for one in broken)
        return None
    ids = {name: number for number, name in enumerate(names, 1)}
    return {image.name: draw_regions(image, ids) for image in images}


def means_something(path):
    is_annotation = path[0] == "annotations" and len(path) == 3
    return not (is_annotation and path[-1] == "id")


def test_the_file_itself_is_good(tmp_path):
    path = tmp_path / "pets.json"
    path.write_text(json.dumps(content()))
    labels = judge(path, tmp_path)
    assert list(labels) == ["a", "b", "c"]
    assert (labels["c"] == 1).sum() == 6  # the crowd covers the same pixels


def test_no_hostile_value_passes(tmp_path):
    path, whole = tmp_path / "pets.json", content()
    cases = [
        (place, value)
        for place in places(whole)
        if means_something(place)
        for value in HOSTILE
    ]
    assert len(cases) > 1_200
    for place, value in cases:
        if value == [] and place in (("annotations",), ("images",)):
            continue  # no annotation, or none of any image
        path.write_text(json.dumps(replaced(whole, place, value)))
        assert judge(path, tmp_path) is None, (place, value)


def test_no_damaged_text_crashes(tmp_path):
    rng = random.Random(0)
    path, whole = tmp_path / "pets.json", json.dumps(content()).encode()
    good = 0
    for _ in range(1_500):
        text = bytearray(whole)
        for _ in range(rng.randint(1, 3)):
            text[rng.randrange(len(text))] = rng.randrange(256)
        if rng.random() < 0.2:
            text = text[: rng.randrange(len(text))]
        path.write_bytes(text)
        labels = judge(path, tmp_path)
        good += labels is not None
        for label in (labels or {}).values():
            assert np.unique(label).max() <= 2
    assert 0 < good < 750  # an id or a coordinate may be another good one


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"null",
        b"[]",
        b"[" * 100_000,
        b'{"images":' * 50_000,
        b'{"images": [], "annotations": [], "categories": []}',
        b'{"images": [], "images": [], "annotations": [], "categories": []}',
        b"\xff\xfe{}",
    ],
)
def test_what_is_no_file_of_annotations_is_refused(tmp_path, text):
    path = tmp_path / "pets.json"
    path.write_bytes(text)
    with pytest.raises(DataError, match=r"pets\.json is no file of"):
        read_coco_file(path)


def test_no_hostile_segment_passes():
    names = {7: "dog"}
    entry = {"segments_info": [{"id": 1, "category_id": 7}]}
    assert read_segments(entry, names) == {1: "dog"}
    for place in places(entry):
        for value in HOSTILE:
            if value == [] and place == ("segments_info",):
                continue  # all void
            with pytest.raises(ValueError, match=r"segment"):
                read_segments(replaced(entry, place, value), names)


def test_no_hostile_word_passes_in_a_line_of_yolo():
    words = yolo_line(1, 5, 10, 25, 30).split()
    hostile = ("", "-5", "9", "nan", "inf", "1e400", "0x1", "1_0", "é", "2")
    height, width = SIZE
    assert read_yolo_lines(" ".join(words), ["dog", "cat"], height, width)
    for place in range(len(words)):
        for word in hostile:
            line = [*words[:place], word, *words[place + 1 :]]
            with pytest.raises(ValueError, match="^line 1: "):
                read_yolo_lines(" ".join(line), ["dog", "cat"], height, width)
