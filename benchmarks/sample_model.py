"""Sample model: a phone file to time where none is named."""

from pathlib import Path

import keras
import numpy as np

from deeplab_family.backbones import MobileNetV2Config
from deeplab_family.models import DeepLabV3Config
from export import export_tflite
from input_pipeline.synthetic.street_scene import draw_scene

SIZE, CLASSES = (360, 480), 11


def sample_model(folder: str | Path) -> Path:
    """Exports DeepLabv3 on MobileNetV2, of random weights, in int8.

    Args:
        folder: gets the file.
    """
    keras.utils.set_random_seed(0)
    model = DeepLabV3Config(
        num_classes=CLASSES, backbone=MobileNetV2Config()
    ).build()
    random = np.random.default_rng(0)
    scenes = np.stack([draw_scene(SIZE, random)[0] for _ in range(4)])
    names = [f"thing {number}" for number in range(CLASSES)]
    files = export_tflite(
        model,
        folder,
        SIZE,
        variants=["int8"],
        calibration=scenes,
        class_names=names,
    )
    return files["int8"]
