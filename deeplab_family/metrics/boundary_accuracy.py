"""Boundary and interior accuracy: pixels near a border, and the others.

Source: Peng et al., "Large Kernel Matters", arXiv:1703.02719, section 4.1.2
and table 5, which calls pixels at most 7 from an object's boundary its
boundary. It has no code for it; what a boundary is follows
`metrics.border_distance`.
"""

from deeplab_family.metrics.border_distance import border_distance
from deeplab_family.metrics.counted_measure import CountedMeasure, divide
from deeplab_family.metrics.label_pair import check_pair


class BoundaryAccuracy(CountedMeasure):
    """Share of right pixels near the borders of the label map, and elsewhere.

    Args:
        distance: float >= 0, how far from a border pixel the boundary reaches,
            Euclidean, in pixels; that far is still in it.
        ignore_label: int, label of pixels that are not judged. It makes
            borders all the same.

    Attributes:
        counts: int64 `(2, 2)`: boundary and interior; right and all pixels.

    Raises:
        ValueError: if `distance` is below 0.
    """

    def __init__(self, distance: float = 7.0, ignore_label: int = 255):
        if not distance >= 0:
            raise ValueError(f"`distance` must be >= 0. Received: {distance}")
        super().__init__((2, 2))
        self.distance = distance
        self.ignore_label = ignore_label

    def update(self, label, prediction) -> None:
        """Counts one image.

        Args:
            label: class ids, integers `(height, width)`.
            prediction: class ids of the same shape.

        Raises:
            ValueError: if shapes or dtype do not fit.
        """
        label, prediction = check_pair(label, prediction)
        near = border_distance(label) <= self.distance
        judged = label != self.ignore_label
        right = judged & (label == prediction)
        near_judged = near & judged
        counts = [
            (near & right).sum(),
            near_judged.sum(),
            right.sum(),
            judged.sum(),
        ]
        self.counts[0] += counts[:2]
        self.counts[1] += [counts[2] - counts[0], counts[3] - counts[1]]

    @property
    def boundary(self) -> float:
        """Share of judged pixels near a border that are right, or NaN."""
        return float(divide(*self.counts[0]))

    @property
    def interior(self) -> float:
        """Share of the other judged pixels that are right, or NaN."""
        return float(divide(*self.counts[1]))
