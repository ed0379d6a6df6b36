"""The doctor's sheets, of streets into which mistakes were put."""

import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from pictures.commands import run_deeplab
from pictures.demo_run import DemoRun
from pictures.mistakes import put_mistakes

COLORS = ("--dataset", "synthetic")
FINDINGS = (0, 1)
"""Exit statuses of a doctor who could read the data."""


def draw_sheet(demo: DemoRun) -> np.ndarray:
    """The picture of `--sheet`, uint8 RGB."""
    with tempfile.TemporaryDirectory() as scratch:
        sheet = Path(scratch) / "sheet.png"
        streets = put_mistakes(demo, Path(scratch) / "streets")
        words = ("doctor", streets, "--sheet", sheet, "--samples", 8)
        run_deeplab(*words, *COLORS, statuses=FINDINGS)
        return _read(sheet)


def draw_review(demo: DemoRun) -> np.ndarray:
    """The picture of the labels to look at first, uint8 RGB."""
    with tempfile.TemporaryDirectory() as scratch:
        review = Path(scratch) / "review"
        streets = put_mistakes(demo, Path(scratch) / "streets")
        run_deeplab(
            *("doctor", streets, "--splits", "val"),
            *("--model", demo.home / "run", "--review", review),
            *("--samples", 4, *COLORS),
            statuses=FINDINGS,
        )
        return _read(review / "doubted_labels.png")


def _read(sheet: Path) -> np.ndarray:
    with Image.open(sheet) as image:
        return np.asarray(image.convert("RGB"))
