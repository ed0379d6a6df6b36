import json

import numpy as np
import pytest
from PIL import Image

from deeplab_family.inference import KerasPredictor, load_predictor
from export import ExportSettings, LabeledData, Limit, export_model
from tests.export.mixed_precision.conftest import SIZE
from tests.export.mixed_precision.networks import FACTOR, make_network
from tests.export.tiny_network import draw_images, save_images

LIMIT = Limit(largest_difference=1.0, equal_pixels=0.9, mean_iou_drop=0.15)


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    root = tmp_path_factory.mktemp("mixed")
    images = draw_images(4, *SIZE, seed=7)
    labels = KerasPredictor(make_network(FACTOR))(images).class_map
    (root / "labels" / "val").mkdir(parents=True)
    for index, label in enumerate(labels):
        Image.fromarray(label).save(root / f"labels/val/{index:03d}.png")
    (root / "classes.txt").write_text("a\nb\nc\nd\n")
    return ExportSettings(
        image_size=SIZE,
        calibration=str(save_images(root / "images" / "val", images)),
        data=LabeledData(root=str(root)),
        artifacts=("int8_mixed",),
        limits={"int8_mixed": LIMIT},
    )


@pytest.fixture(scope="module")
def mixed(settings, tmp_path_factory):
    """The folder of an export, its report and what it said of its progress."""
    folder, said = tmp_path_factory.mktemp("export") / "out", []
    report = export_model(
        make_network(FACTOR),
        folder,
        settings,
        class_names=list("abcd"),
        progress=lambda words, done, total: said.append(words),
    )
    return folder, report, said


def test_an_export_writes_and_proves_the_mixed_file(mixed):
    folder, report, said = mixed
    path = folder / "model_int8_mixed.tflite"
    assert load_predictor(path).class_names == tuple("abcd")
    images = draw_images(4, *SIZE, seed=7)
    expected = KerasPredictor(make_network(FACTOR))(images).class_map
    answer = load_predictor(path)(images).class_map
    assert np.mean(answer == expected) >= LIMIT.equal_pixels
    assert any("the sweep over" in words for words in said)
    assert not list(folder.glob(".*"))
    assert not report.failures


def test_the_report_holds_the_curve(mixed):
    folder, *_ = mixed
    page = (folder / "export_report.html").read_text()
    assert "int8 and float32 mixed" in page and "<svg" in page
    text = (folder / "export_report.json").read_text()
    assert "narrow_1" in json.dumps(json.loads(text))
