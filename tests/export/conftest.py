"""One network, one set of pictures and one export for all tests here."""

from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
import pytest
from PIL import Image

from deeplab_family.inference import KerasPredictor
from export import ExportReport, ExportSettings, LabeledData, export_model
from tests.convert_here import in_process  # noqa: F401  a fixture for all
from tests.export.tiny_network import draw_images, make_network, save_images

SIZE = (33, 49)


@dataclass
class Exported:
    model: keras.Model
    folder: Path
    pictures: Path
    labels: Path
    settings: ExportSettings
    report: ExportReport


@pytest.fixture(scope="session")
def exported(tmp_path_factory) -> Exported:
    root = tmp_path_factory.mktemp("export")
    model = make_network()
    images = draw_images(6, 66, 98)
    data = root / "data"
    pictures = save_images(data / "images" / "val", images)
    labels = data / "labels" / "val"
    labels.mkdir(parents=True)
    (data / "classes.txt").write_text("a\nb\nc\nd\n")
    for index, label in enumerate(KerasPredictor(model)(images).class_map):
        label = np.where(np.arange(98) < 5, 255, label).astype(np.uint8)
        Image.fromarray(label).save(labels / f"{index:03d}.png")
    settings = ExportSettings(
        image_size=SIZE,
        calibration=str(pictures),
        data=LabeledData(root=str(data)),
    )
    report = export_model(
        model, root / "out", settings, class_names=["a", "b", "c", "d"]
    )
    return Exported(model, root / "out", pictures, labels, settings, report)
