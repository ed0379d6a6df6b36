"""Demo's run as the pictures see it: its files, and its numbers as JSON.

The numbers lie beside the pictures (docs/images/demo_run.json), so that charts
can be drawn again without training.
"""

import csv
import dataclasses
import hashlib
import json
from pathlib import Path

import numpy as np
from PIL import Image

from deeplab_family.papers import short_code
from deeplab_family.recipes.mobile import synthetic_mobile
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.synthetic.classes import CLASS_NAMES, PALETTE
from input_pipeline.synthetic.street_scene import draw_scene
from pictures.training import CURVES

SPEC = DatasetSpec(CLASS_NAMES, PALETTE)
SIZE = (240, 320)
INT8 = "model_int8.tflite"
SHOWN = ("loss", "val_mean_iou", "val_pixel_accuracy")
"""Columns of a run's history.csv that become learning curves."""


@dataclasses.dataclass(frozen=True)
class DemoRun:
    """Folder that `deeplab demo` made, and `pictures.training` added to.

    Attributes:
        home: the folder.
    """

    home: Path

    def image(self, stem: str) -> np.ndarray:
        """A photograph, uint8 `(height, width, 3)`."""
        return _read(self.home / "streets" / "images" / "val" / f"{stem}.jpg")

    def labels(self, stem: str) -> np.ndarray:
        """Its label, uint8 `(height, width)`; 255 = ignore."""
        return _read(self.home / "streets" / "labels" / "val" / f"{stem}.png")

    def class_map(self, stem: str) -> np.ndarray:
        """Its classes as the Keras model predicts them."""
        return _read(self.home / "predictions" / f"{stem}.png")

    @property
    def stems(self) -> list[str]:
        """Names of the photographs, sorted."""
        folder = self.home / "streets" / "images" / "val"
        return sorted(path.stem for path in folder.glob("*.jpg"))

    def report(self) -> dict:
        """The report of the export."""
        path = self.home / "export" / "export_report.json"
        return json.loads(path.read_text(encoding="utf-8"))

    def int8(self):
        """The int8 file as a predictor, in LiteRT."""
        from deeplab_family.inference import load_predictor

        return load_predictor(self.home / "export" / INT8)

    def numbers(self) -> dict:
        """What the charts show, ready for JSON."""
        measured = self.report()["verification"]
        drops = {
            one["name"]: one["class_iou_drop"] for one in measured["artifacts"]
        }
        return {
            "fingerprint": demo_fingerprint(),
            "class_names": CLASS_NAMES,
            "confusion": self._confusion().tolist(),
            "images": len(self.stems),
            "exported_images": self.report()["images"],
            "keras_class_iou": measured["keras_class_iou"],
            "int8_class_iou_drop": drops["int8"],
            "curves_command": [*CURVES],
            "curves": self._curves(),
        }

    def _curves(self) -> dict[str, list[tuple[int, float]]]:
        """`(step, value)` of each evaluation, by the columns of `SHOWN`."""
        path = self.home / "curves" / "history.csv"
        with path.open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        return {
            name: [
                (int(row["step"]), round(float(row[name]), 4)) for row in rows
            ]
            for name in SHOWN
        }

    def _confusion(self) -> np.ndarray:
        """Judged pixels by label and prediction, `(classes, classes)`."""
        classes = len(CLASS_NAMES)
        counts = np.zeros(classes * classes, np.int64)
        for stem in self.stems:
            labels, found = self.labels(stem), self.class_map(stem)
            judged = labels != SPEC.ignore_label
            pairs = labels[judged].astype(int) * classes + found[judged]
            counts += np.bincount(pairs, minlength=classes * classes)
        return counts.reshape(classes, classes)


def demo_fingerprint() -> str:
    """SHA-256 of what the demo trains: its recipe, and where things stand.

    It changes with the network, the training or the streets, and neither with
    names in the code nor with comments.
    """
    _, labels = draw_scene(SIZE, np.random.default_rng((0, 1, 0)))
    digest = hashlib.sha256(short_code(synthetic_mobile()).encode())
    digest.update(np.ascontiguousarray(labels).tobytes())
    return digest.hexdigest()


def _read(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image)
