"""Drawn streets' objects: what is seen of each, and no more."""

import json

import numpy as np
import pytest
from PIL import Image

from input_pipeline.detection import draw_street_objects, object_mask
from input_pipeline.detection.streets import OBJECT_NAMES, seen_objects
from input_pipeline.synthetic.street_scene import OBJECTS, draw_street
from tests.input_pipeline.detection.write_objects import opened

SIZE = (96, 128)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    folder = tmp_path_factory.mktemp("streets")
    return draw_street_objects(folder, train=3, val=2, size=SIZE)


def test_objects_cover_their_class_and_nothing_else():
    """All that is drawn of a class belongs to one of its objects."""
    street = draw_street(SIZE, np.random.default_rng(3))
    table = np.array([255, *street.object_classes])
    of_objects = table[street.objects]
    seen = street.label != 255  # the border around objects has no class
    labeled = np.isin(street.label, OBJECTS)
    np.testing.assert_array_equal(of_objects[seen] != 255, labeled[seen])
    np.testing.assert_array_equal(of_objects[labeled], street.label[labeled])


def test_two_cars_are_two_objects():
    for seed in range(5):
        street = draw_street(SIZE, np.random.default_rng(seed))
        cars = street.object_classes.count(OBJECTS[-1])
        assert 2 <= cars <= 5


def test_the_file_holds_what_was_drawn(root):
    data = opened(root, dataset="streets", short_side=96, long_side=128)
    assert data.spec.class_names == OBJECT_NAMES
    for number, image in enumerate(data.split("train")):
        street = draw_street(SIZE, np.random.default_rng((0, 0, number)))
        drawn = np.array(Image.open(image.path)).astype(int)
        assert np.abs(drawn - street.picture).mean() < 12
        polygons = seen_objects(street)
        assert len(polygons) == len(image.objects) > 3
        for polygon, thing in zip(polygons, image.objects, strict=True):
            left, top, width, height = polygon.box
            assert thing.box == (left, top, left + width, top + height)
            assert thing.class_id == polygon.class_id
            mask = object_mask(thing, image)
            assert mask.sum() == thing.area
            rows, columns = np.nonzero(mask)
            assert (columns.min(), rows.min()) == (left, top)
            assert columns.max() + 1 == left + width
            number_there = street.objects[mask]
            assert np.all(number_there == number_there[0])


def test_the_same_arguments_draw_the_same(root, tmp_path):
    again = draw_street_objects(tmp_path / "b", train=3, val=2, size=SIZE)
    for split in ("train", "val"):
        name = f"annotations/instances_{split}.json"
        one, two = (json.loads((r / name).read_text()) for r in (root, again))
        assert one == two


def test_streets_are_drawn_where_nothing_is(tmp_path, monkeypatch):
    drawn = []
    monkeypatch.setattr(
        "input_pipeline.detection.detection_data_config.draw_street_objects",
        lambda folder: drawn.append(
            draw_street_objects(folder, train=1, val=1, size=SIZE)
        ),
    )
    for _ in range(2):
        data = opened(tmp_path / "new", dataset="streets")
        assert len(data.split("val")) == 1
    assert drawn == [tmp_path / "new"]
