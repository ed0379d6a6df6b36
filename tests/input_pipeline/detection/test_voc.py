"""VOC's detection XML, of both years; damaged and hostile files."""

import random

import numpy as np
import pytest

from input_pipeline import DataError
from input_pipeline.annotations.voc_xml import read_voc_xml
from input_pipeline.detection.voc import VOC_NAMES
from tests.input_pipeline.detection.write_objects import (
    HEIGHT,
    WIDTH,
    opened,
    voc_xml,
    write_voc,
)
from tests.input_pipeline.fuzz.mutate import mutate

CAR = ("car", 0, 11, 6, 30, 15)


@pytest.fixture
def both_years(tmp_path):
    hard = ("person", 1, 1, 1, WIDTH, HEIGHT)
    write_voc(tmp_path, "2007", "trainval", {"a": voc_xml([CAR, hard])})
    write_voc(tmp_path, "2012", "trainval", {"b": voc_xml([CAR])})
    write_voc(tmp_path, "2007", "test", {"c": voc_xml([hard])})
    write_voc(tmp_path, "2012", "test", {"d": ""})
    return tmp_path


def test_corners_count_from_one_and_lie_inside(both_years):
    data = opened(both_years, train_split="trainval")
    car, person = data.split("trainval")[0].objects
    assert car.box == (10, 5, 30, 15) and car.area == 200
    assert person.box == (0, 0, WIDTH, HEIGHT)
    assert (car.class_id, person.class_id) == (6, 14)
    assert data.spec.class_names == VOC_NAMES


def test_difficult_objects_are_ignored_and_parts_are_no_objects(both_years):
    data = opened(both_years, train_split="trainval")
    car, person = data.split("trainval")[0].objects
    assert not car.ignored and person.difficult and person.ignored


def test_both_years_make_a_split_and_each_is_one(both_years):
    data = opened(both_years, train_split="trainval")
    names = {
        split: [image.id for image in data.split(split)]
        for split in ("trainval", "2012/trainval", "2007/test")
    }
    assert names == {
        "trainval": ["a", "b"],
        "2012/trainval": ["b"],
        "2007/test": ["c"],
    }


def test_the_test_images_whose_objects_nobody_has_are_left(both_years):
    data = opened(both_years, train_split="trainval")
    assert [image.id for image in data.split("test")] == ["c"]
    with pytest.raises(DataError, match="2012/test"):
        data.split("2012/test")


def test_classes_of_ones_own_are_sorted(tmp_path):
    own = [("screw", 0, 1, 1, 9, 9), ("nut", 0, 1, 1, 9, 9)]
    write_voc(tmp_path, "2020", "train", {"a": voc_xml(own)})
    strange = voc_xml([("bolt", 0, 1, 1, 9, 9)])
    write_voc(tmp_path, "2020", "val", {"b": strange})
    data = opened(tmp_path)
    assert data.spec.class_names == ("nut", "screw")
    with pytest.raises(DataError, match="'bolt' is none of those"):
        data.split("val")
    assert opened(tmp_path, classes=("screw",)).spec.num_classes == 1
    with pytest.raises(DataError, match="'cog'. There are: nut, screw"):
        _ = opened(tmp_path, classes=("cog",)).spec


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (("car", 0, 100, 6, 120, 15), "object 1: a box outside of the 60 x"),
        (("car", 0, 30, 6, 11, 15), "negative size"),
        (("car", 0, "nan", 6, 11, 15), "something else than numbers"),
        (("car", 0, "", 6, 11, 15), "xmin '', no number"),
        (("car", 7, 1, 6, 11, 15), "difficult '7'"),
        (("", 0, 1, 6, 11, 15), "a label of ''"),
    ],
)
def test_a_broken_object_is_named(tmp_path, entry, words):
    write_voc(tmp_path, "2007", "train", {"a": voc_xml([entry, CAR])})
    with pytest.raises(DataError, match=words) as caught:
        opened(tmp_path).split("train")
    assert "a.xml" in str(caught.value)
    (image,) = opened(tmp_path, on_error="skip").split("train")
    assert [thing.class_id for thing in image.objects] == [6]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("no xml", "no XML"),
        ("<annotation>", "no XML"),
        ("<html></html>", "begins with <html>"),
        ("<annotation></annotation>", "a height of ''"),
        ('<?xml version="1.0" encoding="hex"?><annotation/>', "no XML"),
        (
            '<!DOCTYPE a [<!ENTITY b "1"><!ENTITY c "&b;&b;&b;">]>'
            "<annotation>&c;</annotation>",
            "declares a document type",
        ),
        (
            "<annotation>" + "<a>" * 50 + "</a>" * 50 + "</annotation>",
            "nested too deeply",
        ),
    ],
)
def test_what_is_no_file_of_voc_is_refused(tmp_path, text, words):
    path = tmp_path / "a.xml"
    path.write_text(text)
    with pytest.raises(ValueError, match=words):
        read_voc_xml(path)


def test_damaged_files_are_refused_or_read(tmp_path):
    """Whatever a file holds, a ValueError or numbers come of it."""
    content = voc_xml([CAR, ("dog", 1, 1, 1, 9, 9)]).encode()
    path, refused = tmp_path / "a.xml", 0
    for case in range(300):
        path.write_bytes(mutate(content, random.Random(case)))
        try:
            read = read_voc_xml(path)
            corners = [thing.corners for thing in read.objects]
            assert all(isinstance(v, float) for c in corners for v in c)
            assert 1 <= read.height <= 65_500
        except ValueError:
            refused += 1
    assert 100 < refused < 300


def test_boxes_train_and_masks_are_refused(both_years):
    fields = {"train_split": "2012/trainval", "batch_size": 1}
    data = opened(both_years, eval_split="2007/test", **fields)
    data.check()
    (batch,) = data.train_batches().take(1).as_numpy_iterator()
    box = batch["boxes"][0, 0]
    mirrored = [WIDTH - 30, 5, WIDTH - 10, 15]
    assert any(np.array_equal(box, b) for b in ([10, 5, 30, 15], mirrored))
    with pytest.raises(DataError, match="a box without an outline"):
        opened(both_years, masks=True, **fields).train_batches()


def test_only_difficult_objects_are_nothing_to_train_on(both_years):
    data = opened(both_years, train_split="2007/test")
    with pytest.raises(DataError, match="no image of '2007/test' has an obj"):
        data.train_batches()
