"""Calibration: is a class right as often as its probability says?

Source: Guo et al., "On Calibration of Modern Neural Networks", ICML 2017
(arXiv:1706.04599), equations 2 to 5.
"""

import numpy as np

from deeplab_family.metrics.counted_measure import CountedMeasure, divide
from deeplab_family.metrics.label_pair import check_pair

UNIT = 2**24
"""Confidences are added up as integers, in units that float32 resolves."""


class Calibration(CountedMeasure):
    """Confidence against accuracy, in bins of confidence, over all pixels.

    Args:
        bins: int >= 1, of equal width over 0..1; a bin holds its upper end.
        ignore_label: int, label of pixels that are not judged.

    Attributes:
        counts: int64 `(3, bins)`: pixels, right pixels, and the sum of the
            confidences in units of 2^-24.

    Raises:
        ValueError: if `bins` is below 1.
    """

    def __init__(self, bins: int = 15, ignore_label: int = 255):
        if bins < 1:
            raise ValueError(f"`bins` must be >= 1. Received: {bins}")
        super().__init__((3, bins))
        self.bins = bins
        self.ignore_label = ignore_label

    def update(self, label, prediction, confidence) -> None:
        """Counts one image.

        Args:
            label: class ids, integers `(height, width)`.
            prediction: class ids of the same shape.
            confidence: floats of 0..1 of the same shape, the probability of
                the predicted class.

        Raises:
            ValueError: if shapes do not fit or a confidence is out of 0..1.
        """
        label, prediction = check_pair(label, prediction)
        label, confidence = check_pair(label, confidence, "confidence")
        judged = label != self.ignore_label
        right = (label == prediction)[judged]
        confidence = confidence[judged].astype(np.float64)
        if confidence.size and not (
            confidence.min() >= 0 and confidence.max() <= 1 + 1e-5
        ):
            raise ValueError(
                "`confidence` must lie in 0..1. "
                f"Received: {confidence.min()} to {confidence.max()}"
            )
        units = np.rint(confidence * UNIT)
        places = np.ceil(confidence * self.bins).astype(np.int64) - 1
        places = places.clip(0, self.bins - 1)
        for row, weights in enumerate((None, right, units)):
            # Exact: no image has 2^53 units.
            sums = np.bincount(places, weights, minlength=self.bins)
            self.counts[row] += sums.astype(np.int64)

    @property
    def pixels(self) -> np.ndarray:
        """Judged pixels in each bin: int64 `(bins,)`."""
        return self.counts[0]

    @property
    def accuracy(self) -> np.ndarray:
        """Share of right pixels in each bin, the reliability curve; or NaN."""
        return divide(self.counts[1], self.counts[0])

    @property
    def confidence(self) -> np.ndarray:
        """Mean confidence in each bin, float64 `(bins,)`; NaN where empty."""
        return divide(self.counts[2] / UNIT, self.counts[0])

    @property
    def expected_error(self) -> float:
        """ECE: mean over the pixels of |accuracy - confidence| of their bin."""
        gaps = np.abs(self.counts[1] - self.counts[2] / UNIT)
        return float(divide(gaps.sum(), self.counts[0].sum()))

    @property
    def maximum_error(self) -> float:
        """MCE: largest |accuracy - confidence| of a bin; NaN without any."""
        gaps = np.abs(self.accuracy - self.confidence)
        return float(np.nanmax(gaps)) if self.pixels.any() else float("nan")
