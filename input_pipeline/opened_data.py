"""OpenedData: a data set that is opened once, and handed to all who need it."""

from __future__ import annotations

import dataclasses
from functools import cached_property
from typing import TYPE_CHECKING

from input_pipeline import lazy_tensorflow as tf
from input_pipeline import sources
from input_pipeline.data_config import DataConfig
from input_pipeline.datasets.dataset import Dataset, Split
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.sample import LABEL
from input_pipeline.sampling import Mix

if TYPE_CHECKING:
    from input_pipeline.sources.source import Source, SplitSource


def open_data(config: DataConfig) -> OpenedData:
    """Opens the data that `config` names, each part when it is asked for.

    Args:
        config: what to read, and how to turn it into batches.
    """
    return OpenedData(config)


class OpenedData:
    """Data that are listed, counted, checked and made into batches.

    A split is listed once and its files are checked once, both when somebody
    first asks; what was found is kept. To see files that changed meanwhile,
    open the data again. Counts and classes need no TensorFlow.

    Args:
        config: what to read, and how to turn it into batches.

    Attributes:
        config: the same.
    """

    def __init__(self, config: DataConfig):
        self.config = config
        self._splits: dict[str, Split] = {}
        self._sources: dict[tuple[str, int | None], SplitSource] = {}
        self._gave_training_batches = False

    @cached_property
    def dataset(self) -> Dataset:
        """The data set itself; raises `DataError` if it is not there."""
        return self.config.open()

    @property
    def spec(self) -> DatasetSpec:
        """Meaning of the labels; a plain folder may have to read them all."""
        return self.dataset.spec

    @cached_property
    def mixed_in(self) -> tuple[OpenedData, ...]:
        """The data sets of `config.mix`, each with its split to train on."""
        return tuple(
            OpenedData(
                dataclasses.replace(
                    self.config,
                    dataset=part.dataset,
                    root=part.root,
                    train_split=part.split,
                    mix=Mix(),
                )
            )
            for part in self.config.mix.parts
        )

    def split(self, name: str) -> Split:
        """Lists a split.

        Raises:
            DataError: if it is not there, or images or labels lack their
                partners.
        """
        if name not in self._splits:
            self._splits[name] = self.dataset.open_split(name)
        return self._splits[name]

    def source(self, split: str, limit: int | None = None) -> SplitSource:
        """Source of the samples of a split, after their check.

        Args:
            split: its name.
            limit: int >= 1, at most so many samples, spread evenly; only
                their files are checked. Defaults to None: all.

        Raises:
            DataError: if files are missing or wrong.
        """
        key = split, limit
        if key not in self._sources:
            self._sources[key] = self.split(split).source(self.config, limit)
        return self._sources[key]

    @cached_property
    def training(self) -> Source:
        """Source of what an epoch visits; raises as `train_batches` does."""
        return sources.training_source(self)

    @property
    def gave_training_batches(self) -> bool:
        """Whether `train_batches` was asked for before."""
        return self._gave_training_batches

    def check(self) -> None:
        """Opens what is trained and evaluated on, so that it is checked.

        Raises:
            DataError: if files are missing or wrong.
            ValueError: see `train_batches`.
        """
        from input_pipeline.evaluation_batches import evaluation_source

        _ = self.training
        evaluation_source(self)

    def train_batches(
        self, start_step: int = 0, shard: tuple[int, int] = (0, 1)
    ) -> tf.data.Dataset:
        """Endless training batches; see `input_pipeline.training_batches`."""
        # TensorFlow takes seconds, and a plan of a run does without.
        from input_pipeline.training_batches import make_train_batches

        batches = make_train_batches(self, start_step, shard)
        self._gave_training_batches = True
        return batches

    def eval_batches(
        self, limit: int | None = None, shard: tuple[int, int] = (0, 1)
    ) -> tf.data.Dataset:
        """Evaluation batches; see `input_pipeline.evaluation_batches`."""
        from input_pipeline.evaluation_batches import make_eval_batches

        return make_eval_batches(self, limit, shard)

    def labels(self, split: str) -> tf.data.Dataset:
        """The labels of a split in order: uint8 ids `(height, width)`."""
        source = self.source(split)
        return source.in_order().map(
            lambda reference: source.read(reference)[LABEL]
        )
