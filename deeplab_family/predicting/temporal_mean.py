"""Temporal mean: probabilities that flicker less from frame to frame."""

import numpy as np


class TemporalMean:
    """The exponential mean of the probabilities of a video's frames.

    mean(t) = share * mean(t - 1) + (1 - share) * frame(t), from the first
    frame on. What moves leaves a trail: after n frames a sudden change has
    come through by 1 - share ** n.

    Args:
        share: float >= 0 and < 1, weight of the past.

    Raises:
        ValueError: if `share` is not.
    """

    def __init__(self, share: float):
        if not 0 <= share < 1:
            raise ValueError(
                "the share of earlier frames must be at least 0 and less than "
                f"1. Received: {share}"
            )
        self._share = share
        self._mean = None

    def __call__(self, probabilities: np.ndarray) -> np.ndarray:
        """Adds a frame.

        Args:
            probabilities: float32 array, of one shape for all frames.

        Returns:
            float32 array of that shape, which is not changed later.
        """
        if self._mean is None or not self._share:
            self._mean = probabilities
        else:
            new = np.float32(1 - self._share) * probabilities
            self._mean = np.float32(self._share) * self._mean + new
        return self._mean
