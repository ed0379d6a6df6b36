"""One sound and one fragile network as float32 files, and what they see."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from deeplab_family.inference import load_predictor
from export import export_tflite
from tests.convert_here import convert_here
from tests.export.mixed_precision.networks import FACTOR, make_network
from tests.export.tiny_network import draw_images

SIZE = (33, 49)


@dataclass
class Case:
    file: Path
    calibration: np.ndarray
    images: np.ndarray
    labels: np.ndarray


def _make(folder, factor) -> Case:
    model = make_network(factor)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("export.tflite.converter.run_worker", convert_here)
        files = export_tflite(
            model, folder, SIZE, variants=["float32"], faster=False
        )
    images = draw_images(4, *SIZE, seed=7)
    labels = load_predictor(files["float32"])(images).class_map
    return Case(files["float32"], draw_images(8, *SIZE), images, labels)


@pytest.fixture(scope="session")
def sound(tmp_path_factory) -> Case:
    return _make(tmp_path_factory.mktemp("sound"), 1.0)


@pytest.fixture(scope="session")
def fragile(tmp_path_factory) -> Case:
    return _make(tmp_path_factory.mktemp("fragile"), FACTOR)
