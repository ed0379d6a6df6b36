"""Photographs whose files are called otherwise than annotations say."""

import numpy as np
import pytest
from PIL import Image

from input_pipeline.datasets.named_dataset import open_dataset
from input_pipeline.datasets.recognize import recognize
from input_pipeline.doctor import examine
from tests.input_pipeline.datasets import write_exports, write_masks
from tests.input_pipeline.datasets.write_cvat_images import write_cvat_images
from tests.input_pipeline.datasets.write_label_studio import write_label_studio
from tests.input_pipeline.datasets.write_labelme import write_labelme
from tests.input_pipeline.datasets.write_supervisely import write_supervisely

WRITERS = [
    write_exports.write_coco_instances,
    write_exports.write_roboflow_coco,
    write_exports.write_coco_panoptic,
    write_exports.write_yolo,
    write_masks.write_cvat_masks,
    write_masks.write_roboflow_masks,
    write_masks.write_voc_other,
    write_cvat_images,
    write_label_studio,
    write_labelme,
    write_supervisely,
]


def labels_by_photograph(root):
    dataset = open_dataset(recognize(root), str(root))
    return {
        str(sample.image_path).lower(): np.asarray(
            Image.open(sample.label_path)
        )
        for split in dataset.splits
        for sample in dataset.samples(split)
    }


@pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)
def test_letter_case_of_photographs_does_not_matter(tmp_path, write):
    root = write(tmp_path / "export")
    before = labels_by_photograph(root)
    photographs = [*root.rglob("*.jpg")]
    for path in photographs:
        path.rename(path.with_name(path.name.swapcase()))
    after = labels_by_photograph(root)
    assert len(before) > 2 and before.keys() == after.keys()
    for name, label in before.items():
        assert label.any()
        np.testing.assert_array_equal(label, after[name])
    report = examine(root)
    assert not [f for f in report.findings if f.severity == "error"]


def test_another_ending_is_said(tmp_path):
    root = write_exports.write_coco_instances(tmp_path)
    path = root / "images/train/train_a.jpg"
    path.rename(path.with_suffix(".webp"))
    (finding,) = [f for f in examine(root).findings if f.severity == "error"]
    assert finding.code == "annotation_broken"
    (place,) = finding.places
    assert place.file == "images/train/train_a.jpg"
    assert "Beside train_a.jpg there is train_a.webp: rename" in place.found


def test_a_text_file_without_an_image_is_broken(tmp_path):
    root = write_exports.write_yolo(tmp_path)
    (root / "labels/train/classes.txt").write_text("dog\ncat\n")
    path = root / "images/train/train_a.jpg"
    path.rename(path.with_suffix(".webp"))
    (finding,) = [
        f for f in examine(root).findings if f.code == "annotation_broken"
    ]
    (place,) = finding.places
    assert place.file == "labels/train/train_a.txt"
    assert "no image of this name (.jpg, .jpeg, .png, " in place.found
