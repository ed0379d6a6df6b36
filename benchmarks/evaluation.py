"""Memory and time of an evaluation by the number of images.

python -m benchmarks.evaluation

Images are drawn and their prediction costs nothing, so that what remains is
the evaluation itself: counting, rows of images, intervals. The memory is that
of this process alone: Linux gives a child the peak of its parent as its own,
and `peak_bytes` does not.
"""

import time

import numpy as np
import tyro

from benchmarks.report import text_row
from deeplab_family.evaluation import evaluate
from deeplab_family.inference import Prediction
from deeplab_family.inference.memory_bound import peak_bytes

MOST_GROWTH = 1.25
"""Times what was held after the fewest images; the rows of the images, which
are meant to be kept, are taken off."""


def main(
    images: tuple[int, ...] = (100, 1_000, 10_000),
    size: int = 128,
    classes: int = 150,
) -> None:
    """Evaluates more and more images in one process.

    Args:
        images: how many, increasing: the most memory that the process ever
            held is shown after each.
        size: height and width of an image, in pixels.
        classes: number of classes.
    """
    names = tuple(f"class {number}" for number in range(classes))
    evaluate(_answer, _batches(2, size, classes), names)  # warm up
    print(f"## Evaluation: {size} x {size} pixels, {classes} classes\n")
    print("| images | ms an image | intervals, s | rows, MB | most held, MB |")
    print("| --- | --- | --- | --- | --- |")
    beside_rows = []
    for count in images:
        start = time.perf_counter()
        scores = evaluate(_answer, _batches(count, size, classes), names)
        counted = time.perf_counter()
        _ = scores.intervals  # computed here
        drawn = time.perf_counter()
        rows = sum(row.counts.nbytes for row in scores.rows) / 1e6
        held = peak_bytes() / 1e6
        beside_rows.append(held - rows)
        print(
            f"| {count:,} | {1e3 * (counted - start) / count:.2f} "
            f"| {drawn - counted:.2f} | {rows:.1f} | {held:,.0f} |"
        )
    first, last = beside_rows[0], beside_rows[-1]
    row = text_row(
        f"memory of {images[-1]:,} images, {size} x {size}, without their rows",
        f"{last / first:.3f}",
        f"{MOST_GROWTH:g}",
        f"{last:,.0f} MB / {first:,.0f} MB, {images[0]:,} images",
    )
    print(f"\n{row}")


def _batches(count: int, size: int, classes: int):
    """Batches of one image; the red channel says the class."""
    rng = np.random.default_rng(0)
    pool = rng.integers(0, classes, (16, 1, size, size, 3), np.uint8)
    for number in range(count):
        image = pool[number % len(pool)]
        yield image, np.where(image[..., 1] < 128, image[..., 0], 255)


def _answer(images: np.ndarray) -> Prediction:
    return Prediction(images[..., 0])


if __name__ == "__main__":
    tyro.cli(main)
