"""The doctor on the typical faults of labelling tools' exports."""

import json
import shutil

import numpy as np
from PIL import Image

from input_pipeline.doctor import examine
from tests.input_pipeline.datasets.write_cvat_images import write_cvat_images
from tests.input_pipeline.datasets.write_label_studio import write_label_studio
from tests.input_pipeline.datasets.write_labelme import (
    cat_and_dog,
    shape,
    write_file,
    write_labelme,
)
from tests.input_pipeline.datasets.write_masks import (
    write_cvat_masks,
    write_roboflow_masks,
    write_voc_other,
)
from tests.input_pipeline.datasets.write_supervisely import write_supervisely


def codes(report):
    return {finding.code for finding in report.findings}


def only(report, code):
    (finding,) = [f for f in report.findings if f.code == code]
    return finding


def test_labelme_with_a_typo_in_a_label(tmp_path):
    root = write_labelme(tmp_path)
    typo = [shape("cta", [[1, 1], [9, 9]], "rectangle")]
    write_file(root / "train/train_a.json", typo, "train_a.jpg")
    (place,) = only(examine(root), "annotation_broken").places
    assert place.file == "train/train_a.json"
    assert "is it 'cat'?" in place.found
    (root / "labels.txt").unlink()  # now it is a class
    (place,) = only(examine(root), "classes_alike").places
    assert (place.file, place.found) == ("cta", "looks like 'cat'")


def test_labelme_with_a_photograph_that_was_resized(tmp_path):
    root = write_labelme(tmp_path)
    path = root / "train/train_a.jpg"
    Image.open(path).resize((30, 20)).save(path)
    (place,) = only(examine(root), "annotation_broken").places
    assert "was resized or turned after it was labelled" in place.found


def test_cvat_is_no_voc_and_no_cityscapes(tmp_path):
    """Even in Cityscapes' own colors."""
    root = write_cvat_masks(tmp_path)
    lines = "background:0,0,0::\ndog:128,64,128::\ncat:244,35,232::\n"
    (root / "labelmap.txt").write_text(lines)
    colors = {(250, 50, 83): (128, 64, 128), (50, 183, 250): (244, 35, 232)}
    for path in root.glob("SegmentationClass/*.png"):
        pixels = np.asarray(Image.open(path)).copy()
        for old, new in colors.items():
            pixels[(pixels == old).all(axis=-1)] = new
        Image.fromarray(pixels).save(path)
    report = examine(root)
    assert report.dataset == "cvat_masks"
    assert report.stated.class_names == ("background", "dog", "cat")
    assert report.label_map is None
    assert not [f for f in report.findings if f.severity == "error"]


def test_cvat_with_a_color_that_no_label_has(tmp_path):
    root = write_cvat_masks(tmp_path)
    (root / "labelmap.txt").write_text("background:0,0,0::\ndog:250,50,83::\n")
    assert "label_colors" in codes(examine(root))


def test_cvat_without_photographs(tmp_path):
    root = write_cvat_masks(tmp_path)
    shutil.rmtree(root / "JPEGImages")
    assert "'Save images'" in only(examine(root), "not_opened").found


def test_cvat_for_video(tmp_path):
    root = write_cvat_images(tmp_path)
    text = "<annotations><track id='0' label='cat'></track></annotations>"
    (root / "annotations.xml").write_text(text)
    assert "CVAT for images 1.1" in only(examine(root), "not_opened").found


def test_roboflow_with_augmented_copies_in_two_splits(tmp_path):
    root = write_roboflow_masks(tmp_path)
    assert "augmented_leak" not in codes(examine(root))
    for tail in (".jpg", "_mask.png"):
        copy = root / f"train/train_a_jpg.rf.0a0{tail}"
        shutil.copy(copy, root / f"valid/train_a_jpg.rf.9b9{tail}")
    finding = only(examine(root), "augmented_leak")
    (place,) = finding.places
    assert place.found == "in 'val', and another copy in 'train'"


def test_label_studios_png_export(tmp_path):
    name = "task-1-annotation-2-by-a@b.c-tag-cat-0.png"
    Image.new("L", (6, 4)).save(tmp_path / name)
    found = only(examine(tmp_path), "not_opened").found
    assert "Export again as JSON" in found


def test_label_studio_without_photographs(tmp_path):
    root = write_label_studio(tmp_path)
    shutil.rmtree(root / "train/images")
    (place,) = only(examine(root), "split_left_out").places
    assert place.file == "train" and "missing" in place.found


def test_supervisely_with_a_class_that_is_not_listed(tmp_path):
    root = write_supervisely(tmp_path)
    path = root / "train/ann/train_a.jpg.json"
    content = json.loads(path.read_text())
    content["objects"][0]["classTitle"] = "Cat"
    path.write_text(json.dumps(content))
    (place,) = only(examine(root), "annotation_broken").places
    assert place.file == "train/ann/train_a.jpg.json"
    assert "'Cat' is not listed in meta.json" in place.found


def test_masks_in_vocs_folders_that_hold_more_than_the_list(tmp_path):
    root = write_voc_other(tmp_path)
    (root / "classes.txt").write_text("background\ndog\n")
    assert "label_ids" in codes(examine(root))


def test_two_files_of_one_photograph_are_no_copies(tmp_path):
    for person, made in zip("xy", cat_and_dog(), strict=True):
        write_file(tmp_path / f"{person}.json", [made], "a.jpg")
    Image.new("RGB", (60, 40)).save(tmp_path / "a.jpg")
    report = examine(tmp_path, val_share=0)
    assert sum(counts.labels for counts in report.counts.values()) == 1
    assert "duplicate" not in codes(report)
