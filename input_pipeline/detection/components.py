"""Objects of a semantic data set: connected regions of chosen classes.

Its labels do not tell touching objects of a class apart, nor that two parts of
one behind a pole belong together, so boxes are rough: good for a start where
nobody drew objects.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np

from input_pipeline.annotations.regions import RunLengths
from input_pipeline.annotations.run_lengths import count_runs
from input_pipeline.datasets.named_dataset import open_dataset
from input_pipeline.detection.detection_objects import (
    DetectionImage,
    DetectionObject,
    DetectionSpec,
    DetectionSplit,
)
from input_pipeline.errors import DataError
from input_pipeline.sample import SamplePaths


class ComponentDetection:
    """Connected regions of a data set's classes as objects.

    Pixels are joined by their sides or corners.

    Args:
        root: folder of the semantic data set.
        classes: names of those whose regions are objects, in the order of
            their ids here.
        semantic: name of the data set's layout, as `open_dataset` takes it.
        least_area: regions of fewer pixels are left out.
        val_share: as `DataConfig.val_share`.

    Raises:
        DataError: if it is no such data set, has no files of its own for each
            image, or lacks a class.
    """

    def __init__(
        self,
        root: Path,
        classes: Sequence[str],
        semantic: str = "auto",
        least_area: int = 100,
        val_share: float | None = None,
    ):
        self.root, self.least_area = root, least_area
        self._dataset = open_dataset(semantic, root, val_share)
        names = self._dataset.spec.class_names
        unknown = [name for name in classes if name not in names]
        if not classes or unknown:
            raise DataError(
                f"`classes` must name classes of {root} whose connected "
                f"regions are objects. It has: {', '.join(names)}. "
                f"Received: {', '.join(unknown) or 'none'}"
            )
        self._stored = [names.index(name) for name in classes]
        self.spec = DetectionSpec(tuple(classes))

    @property
    def splits(self) -> tuple[str, ...]:
        """Names of the splits."""
        return tuple(self._dataset.splits)

    def read(self, split: str) -> DetectionSplit:
        """Reads a split; every label is decoded.

        Raises:
            DataError: if the split is not there, or its samples are not in
                files of their own.
        """
        samples = self._dataset.open_split(split).samples
        if not samples:
            raise DataError(
                f"{self.root} has no files for each image of {split!r}; "
                "objects are found in data sets of single files. Name the "
                "data set that it was packed from"
            )
        with ThreadPoolExecutor(4) as pool:
            read = [*pool.map(self._read, samples)]
        return DetectionSplit(
            split,
            tuple(image for image in read if not isinstance(image, str)),
            tuple(range(1, self.spec.num_classes + 1)),
            tuple(problem for problem in read if isinstance(problem, str)),
        )

    def _read(self, sample: SamplePaths) -> DetectionImage | str:
        # TensorFlow takes seconds, and a plan of a run does without.
        import tensorflow as tf

        from input_pipeline.decode.label import decode_label

        try:
            encoded = sample.label_path.read_bytes()
            label = decode_label(encoded, self._dataset.spec).numpy()
        except (OSError, tf.errors.OpError) as error:
            reason = " ".join(str(error).split())
            return f"{sample.label_path} cannot be read: {reason:.200}"
        objects = components(label, self._stored, self.least_area)
        return DetectionImage(
            sample.id, sample.image_path, *label.shape, tuple(objects)
        )


def components(
    label: np.ndarray, stored: Sequence[int], least_area: int
) -> list[DetectionObject]:
    """The connected regions of some classes of a label.

    Args:
        label: uint8 ids `(height, width)`.
        stored: ids whose regions are objects; the place of each is the class.
        least_area: regions of fewer pixels are left out.
    """
    found = []
    for class_id, stored_id in enumerate(stored):
        mask = (label == stored_id).astype(np.uint8)
        _, parts, boxes, _ = cv2.connectedComponentsWithStats(
            mask, connectivity=8, ltype=cv2.CV_32S
        )
        for part, (left, top, width, height, area) in enumerate(boxes):
            if part == 0 or area < least_area:
                continue
            window = parts[top : top + height, left : left + width] == part
            counts = np.array(count_runs(window))
            found.append(
                DetectionObject(
                    box=tuple(
                        map(float, (left, top, left + width, top + height))
                    ),
                    class_id=class_id,
                    area=float(area),
                    outline=RunLengths(
                        counts,
                        int(height),
                        int(width),
                        "columns",
                        int(left),
                        int(top),
                    ),
                    place=f"region {part} of class {stored_id}",
                )
            )
    return found
