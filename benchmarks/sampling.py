"""What each option of the sampling costs, against the default batches.

python -m benchmarks.sampling --root FOLDER
"""

import dataclasses
import tempfile
from functools import partial
from pathlib import Path

import tyro

from benchmarks.harness import race
from benchmarks.input_pipeline import Stream
from benchmarks.report import report
from input_pipeline import (
    ColorJitter,
    DataConfig,
    Patches,
    draw_synthetic,
    train_batches,
)

DEFAULT = "default"


def main(
    root: str = "",
    height: int = 360,
    width: int = 480,
    crop: int = 513,
    batch: int = 8,
    batches: int = 12,
    rounds: int = 9,
) -> None:
    """Races the options against the default batches on the same files.

    Args:
        root: a plain folder (`images/train`, `labels/train`); without it,
            streets are drawn.
        height: of the drawn pictures, in pixels.
        width: of the drawn pictures, in pixels.
        crop: height and width of the training images, in pixels.
        batch: images in a batch.
        batches: batches in one measurement.
        rounds: turns of each contestant.
    """
    with tempfile.TemporaryDirectory() as scratch:
        if not root:
            root = str(Path(scratch) / "synthetic")
            draw_synthetic(root, size=(height, width), train=24, val=1)
        config = DataConfig(
            root=root, crop_size=(crop, crop), batch_size=batch, check=False
        )
        timings = race(contestants(config, batches), rounds, turn_seconds=0.1)
    title = f"Options of the sampling: {batch} x {crop} x {crop}"
    print(report(title, timings, DEFAULT, ("images", batch * batches)))


def contestants(config: DataConfig, batches: int) -> list[Stream]:
    """The default and each option alone, on the files of `config`."""
    strong = ColorJitter(brightness=0.3, contrast=0.3, saturation=0.3, hue=0.1)
    options = {
        DEFAULT: {},
        "deterministic off": {"deterministic": False},
        "patches": {"patches": Patches(layout="even", size=config.crop_size)},
        "color jitter": {"jitter": strong},
        "rotation": {"rotation": 10.0},
    }
    return [
        Stream(
            name,
            partial(train_batches, dataclasses.replace(config, **changes)),
            batches,
        )
        for name, changes in options.items()
    ]


if __name__ == "__main__":
    tyro.cli(main)
