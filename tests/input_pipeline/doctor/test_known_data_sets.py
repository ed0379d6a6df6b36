"""The doctor on each data set in the folders it comes in."""

import pytest

from input_pipeline import DATASETS
from input_pipeline.doctor import examine
from tests.input_pipeline.datasets.write_ade20k import write_ade20k
from tests.input_pipeline.datasets.write_camvid import write_camvid
from tests.input_pipeline.datasets.write_cityscapes import write_cityscapes
from tests.input_pipeline.datasets.write_coco import write_coco
from tests.input_pipeline.datasets.write_cvat_images import write_cvat_images
from tests.input_pipeline.datasets.write_exports import (
    write_coco_instances,
    write_coco_panoptic,
    write_coco_stuff,
    write_yolo,
)
from tests.input_pipeline.datasets.write_kitti_road import write_kitti_road
from tests.input_pipeline.datasets.write_label_studio import write_label_studio
from tests.input_pipeline.datasets.write_labelme import write_labelme
from tests.input_pipeline.datasets.write_mapillary import write_mapillary
from tests.input_pipeline.datasets.write_masks import (
    write_cvat_masks,
    write_roboflow_masks,
    write_voc_other,
)
from tests.input_pipeline.datasets.write_packed import (
    write_hugging_face,
    write_tfds,
)
from tests.input_pipeline.datasets.write_sbd import write_sbd
from tests.input_pipeline.datasets.write_supervisely import write_supervisely
from tests.input_pipeline.datasets.write_voc import write_voc

WRITERS = {
    "ade20k": write_ade20k,
    "camvid": write_camvid,
    "cityscapes": write_cityscapes,
    "coco": write_coco,
    "coco_instances": write_coco_instances,
    "coco_panoptic": write_coco_panoptic,
    "coco_stuff": write_coco_stuff,
    "cvat_images": write_cvat_images,
    "cvat_masks": write_cvat_masks,
    "hugging_face": write_hugging_face,
    "kitti_road": write_kitti_road,
    "label_studio": write_label_studio,
    "labelme": write_labelme,
    "mapillary": write_mapillary,
    "mapillary_v2": lambda root: write_mapillary(
        root, "v2.0/labels", "config_v2.0.json"
    ),
    "roboflow_masks": write_roboflow_masks,
    "sbd": write_sbd,
    "supervisely": write_supervisely,
    "tfds": write_tfds,
    "voc": write_voc,
    "voc_other": write_voc_other,
    "yolo": write_yolo,
}


@pytest.mark.parametrize("name", WRITERS)
def test_real_layout_is_recognized_and_without_error(name, tmp_path):
    WRITERS[name](tmp_path)
    report = examine(tmp_path)
    assert report.dataset == name
    errors = [f.found for f in report.findings if f.severity == "error"]
    codes = {finding.code for finding in report.findings}
    assert not errors and not codes & {"split_left_out", "split_overlap"}
    assert sum(counts.labels for counts in report.counts.values())
    names = report.as_json()["classes"]
    assert len(names) == report.stated.num_classes
    assert max(c["share"]["train"] for c in names) > 0


def test_no_data_set_is_left_out():
    others = {"folder", "records", "synthetic"}
    # Vistas with other classes: no folder says that these are wanted.
    others |= {"mapillary_cityscapes", "mapillary_cityscapes_broad"}
    assert set(WRITERS) | others == set(DATASETS)
