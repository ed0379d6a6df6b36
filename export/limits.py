"""How far an exported file may stray from the Keras model."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limit:
    """What one artifact has to keep.

    Args:
        largest_difference: of any probability, 0 to 1; not looked at in a
            file that answers with nothing but a class map.
        equal_pixels: least share of pixels with the same class, 0 to 1.
        mean_iou_drop: by how much the mean IoU may fall below that of the
            Keras model, 0 to 1; looked at only when there are labels.

    Raises:
        ValueError: a field is outside 0 to 1.
    """

    largest_difference: float
    equal_pixels: float
    mean_iou_drop: float

    def __post_init__(self):
        for name, value in vars(self).items():
            if not 0 <= value <= 1:
                raise ValueError(
                    f"`{name}` must be between 0 and 1. Received: {value}"
                )


EXACT = Limit(largest_difference=1e-3, equal_pixels=0.999, mean_iou_drop=0.001)
HALF = Limit(largest_difference=0.1, equal_pixels=0.99, mean_iou_drop=0.005)
# Next to a boundary a single int8 step may turn one class into another, so
# the largest difference says nothing there.
INTEGER = Limit(largest_difference=1.0, equal_pixels=0.9, mean_iou_drop=0.03)
WIDE = Limit(largest_difference=1.0, equal_pixels=0.97, mean_iou_drop=0.01)

# Every artifact that an export can write; `writers.py` says who writes it.
LIMITS = {
    "saved_model": EXACT,
    "float32": EXACT,
    "float16": HALF,
    "dynamic_int8": INTEGER,
    "int8": INTEGER,
    "int16x8": WIDE,
    "flexible": EXACT,
    "mediapipe": HALF,
}
