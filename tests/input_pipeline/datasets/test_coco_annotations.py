import json

import numpy as np
import pytest

from input_pipeline import DataError
from input_pipeline.datasets.coco import draw_coco_label
from input_pipeline.datasets.coco_annotations import read_coco_annotations
from input_pipeline.datasets.voc_classes import CLASS_NAMES
from tests.input_pipeline.datasets.write_coco import PICTURES, instances, thing


def write(tmp_path, content):
    path = tmp_path / "instances_train2017.json"
    path.write_text(json.dumps(content))
    return path


def test_reads_pictures_and_objects_by_name(tmp_path):
    pictures = read_coco_annotations(write(tmp_path, instances(PICTURES)))
    assert [picture.name for picture in pictures] == [*PICTURES]
    assert [len(picture.objects) for picture in pictures] == [2, 1, 2, 0, 2]
    assert (pictures[0].height, pictures[0].width) == (60, 80)


@pytest.mark.parametrize(
    ("name", "of_voc"),
    [
        ("airplane", "aeroplane"),
        ("motorcycle", "motorbike"),
        ("dining table", "diningtable"),
        ("couch", "sofa"),
        ("tv", "tvmonitor"),
        ("person", "person"),
    ],
)
def test_names_lead_to_the_classes_of_voc(tmp_path, name, of_voc):
    content = instances({"000000000001": [thing(name, 0, 0, 9)]})
    (picture,) = read_coco_annotations(write(tmp_path, content))
    assert CLASS_NAMES[picture.objects[0].class_id] == of_voc


def drop(part):
    def change(content):
        del content[part]

    return change


def set_picture(**values):
    return lambda content: content["images"][0].update(values)


def set_object(**values):
    return lambda content: content["annotations"][0].update(values)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (drop("images"), "images"),
        (drop("annotations"), "annotations"),
        (drop("categories"), "categories"),
        (lambda content: content["categories"].pop(3), "boat"),
        (set_picture(file_name="../../etc/passwd.jpg"), "the file name"),
        (set_picture(file_name="000000000002.jpg"), "share"),
        (set_picture(height=10**9), "pixels"),
        (set_picture(width="80"), "pixels"),
        (set_object(image_id=77), "77"),
        (set_object(area=-1), "annotation 1, id 0: .*area"),
        (set_object(segmentation={"counts": "1~", "size": [60, 80]}), "id 0"),
        (set_object(area=10**400), "Overflow"),
        (set_object(segmentation=[[1, 2, 3, 4]]), "three points"),
        (set_object(segmentation=[[1e9] * 6]), "outside"),
        (set_object(category_id=[]), "unhashable"),
    ],
)
def test_strange_content_is_refused_in_one_line(tmp_path, change, told):
    content = instances(PICTURES)
    change(content)
    with pytest.raises(DataError, match=f"not a file of COCO.*{told}") as error:
        read_coco_annotations(write(tmp_path, content))
    assert "\n" not in str(error.value)


def test_broken_json_is_refused(tmp_path):
    path = tmp_path / "instances_train2017.json"
    path.write_bytes(b'{"images": [')
    with pytest.raises(DataError, match="not a file of COCO instances"):
        read_coco_annotations(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(DataError, match="a.json cannot be read"):
        read_coco_annotations(tmp_path / "a.json")


def test_mutated_files_never_crash_nor_draw_strange_ids(tmp_path):
    content = json.dumps(instances(PICTURES)).encode()
    path = tmp_path / "instances_train2017.json"
    random = np.random.default_rng(0)
    characters = b'0123456789.,-[]{}":eaN'
    survived = 0
    for _ in range(600):
        mutated = bytearray(content)
        for place in random.integers(0, len(content), 2):
            mutated[place] = characters[random.integers(len(characters))]
        path.write_bytes(bytes(mutated))
        try:
            pictures = read_coco_annotations(path)
        except DataError:
            continue
        survived += 1
        for picture in pictures:
            label = draw_coco_label(picture) if picture.height < 1000 else None
            assert label is None or np.all((label <= 20) | (label == 255))
    assert 0 < survived < 600
