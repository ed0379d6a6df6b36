"""Epoch items: the images and patches that one epoch visits, in order."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from input_pipeline.check.all_samples import image_size
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.errors import DataError
from input_pipeline.sample import SamplePaths
from input_pipeline.sampling.hard_class_bootstrap import HardClassBootstrap
from input_pipeline.sampling.patches import Patches

HEADER = 1 << 16  # bytes


@dataclass(frozen=True)
class Visits:
    """Visits of an epoch; a few bytes a visit, and no pixels.

    Args:
        images: int64 `(visits,)`, places in the list of samples.
        regions: int32 `(visits, 4)`, the part `(top, left, height, width)` of
            each image, which may stick out; None for whole images.
    """

    images: np.ndarray
    regions: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.images)


def plan_visits(
    samples: Sequence[SamplePaths],
    spec: DatasetSpec,
    bootstrap: HardClassBootstrap,
    patches: Patches,
) -> Visits:
    """Lists the visits of an epoch: repeated images, each in its patches.

    Labels are read for a bootstrap, headers of images for patches.

    Raises:
        DataError: if a file cannot be read.
        ValueError: if the bootstrap names a class that does not exist.
    """
    images = bootstrap.visits(samples, spec)
    if not patches:
        return Visits(images)
    each = _regions(samples, patches)
    return Visits(
        np.repeat(images, [len(each[image]) for image in images]),
        np.concatenate([each[image] for image in images]),
    )


def _regions(samples, patches: Patches) -> list[np.ndarray]:
    # Most sets have few sizes; equal ones share one list.
    known: dict[tuple[int, int], np.ndarray] = {}
    sizes = [_size(sample) for sample in samples]
    for size in set(sizes):
        known[size] = patches.regions(*size)
    return [known[size] for size in sizes]


def _size(sample: SamplePaths) -> tuple[int, int]:
    path = sample.image_path
    try:
        with path.open("rb") as file:
            head = file.read(HEADER)
    except OSError as error:
        raise DataError(
            f"{path} cannot be read: {error.strerror or error}"
        ) from error
    try:
        return image_size(path, head)
    except DataError:  # a header may be longer, with a preview in it
        return image_size(path, path.read_bytes())
