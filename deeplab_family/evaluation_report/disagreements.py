"""Disagreements of two models: how often, and on which images most."""

import tempfile
import zlib
from collections.abc import Mapping

import numpy as np

from deeplab_family.evaluation import JudgedImage
from deeplab_family.evaluation.measure import Measure
from deeplab_family.evaluation_report.answer_pictures import SmallImage
from deeplab_family.evaluation_report.example_images import (
    ExampleImage,
    RankedImages,
)
from input_pipeline.datasets.spec import DatasetSpec

SHOWN = 6
COLUMN = "disagreement"
"""In the row of an image: share of its judged pixels."""


class ClassMaps(Measure):
    """Class maps of one model, packed into a temporary file.

    The models are asked one after the other, and each image once. A map of a
    street takes about 10 kB there, and 16 bytes in memory.
    """

    name = "class maps"

    def __init__(self):
        self._file = tempfile.TemporaryFile()
        self._places: list[tuple[int, tuple[int, int]]] = []

    def add(self, judged: JudgedImage) -> None:
        class_map = np.ascontiguousarray(judged.class_map, np.uint8)
        packed = zlib.compress(class_map.tobytes(), level=1)
        self._places.append((len(packed), class_map.shape))
        self._file.write(packed)

    def __iter__(self):
        """The maps in order: uint8 `(height, width)`."""
        self._file.seek(0)
        for length, shape in self._places:
            content = zlib.decompress(self._file.read(length))
            yield np.frombuffer(content, np.uint8).reshape(shape)


class Disagreements(Measure):
    """Counts the pixels in which a model differs from an earlier one.

    Args:
        spec: what the labels mean.
        first: maps of the earlier model, on the same images.
        names: what the pictures call the two.
        shown: of how many images to keep pictures.

    Attributes:
        pixels: int64 `(5,)`: judged pixels that are the same and right, the
            same and wrong, right in the first alone, right in the second
            alone, and different and both wrong.
    """

    name = "disagreements"

    def __init__(
        self,
        spec: DatasetSpec,
        first: ClassMaps,
        names: tuple[str, str] = ("A", "B"),
        shown: int = SHOWN,
    ):
        self.spec, self.names = spec, names
        self.pixels = np.zeros(5, np.int64)
        self._first = iter(first)  # a generator: it reads when asked
        self._ranked = RankedImages(shown)
        self._seen = 0

    def add(self, judged: JudgedImage) -> Mapping[str, float]:
        """Counts an image; its row gets the share of different pixels."""
        first = next(self._first, None)
        if first is None or first.shape != judged.labels.shape:
            raise ValueError(
                "two models are compared on the same images. Received: "
                f"{judged.name} of {judged.labels.shape}, and from the first "
                f"model {'nothing' if first is None else first.shape}"
            )
        counts = self._counts(first, judged)
        self.pixels += counts
        self._seen += 1
        share = counts[2:].sum() / counts.sum() if counts.any() else np.nan
        rank = (-share, self._seen)
        if share > 0 and self._ranked.has_room_for(rank):
            self._ranked.add(rank, self._example(first, judged, counts))
        return {COLUMN: float(share)}

    @property
    def examples(self) -> list[ExampleImage]:
        """Images in which the two differ most, the most first."""
        return self._ranked.examples

    def _counts(self, first, judged: JudgedImage) -> np.ndarray:
        labels, second = judged.labels, judged.class_map
        same, right = first == second, first == labels
        kinds = np.select(
            [same & right, same, right, second == labels], [0, 1, 2, 3], 4
        )
        keep = labels != self.spec.ignore_label
        return np.bincount(kinds[keep], minlength=5)

    def _example(self, first, judged: JudgedImage, counts) -> ExampleImage:
        small = SmallImage(judged, self.spec.palette, self.spec.ignore_label)
        second = judged.class_map
        pictures = (
            small.photograph(),
            small.truth(),
            small.answer(first, self.names[0]),
            small.answer(second, self.names[1]),
            small.differences(first, second),
        )
        shares = counts[2:] / counts.sum()
        words = (
            f"{shares.sum():.2%} of the pixels differ: {shares[0]:.2%} right "
            f"in {self.names[0]} alone, {shares[1]:.2%} in {self.names[1]} "
            "alone"
        )
        return ExampleImage(judged.name, words, pictures)
