"""Labeled images of a split, one after the other, whoever stores them."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import tensorflow as tf

from input_pipeline.decode.read_stored import file_ending
from input_pipeline.opened_data import OpenedData
from input_pipeline.sample import ID, IGNORE_LABEL, IMAGE, LABEL


@dataclass(frozen=True, eq=False)
class LabeledImage:
    """Labeled image, checked.

    Args:
        id: of the sample.
        place: its number in its split.
        content: the bytes of the file.
        path: the file; None for what lies in records.
        class_ids: uint8 `(height, width)`, 255 where ignored.
    """

    id: str
    place: int
    content: bytes
    path: Path | None
    class_ids: np.ndarray

    @property
    def ending(self) -> str:
        """Ending of a file with this image, such as ".jpg"."""
        if self.path is not None:
            return self.path.suffix
        return file_ending(self.content)

    @property
    def class_pixels(self) -> np.ndarray:
        """Pixels of each class id, int64 `(256,)`."""
        return np.bincount(self.class_ids.ravel(), minlength=256)


def read_labeled(data: OpenedData, split: str) -> Iterator[LabeledImage]:
    """Reads a split in its order, after its check.

    Args:
        data: the data set.
        split: its name.

    Raises:
        DataError: if the split is not there, or files are missing or wrong.
    """
    source = data.source(split)
    spec = data.spec
    for place, reference in enumerate(source.in_order()):
        sample = source.read(reference)
        class_ids = sample[LABEL].numpy()
        if spec.ignore_label != IGNORE_LABEL:
            ignored = class_ids == spec.ignore_label
            class_ids = np.where(ignored, np.uint8(IGNORE_LABEL), class_ids)
        # Records have no files, nor do samples of them.
        files = source.samples[place] if source.samples else None
        content = sample[IMAGE]
        if content.dtype != tf.string:  # Python decoded it
            content = source.load(reference)[IMAGE]
        yield LabeledImage(
            os.fsdecode(sample[ID].numpy()),
            place,
            content.numpy(),
            files and files.image_path,
            class_ids,
        )
