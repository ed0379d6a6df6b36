"""Multi-scale inference against the sum of its forward passes.

    python -m benchmarks.multi_scale
    python -m benchmarks.multi_scale --network runs/photos/best.keras

"passes" asks the network for each scale and each mirrored image, and does
nothing with what it says: no answer can come sooner. What is above 1 is the
resizing, the softmax and the mean. Likewise for windows.
"""

import numpy as np
import tyro

from benchmarks.harness import Step, race
from benchmarks.report import goal_row, report
from deeplab_family.cli.networks import load_network
from deeplab_family.inference import (
    SCALES,
    InferenceConfig,
    KerasPredictor,
    Windows,
    scaled_size,
    with_inference,
)

PASSES, MEAN = "passes", "multi-scale and mirrored"
GOAL = 1.1
CROPS, CUT = "passes of the windows", "windows"


def main(
    network: str = "voc_deeplabv3",
    size: tuple[int, int] = (513, 513),
    classes: int = 21,
    scales: tuple[float, ...] = SCALES["deeplabv3"],
    window: int = 257,
    rounds: int = 3,
) -> None:
    """Prints a table for scales, and one for windows.

    Args:
        network: a recipe, or a `.keras` file.
        size: height and width of the image, in pixels.
        classes: of a recipe's network.
        scales: relative to the image's size; each is mirrored too.
        window: side of the windows, a third of which overlaps.
        rounds: turns of each contestant.
    """
    predictor = KerasPredictor(load_network(network, classes))
    image = draw(size)
    name = f"{network}, {size[0]} x {size[1]}, {predictor.num_classes} classes"

    config = InferenceConfig(scales=scales, flip=True)
    inputs = [
        draw(scaled_size(size, scale)) for scale in scales for _ in range(2)
    ]
    timings = race(
        _pair(PASSES, MEAN, predictor, config, image, inputs), rounds
    )
    words = " ".join(f"{scale:g}" for scale in scales)
    print(report(f"Scales {words}: {name}", timings, baseline=PASSES))
    what = f"{2 * len(scales)} scales and mirrored images: {name}"
    print(goal_row(what, timings, MEAN, PASSES, GOAL))

    windows = Windows(tile=window)
    config = InferenceConfig(windows=windows)
    count = len(windows.starts(size[0])) * len(windows.starts(size[1]))
    inputs = [draw((window, window))] * count
    timings = race(_pair(CROPS, CUT, predictor, config, image, inputs), rounds)
    title = f"{count} windows of {window}: {name}"
    print(report(title, timings, baseline=CROPS))
    print(goal_row(title, timings, CUT, CROPS, GOAL))


def draw(size: tuple[int, int]) -> np.ndarray:
    """An image of noise, uint8 `(1, height, width, 3)`."""
    return np.random.default_rng(0).integers(0, 256, (1, *size, 3), np.uint8)


def _pair(passes, name, predictor, config, image, inputs):
    asked = with_inference(predictor, config)

    def alone():
        for pixels in inputs:
            predictor.raw(pixels)

    return [Step(passes, alone), Step(name, lambda: asked(image).class_map)]


if __name__ == "__main__":
    tyro.cli(main)
