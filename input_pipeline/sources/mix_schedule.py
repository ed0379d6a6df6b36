"""Mix schedule: which data set gives which sample number."""

from collections.abc import Sequence

import tensorflow as tf


class Schedule:
    """Deals sample numbers to parts, with exact shares in every round.

    A round has `counts[p]` numbers of part p, in an order of its own. A
    part's numbers are consecutive from round to round, so each of them
    belongs to one sample number and none is left out.

    Args:
        counts: numbers of each part in a round, all >= 1.
    """

    def __init__(self, counts: Sequence[int]):
        self.counts = tuple(counts)
        self._ends = tf.constant(
            [sum(counts[: p + 1]) for p in range(len(counts))], tf.int64
        )

    @property
    def length(self) -> int:
        """Numbers in a round."""
        return sum(self.counts)

    def turn(
        self, number: int | tf.Tensor, seed: int
    ) -> tuple[tf.Tensor, tf.Tensor]:
        """Turn of a number: its part, and the how-manieth turn of that part.

        Args:
            number: int64 scalar, a sample number >= 0.
            seed: int, the same seed gives the same order.

        Returns:
            int32 part and int64 number within it, both scalars.
        """
        number = tf.convert_to_tensor(number, tf.int64)
        lap, place = number // self.length, number % self.length
        # Rounds count down, so as not to shuffle like a part's epochs.
        slot = tf.random.experimental.index_shuffle(
            place,
            tf.stack([tf.constant(seed, tf.int64), -1 - lap]),
            self.length - 1,
        )
        part = tf.searchsorted(self._ends, slot[None], side="right")[0]
        count = tf.gather(tf.constant(self.counts, tf.int64), part)
        first = tf.gather(self._ends, part) - count
        return part, lap * count + slot - first
