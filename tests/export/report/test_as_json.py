import dataclasses
import json
import math

import numpy as np

from export import Section
from export.report.report import ChangedImage
from export.report.report_files import as_json


def test_it_holds_what_was_measured(exported):
    content = json.loads((exported.folder / "export_report.json").read_text())
    assert content == json.loads(as_json(exported.report))
    assert content["schema_version"] == 2
    assert content["image_size"] == [33, 49]
    assert content["images"] == content["calibration_images"] == 6
    assert {"keras", "ai-edge-litert"} < set(content["origin"]["versions"])
    int8 = content["verification"]["artifacts"][-1]
    assert int8["path"] == "model_int8.tflite"
    assert int8["operations"]["CONV_2D"] == 3
    assert int8["limit"]["equal_pixels"] == 0.9
    assert int8["failures"] == []
    assert int8["compared_images"] == 6
    images, class_map, logits = int8["tensors"]
    assert images["name"] == "images"
    assert images["meaning"] == "RGB, 0 to 255"
    assert class_map["scale"] is None
    assert logits["scale"] > 0


def test_what_is_not_a_number_is_null(exported):
    verification = dataclasses.replace(
        exported.report.verification, keras_mean_iou=math.nan
    )
    report = dataclasses.replace(exported.report, verification=verification)
    content = json.loads(as_json(report))
    assert content["verification"]["keras_mean_iou"] is None


def test_a_section_appears_under_its_title(exported):
    section = Section(title="Curve", content=("m",), data={"points": [1, 2]})
    report = dataclasses.replace(exported.report, sections=(section,))
    content = json.loads(as_json(report))
    assert content["sections"] == {"Curve": {"points": [1, 2]}}


def test_pictures_are_left_out_but_the_images_are_named(exported):
    picture = np.zeros((4, 6, 3), np.uint8)
    image = ChangedImage(
        artifact="int8",
        file="1.jpg",
        changed=0.125,
        photo=picture,
        before=picture,
        after=picture,
        difference=picture,
    )
    verification = dataclasses.replace(
        exported.report.verification, changed_images=(image,)
    )
    report = dataclasses.replace(exported.report, verification=verification)
    content = json.loads(as_json(report))
    assert content["verification"]["changed_images"] == [
        {"artifact": "int8", "file": "1.jpg", "changed": 0.125}
    ]
