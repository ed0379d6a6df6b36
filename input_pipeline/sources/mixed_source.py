"""Encoded samples from several data sets, each with its share."""

from collections.abc import Sequence
from pathlib import Path

import tensorflow as tf

from input_pipeline.sample import Sample
from input_pipeline.sources.file_source import FileSource, numbers_from
from input_pipeline.sources.mix_schedule import Schedule


class MixedSource:
    """Deals sample numbers to sources of files.

    A round gives `weight * len(source)` samples of each source, in an order
    of its own. Whose sample a number is, and which one, is arithmetic.

    Args:
        sources: one or more `FileSource`s.
        weights: float > 0, visits to each sample of a source in a round.
    """

    def __init__(self, sources: Sequence[FileSource], weights: Sequence[float]):
        # Whoever is chosen, a sample has the same keys and types.
        if not all(source.in_graph for source in sources):
            sources = [source.beside_graph() for source in sources]
        self.sources = tuple(sources)
        self._schedule = Schedule(
            [
                max(1, round(weight * len(source)))
                for source, weight in zip(sources, weights, strict=True)
            ]
        )

    def __len__(self) -> int:
        return self._schedule.length

    def mixed(self, seed: int, start: int) -> tf.data.Dataset:
        """Endless `(number, reference)` pairs, each round in its own order.

        Args:
            seed: int, the same seed gives the same order.
            start: int >= 0, number of samples to leave out at the beginning.
        """
        numbers = numbers_from(start)
        return numbers.map(lambda n: (n, self._reference(n, seed)))

    def name_of(self, number: int, seed: int) -> str:
        """The image file of a number that `mixed` gave out."""
        part, turn = self._schedule.turn(number, seed)
        return self.sources[int(part)].name_of(int(turn), seed)

    def files_of(self, number: int, seed: int) -> tuple[Path, ...]:
        """Image and label of a number that `mixed` gave out."""
        part, turn = self._schedule.turn(number, seed)
        return self.sources[int(part)].files_of(int(turn), seed)

    def part_of(self, number: int, seed: int) -> int:
        """Index of the source that a number belongs to."""
        part, _ = self._schedule.turn(number, seed)
        return int(part)

    def read(self, reference: tuple[tf.Tensor, tf.Tensor]) -> Sample:
        """Reads one sample and decodes its label."""
        part, visit = reference
        return tf.switch_case(
            part, [lambda s=s: s.read(visit) for s in self.sources]
        )

    def _reference(self, number, seed) -> tuple[tf.Tensor, tf.Tensor]:
        part, turn = self._schedule.turn(number, seed)
        visits = [lambda s=s: s.visit(turn, seed) for s in self.sources]
        return part, tf.switch_case(part, visits)
