"""Class data: images with one class each, listed once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from input_pipeline.classification.class_data_config import ClassDataConfig
from input_pipeline.classification.class_tree import (
    ClassSpec,
    LabeledImages,
    list_images,
    read_classes,
)

if TYPE_CHECKING:
    import tensorflow as tf

    from input_pipeline.classification.class_source import ClassSource


class OpenedClassData:
    """A class tree as a run needs it; the counterpart of `OpenedData`.

    Files are listed when somebody first asks, without TensorFlow, and read
    when a batch needs them: to check a million of them would take an hour.

    Args:
        config: what to read, and how to turn it into batches.

    Attributes:
        config: the same.
    """

    def __init__(self, config: ClassDataConfig):
        self.config = config
        self._splits: dict[str, LabeledImages] = {}
        self._is_probed = False

    @cached_property
    def spec(self) -> ClassSpec:
        """The classes; raises `DataError` if the tree is not there."""
        return read_classes(self.config.root, self.config.train_split)

    def split(self, name: str) -> LabeledImages:
        """Lists a split.

        Raises:
            DataError: if it is not there or not as expected.
        """
        if name not in self._splits:
            self._splits[name] = list_images(self.config.root, name, self.spec)
        return self._splits[name]

    @cached_property
    def training(self) -> ClassSource:
        """Source of the images that an epoch visits."""
        return self._source(self.config.train_split, shuffled=True)

    def check(self) -> None:
        """Lists what is trained and judged by, and reads some of the former.

        Raises:
            DataError: if files are missing.
        """
        self.train_batches()
        self.eval_batches()

    def train_batches(
        self, start_step: int = 0, shard: tuple[int, int] = (0, 1)
    ) -> tf.data.Dataset:
        """Endless training batches; see `class_batches`."""
        # TensorFlow takes seconds, and a plan of a run does without.
        from input_pipeline.classification import class_batches

        batches = class_batches.class_train_batches(
            self.config, self.training, start_step, shard, not self._is_probed
        )
        self._is_probed = True
        return batches

    def eval_batches(self, shard: tuple[int, int] = (0, 1)) -> tf.data.Dataset:
        """Evaluation batches; see `class_batches`."""
        from input_pipeline.classification import class_batches

        source = self._source(self.config.eval_split, shuffled=False)
        return class_batches.class_eval_batches(self.config, source, shard)

    def _source(self, split: str, shuffled: bool):
        from input_pipeline.classification.class_source import ClassSource

        return ClassSource(self.split(split), shuffled)
