"""Connected regions as objects."""

import numpy as np
import pytest
from PIL import Image

from input_pipeline import DataError
from input_pipeline.detection import DetectionImage, object_mask
from input_pipeline.detection.components import components
from tests.input_pipeline.detection.write_objects import opened, photograph


def label():
    """Two regions of class 5, joined nowhere, one of class 2, one small."""
    ids = np.zeros((40, 60), np.uint8)
    ids[5:15, 10:30] = 5
    ids[15:25, 30:40] = 5  # joined at a corner to the first
    ids[30:40, 50:60] = 5
    ids[0:4, 0:50] = 2
    ids[20, 5] = 2
    return ids


def test_regions_are_joined_at_corners_and_small_ones_left_out():
    found = components(label(), [2, 5], least_area=2)
    assert [(o.class_id, o.box, o.area) for o in found] == [
        (0, (0, 0, 50, 4), 200),
        (1, (10, 5, 40, 25), 300),
        (1, (50, 30, 60, 40), 100),
    ]
    image = DetectionImage("a", "a.png", 40, 60, tuple(found))
    masks = [object_mask(thing, image) for thing in found]
    np.testing.assert_array_equal(masks[1] | masks[2], label() == 5)
    assert not np.any(masks[1] & masks[2])


@pytest.fixture
def folder(tmp_path):
    for split in ("train", "val"):
        photograph(tmp_path / "images" / split / "a.png")
        path = tmp_path / "labels" / split / "a.png"
        path.parent.mkdir(parents=True)
        Image.fromarray(label()).save(path)
    names = ("sky", "b", "sign", "d", "e", "car")
    (tmp_path / "classes.txt").write_text("\n".join(names) + "\n")
    return tmp_path


def test_chosen_classes_of_a_folder_become_objects(folder):
    data = opened(folder, classes=("car", "sign"), masks=True)
    assert data.spec.class_names == ("car", "sign")
    image = data.split("train")[0]
    assert sorted(o.class_id for o in image.objects) == [0, 0, 1]
    batch = next(data.train_batches().as_numpy_iterator())
    assert set(batch["masks"][0].sum(axis=(1, 2))) == {300, 100, 200}


def test_classes_must_be_named_and_known(folder):
    with pytest.raises(DataError, match="--data.classes Car Person"):
        _ = opened(folder).spec
    for classes, received in (((), "none"), (("car", "bus"), "bus")):
        with pytest.raises(DataError, match=f"Received: {received}"):
            _ = opened(folder, dataset="components", classes=classes).spec


def test_a_damaged_label_is_named(folder):
    path = folder / "labels" / "train" / "a.png"
    path.write_bytes(b"no picture")
    data = opened(folder, classes=("car",))
    with pytest.raises(DataError, match=f"{path} cannot be read"):
        data.split("train")
