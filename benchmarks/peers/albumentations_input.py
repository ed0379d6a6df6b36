"""Worker: training batches of albumentations and OpenCV in two threads.

Samples are made ahead of their batch, so that no thread waits for another.
"""

import itertools
import random
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata

import albumentations
import cv2
import numpy as np

from benchmarks.peers.stream import StreamJob, seconds_for
from benchmarks.worker import serve

THREADS = 2
AHEAD = 3  # batches
ENDINGS = {
    "usual": "float32",
    "uint8": "uint8, not normalized",
    "pytorch": "float32 with channels first, int64 labels, as PyTorch takes",
}


def main() -> None:
    """Serves the job of the command line."""
    job = StreamJob.from_command_line()
    cv2.setNumThreads(0)  # the threads here are enough
    augment = describe_augmentation(job)
    ending = ENDINGS[job.style]
    version = metadata.version("albumentations")
    with ThreadPoolExecutor(THREADS) as pool:
        serve(
            lambda: seconds_for(
                lambda: batches(job, augment, pool), job.batches
            ),
            f"albumentations {version}, {THREADS} threads; {ending}",
            lambda step: step(),
        )


def describe_augmentation(job: StreamJob) -> albumentations.Compose:
    """Random scale 0.5 to 2, padding, crop, flip, and usually normalizing."""
    side = job.size
    steps = [
        albumentations.RandomScale(
            (-0.5, 1.0), interpolation=cv2.INTER_LINEAR, p=1.0
        ),
        albumentations.PadIfNeeded(
            side,
            side,
            border_mode=cv2.BORDER_CONSTANT,
            fill=0,
            fill_mask=255,
        ),
        albumentations.RandomCrop(side, side),
        albumentations.HorizontalFlip(p=0.5),
    ]
    if job.style != "uint8":
        half = (0.5, 0.5, 0.5)
        steps.append(albumentations.Normalize(half, half))
    return albumentations.Compose(steps)


def batches(job: StreamJob, augment, pool) -> Iterator[tuple]:
    """Endless `(images, labels)`."""
    files = job.files()
    random.Random(0).shuffle(files)
    waiting: deque = deque()
    for image_path, label_path in itertools.cycle(files):
        future = pool.submit(
            make_sample, augment, image_path, label_path, job.style
        )
        waiting.append(future)
        if len(waiting) == AHEAD * job.batch:
            ready = [waiting.popleft().result() for _ in range(job.batch)]
            yield tuple(np.stack(part) for part in zip(*ready, strict=True))


def make_sample(augment, image_path: str, label_path: str, style: str):
    """One augmented pair of arrays."""
    image = cv2.cvtColor(cv2.imread(image_path), cv2.COLOR_BGR2RGB)
    label = cv2.imread(label_path, cv2.IMREAD_UNCHANGED)
    made = augment(image=image, mask=label)
    image, label = made["image"], made["mask"]
    if style == "pytorch":
        channels_first = np.ascontiguousarray(image.transpose(2, 0, 1))
        return channels_first, label.astype(np.int64)
    return image, label


if __name__ == "__main__":
    main()
