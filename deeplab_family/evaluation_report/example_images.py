"""Example images of an evaluation: the worst and the best, as pictures."""

import bisect
import math
from dataclasses import dataclass

import numpy as np

from deeplab_family.evaluation import JudgedImage
from deeplab_family.evaluation.measure import Measure
from deeplab_family.evaluation_report.answer_pictures import (
    Picture,
    SmallImage,
)
from deeplab_family.metrics import ClassCounts
from input_pipeline.datasets.spec import DatasetSpec

WORST, BEST = 6, 3


@dataclass(frozen=True)
class ExampleImage:
    """Example image of a page: its name, words and pictures.

    Args:
        name: of the image.
        words: its scores.
        pictures: side by side.
    """

    name: str
    words: str
    pictures: tuple[Picture, ...]


class ExampleImages(Measure):
    """Keeps the images of the lowest and the highest own mean IoU.

    Of equal ones the first are kept. Those without a judged pixel have none.
    What is kept are small pictures, so that neither the number nor the size
    of the images matters to the memory.

    Args:
        spec: what the labels mean.
        worst: how many of the lowest.
        best: how many of the highest.
    """

    name = "examples"

    def __init__(self, spec: DatasetSpec, worst: int = WORST, best: int = BEST):
        self.spec = spec
        self._worst, self._best = RankedImages(worst), RankedImages(best)
        self._seen = 0

    def add(self, judged: JudgedImage) -> None:
        """Keeps the image if it is one of them."""
        counts = self._counts(judged)
        score = float(counts.mean_iou)
        self._seen += 1
        if math.isnan(score):
            return
        ranked = (
            (self._worst, (score, self._seen)),
            (
                self._best,
                (-score, self._seen),
            ),
        )
        if any(kept.has_room_for(rank) for kept, rank in ranked):
            example = self._example(judged, counts)
            for kept, rank in ranked:
                kept.add(rank, example)

    @property
    def worst(self) -> list[ExampleImage]:
        """The lowest first."""
        return self._worst.examples

    @property
    def best(self) -> list[ExampleImage]:
        """The highest first; none that is among the worst."""
        shown = {id(example) for example in self.worst}
        return [one for one in self._best.examples if id(one) not in shown]

    def _counts(self, judged: JudgedImage) -> ClassCounts:
        number = self.spec.num_classes
        keep = judged.labels != self.spec.ignore_label
        labels, answers = judged.labels[keep], judged.class_map[keep]
        return ClassCounts(
            np.bincount(labels[labels == answers], minlength=number),
            np.bincount(labels, minlength=number),
            np.bincount(answers, minlength=number),
        )

    def _example(self, judged: JudgedImage, counts) -> ExampleImage:
        small = SmallImage(judged, self.spec.palette, self.spec.ignore_label)
        class_map = judged.class_map
        pictures = [
            small.photograph(),
            small.truth(),
            small.answer(class_map, "prediction"),
            small.errors(class_map),
        ]
        if getattr(judged.prediction, "probabilities", None) is not None:
            pictures.append(small.confidence(judged.probabilities))
        words = (
            f"mean IoU {float(counts.mean_iou):.4f}, "
            f"{float(counts.pixel_accuracy):.2%} of the pixels right"
        )
        return ExampleImage(judged.name, words, tuple(pictures))


class RankedImages:
    """The few examples of the lowest ranks, in order.

    Args:
        most: how many.
    """

    def __init__(self, most: int):
        self.most = most
        self._kept: list[tuple[tuple, ExampleImage]] = []

    def has_room_for(self, rank: tuple) -> bool:
        """Whether an image of this rank would be kept."""
        if len(self._kept) < self.most:
            return True
        return bool(self._kept) and rank < self._kept[-1][0]

    def add(self, rank: tuple, example: ExampleImage) -> None:
        """Keeps an example, if its rank is low enough, in place of another.

        Args:
            rank: numbers that no other image has.
            example: the image.
        """
        if self.has_room_for(rank):
            bisect.insort(self._kept, (rank, example), key=lambda one: one[0])
            del self._kept[self.most :]

    @property
    def examples(self) -> list[ExampleImage]:
        """The lowest rank first."""
        return [example for _, example in self._kept]
