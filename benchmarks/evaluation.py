"""Memory and time of an evaluation by the number of images.

python -m benchmarks.evaluation

Images are drawn and their prediction costs nothing, so that what remains is
the evaluation itself: counting, rows of images, intervals.
"""

import resource
import time

import numpy as np
import tyro

from deeplab_family.evaluation import evaluate
from deeplab_family.inference import Prediction

KIB = 1024


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
    print(f"Evaluation: {size} x {size} pixels, {classes} classes\n")
    print("| images | ms an image | intervals, s | rows, MB | most held, MB |")
    print("| --- | --- | --- | --- | --- |")
    for count in images:
        start = time.perf_counter()
        scores = evaluate(_answer, _batches(count, size, classes), names)
        counted = time.perf_counter()
        _ = scores.intervals  # computed here
        drawn = time.perf_counter()
        rows = sum(row.counts.nbytes for row in scores.rows) / 1e6
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KIB / 1e6
        print(
            f"| {count:,} | {1e3 * (counted - start) / count:.2f} "
            f"| {drawn - counted:.2f} | {rows:.1f} | {held:,.0f} |"
        )


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
