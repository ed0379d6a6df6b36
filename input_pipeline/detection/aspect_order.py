"""Aspect order: which image comes when, wide ones and high ones apart.

A batch holds images of one group, so that little of it is padding. Each group
has an endless order of its own, each epoch of it freshly mixed; batches take
from it in turn, and no image is left out at the end of an epoch. In which
order the groups come is mixed for each epoch, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

_MIXING_GROUPS, _MIXING_IMAGES = 0, 1


class AspectOrder:
    """The place in a list of images that belongs to a number.

    Batch k has the numbers `k * batch_size` to `(k + 1) * batch_size - 1`.

    Args:
        is_wide: of each image; not empty.
        batch_size: int >= 1.
    """

    def __init__(self, is_wide: Sequence[bool], batch_size: int):
        wide = np.asarray(is_wide, bool)
        groups = np.flatnonzero(wide), np.flatnonzero(~wide)
        self._groups = [group for group in groups if len(group)]
        self._size = batch_size
        self._batches = [-(-len(group) // batch_size) for group in self._groups]
        self._turns = lru_cache(maxsize=8)(self._mixed_turns)
        self._images = lru_cache(maxsize=16)(self._mixed_images)

    def place_of(self, number: int, seed: int) -> int:
        """The place of the image with a number >= 0."""
        batch, within = divmod(number, self._size)
        epoch, turn = divmod(batch, sum(self._batches))
        group, earlier = self._turns(seed, epoch)[turn]
        visit = (epoch * self._batches[group] + earlier) * self._size + within
        pass_, place = divmod(visit, len(self._groups[group]))
        return int(self._images(seed, group, pass_)[place])

    def _mixed_turns(self, seed: int, epoch: int) -> list[tuple[int, int]]:
        """Of each batch of an epoch: its group, and how many came before."""
        turns = np.repeat(np.arange(len(self._batches)), self._batches)
        random = np.random.default_rng((seed, _MIXING_GROUPS, epoch))
        mixed, seen = [], [0] * len(self._batches)
        for group in random.permutation(turns).tolist():
            mixed.append((group, seen[group]))
            seen[group] += 1
        return mixed

    def _mixed_images(self, seed: int, group: int, pass_: int) -> np.ndarray:
        key = (seed, _MIXING_IMAGES, group, pass_)
        return np.random.default_rng(key).permutation(self._groups[group])
