"""Batches of photographs of one size, in the order of the files."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from deeplab_family.photographs import MediaFile, read_upright
from input_pipeline import DataError
from input_pipeline.picture_format import ORDINARY, PictureFormat


@dataclass(frozen=True, eq=False)
class Photograph:
    """A photograph that was read.

    Args:
        file: where it came from, and the name of its results.
        image: uint8 RGB `(height, width, 3)`, or what else the network takes,
            upright.
        is_turned: was it stored turned?
    """

    file: MediaFile
    image: np.ndarray
    is_turned: bool


def photograph_batches(
    files: Iterable[MediaFile],
    batch_size: int,
    refuse: Callable[[MediaFile, Exception], None],
    pictures: PictureFormat = ORDINARY,
) -> Iterator[list[Photograph]]:
    """Reads photographs and puts neighbors of one size together.

    Args:
        files: photographs.
        batch_size: int >= 1, photographs in a batch at most.
        refuse: told of each file that cannot be read.
        pictures: what the network takes. Defaults to uint8 RGB.

    Yields:
        Photographs of one size, at least one.
    """
    batch: list[Photograph] = []
    for file in files:
        try:
            photograph = Photograph(file, *read_upright(file.path, pictures))
        except (DataError, OSError) as error:
            refuse(file, error)
            continue
        other_size = batch and batch[0].image.shape != photograph.image.shape
        if other_size or len(batch) == batch_size:
            yield batch
            batch = []
        batch.append(photograph)
    if batch:
        yield batch
