"""Training batches from drawn labels, against those from plain folders.

    python -m benchmarks.drawn_labels --root FOLDER

The same photographs and the same classes: a plain folder, and the COCO file
that `deeplab convert` makes of it, whose labels are drawn before the race.
"""

import tempfile
from pathlib import Path

import tyro

from benchmarks.harness import race
from benchmarks.input_pipeline import Stream
from benchmarks.report import report
from input_pipeline import DataConfig, draw_synthetic, open_data, train_batches
from input_pipeline.convert import convert

SYNTHETIC_SIZE = (480, 640)
PLAIN, DRAWN = "plain folder", "drawn from COCO"


def main(
    root: str = "",
    size: int = 513,
    batch: int = 8,
    batches: int = 24,
    rounds: int = 9,
) -> None:
    """Races training batches of the two, turn by turn.

    Args:
        root: a plain folder; without it, the synthetic data set is drawn.
        size: height and width of the training images, in pixels.
        batch: images in a batch.
        batches: batches in one measurement.
        rounds: turns of each.
    """
    with tempfile.TemporaryDirectory() as scratch:
        if not root:
            root = str(Path(scratch, "plain"))
            draw_synthetic(root, size=SYNTHETIC_SIZE)
        drawn = Path(scratch, "coco")
        data = open_data(DataConfig(root=root, check=False))
        convert(data, "coco", drawn, data.dataset.splits)
        streams = []
        for name, folder in ((PLAIN, root), (DRAWN, str(drawn))):
            config = DataConfig(
                root=folder,
                crop_size=(size, size),
                batch_size=batch,
                check=False,
            )
            next(iter(train_batches(config)))  # draws the labels
            streams.append(
                Stream(
                    name, lambda config=config: train_batches(config), batches
                )
            )
        timings = race(streams, rounds, turn_seconds=0.1)
    title = f"Training batches: {batch} x {size} x {size}"
    print(report(title, timings, PLAIN, ("images", batch * batches)))


if __name__ == "__main__":
    tyro.cli(main)
