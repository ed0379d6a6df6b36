"""Detection data: images and their objects, read once."""

from __future__ import annotations

import dataclasses
import logging
from functools import cached_property
from typing import TYPE_CHECKING

from input_pipeline.counted_nouns import counted_noun
from input_pipeline.datasets.pairing import refuse_missing
from input_pipeline.detection.check_images import image_problems
from input_pipeline.detection.detection_data_config import DetectionDataConfig
from input_pipeline.detection.detection_objects import (
    DetectionImage,
    DetectionSpec,
    DetectionSplit,
)
from input_pipeline.detection.resizing import resized_size
from input_pipeline.errors import DataError

if TYPE_CHECKING:
    import tensorflow as tf

    from input_pipeline.detection.detection_source import DetectionSource

SHOWN = 20
logger = logging.getLogger("input_pipeline")


class OpenedDetectionData:
    """A data set of objects as a run needs it; the counterpart of `OpenedData`.

    Annotations are read when somebody first asks, without TensorFlow, and
    photographs when a batch needs them.

    Args:
        config: what to read, and how to turn it into batches.

    Attributes:
        config: the same.
    """

    def __init__(self, config: DetectionDataConfig):
        self.config = config
        self._splits: dict[str, DetectionSplit] = {}
        self._is_probed = False

    @cached_property
    def dataset(self):
        """The data set itself; raises `DataError` if it is not there."""
        return self.config.open()

    @property
    def spec(self) -> DetectionSpec:
        """The classes."""
        return self.dataset.spec

    def split(self, name: str) -> DetectionSplit:
        """Reads a split.

        Raises:
            DataError: if it is not there, photographs are missing, or, unless
                `on_error` is "skip", annotations are broken.
        """
        if name not in self._splits:
            self._splits[name] = self._read(name)
        return self._splits[name]

    def truths(self, split: str | None = None) -> DetectionSplit:
        """Truths that judge a split's detections; `eval_split` by default.

        Place i belongs to `image_index` i of the evaluation batches. Boxes,
        outlines and sizes are those of the photographs, not of the batches.
        """
        return self.split(split or self.config.eval_split)

    @cached_property
    def training(self) -> DetectionSource:
        """Source of the images that an epoch visits.

        Raises:
            DataError: if no image of the split has an object to be found.
        """
        images = self._training_images()
        from input_pipeline.detection.detection_source import DetectionSource

        return DetectionSource(images, self.config.batch_size)

    def check(self) -> None:
        """Reads what is trained and judged by, so that it is checked.

        Raises:
            DataError: as `split` and `training`.
        """
        self.train_batches()
        self.split(self.config.eval_split)

    def train_batches(
        self, start_step: int = 0, shard: tuple[int, int] = (0, 1)
    ) -> tf.data.Dataset:
        """Endless training batches; see `detection_batches`."""
        # TensorFlow takes seconds, and a plan of a run does without.
        from input_pipeline.detection import detection_batches

        batches = detection_batches.detection_train_batches(
            self.config, self.training, start_step, shard, not self._is_probed
        )
        self._is_probed = True
        return batches

    def eval_batches(self, shard: tuple[int, int] = (0, 1)) -> tf.data.Dataset:
        """Evaluation batches; see `detection_batches`."""
        from input_pipeline.detection import detection_batches
        from input_pipeline.detection.detection_source import DetectionSource

        source = DetectionSource(self.split(self.config.eval_split).images)
        return detection_batches.detection_eval_batches(
            self.config, source, shard
        )

    def _read(self, name: str) -> DetectionSplit:
        split = self.dataset.read(name)
        refuse_missing((image.path for image in split), name)
        if self.config.check:
            split = _checked(split)
        self._report(split)
        if not split.images:
            raise DataError(
                f"{self.config.root}: the split {name!r} has no image"
            )
        if self.config.fixed_size:
            _refuse_larger(split, self.config)
        return split

    def _report(self, split: DetectionSplit) -> None:
        """Refuses or tells what is broken; tells what is trained through."""
        if split.problems:
            text = self._listed(split)
            if self.config.on_error == "raise":
                raise DataError(
                    f"{text}\nCorrect them, or leave them out: "
                    "--data.on-error skip"
                )
            logger.warning("%s\nThey are left out (on_error='skip')", text)
        flat = [
            f"{o.place} of {image.path.name}"
            for image in split
            for o in image.objects
            if o.is_flat
        ]
        if flat:
            logger.warning(
                "%s: the boxes of %s in %r have a side shorter than a pixel: "
                "they count in scores and are not trained (%s)",
                self.config.root,
                counted_noun(len(flat), "object"),
                split.name,
                _first(flat, 5),
            )

    def _listed(self, split: DetectionSplit) -> str:
        number = len(split.problems)
        head = (
            f"{self.config.root}: {counted_noun(number, 'entry', 'entries')} "
            f"of the split {split.name!r} cannot be used:"
        )
        more = [f"and {number - SHOWN} more"] if number > SHOWN else []
        return "\n  ".join([head, *split.problems[:SHOWN], *more])

    def _training_images(self) -> tuple[DetectionImage, ...]:
        config = self.config
        split = self.split(config.train_split)
        if config.masks:
            _refuse_boxes_only(split)
        kept = tuple(image for image in split if image.has_targets)
        if not kept:
            raise DataError(
                f"{config.root}: no image of {config.train_split!r} has an "
                "object to be found (crowds and difficult ones do not count)"
            )
        empty = len(split) - len(kept)
        if empty and not config.keep_empty:
            logger.warning(
                "%s of %d in %r have no object to be found and are not "
                "trained on (`keep_empty` trains on them)",
                counted_noun(empty, "image"),
                len(split),
                split.name,
            )
        present = {o.class_id for image in kept for o in image.objects}
        names = self.spec.class_names
        unseen = [n for i, n in enumerate(names) if i not in present]
        if unseen:
            logger.warning(
                "no object of %r is of these classes: %s",
                split.name,
                _first(unseen, 10),
            )
        return split.images if config.keep_empty else kept


def _checked(split: DetectionSplit) -> DetectionSplit:
    """Moves images whose photographs are not as annotated to the problems."""
    found = image_problems(split.images)
    return dataclasses.replace(
        split,
        images=tuple(
            image
            for image, problem in zip(split.images, found, strict=True)
            if not problem
        ),
        problems=(*split.problems, *filter(None, found)),
    )


def _refuse_larger(split: DetectionSplit, config: DetectionDataConfig) -> None:
    """Raises `DataError` where an image does not fit `fixed_size`."""
    sides = (config.short_side, *config.train_short_sides)
    for image in split:
        size = resized_size(
            (image.height, image.width), max(sides), config.long_side
        )
        if size[0] > config.fixed_size[0] or size[1] > config.fixed_size[1]:
            raise DataError(
                f"{image.path} becomes {size[1]} x {size[0]} pixels, which "
                "does not fit `fixed_size` (height, width). Received: "
                f"{config.fixed_size}"
            )


def _refuse_boxes_only(split: DetectionSplit) -> None:
    for image in split:
        for thing in image.objects:
            if thing.outline is None and not thing.ignored:
                raise DataError(
                    f"{thing.place or 'an object'} of {image.path} has a box "
                    "without an outline, and masks are to be trained: set "
                    "`masks` to False (a Faster R-CNN), or give outlines"
                )


def _first(names: list[str], count: int) -> str:
    more = len(names) - count
    return ", ".join(names[:count]) + (f" and {more} more" if more > 0 else "")
