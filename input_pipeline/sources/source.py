"""Source: what batches ask of samples, in whatever files they lie."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from input_pipeline.sample import Sample, SamplePaths

if TYPE_CHECKING:
    import tensorflow as tf

    from input_pipeline.sampling import HardClassBootstrap, Patches


class Source(Protocol):
    """Samples to train on, by number, in an endless mixed order.

    A reference is what `read` needs to find a sample, as tensors: a place in
    a list of files, or an encoded record.
    """

    def __len__(self) -> int:
        """Visits in an epoch."""
        ...

    def mixed(self, seed: int, start: int) -> tf.data.Dataset:
        """Endless `(number, reference)` pairs, each epoch in its own order.

        Args:
            seed: int, the same seed gives the same order.
            start: int >= 0, number of samples to leave out at the beginning.
        """
        ...

    def read(self, reference) -> Sample:
        """Reads one sample: image encoded, label as class ids."""
        ...

    def name_of(self, number: int, seed: int) -> str:
        """Name of the image or record of a number that `mixed` gave out."""
        ...

    def files_of(self, number: int, seed: int) -> tuple[Path, ...]:
        """The files in which a number that `mixed` gave out may lie."""
        ...

    def part_of(self, number: int, seed: int) -> int:
        """Index of the mixed data set that a number belongs to."""
        ...


class SplitSource(Source, Protocol):
    """The samples of one split, also once and in order.

    Attributes:
        samples: the files of each sample; empty where they have none.
    """

    samples: Sequence[SamplePaths]

    def sampled(
        self, bootstrap: HardClassBootstrap, patches: Patches
    ) -> SplitSource:
        """The same samples, some visited more often, or in patches."""
        ...

    def with_label_copies(self, root: Path) -> SplitSource:
        """The same samples; large labels are copied to decode fast."""
        ...

    def in_order(self, limit: int | None = None) -> tf.data.Dataset:
        """GoldenOutputs, once, in order; `limit` of them, spread evenly."""
        ...
