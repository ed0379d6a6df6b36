"""Pictures of one answer: image, label, prediction, errors, confidence.

All are shrunk before anything is drawn, so that their pixels fit together and
a page, and what a measure keeps of an image, stays small.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from deeplab_family.evaluation import JudgedImage
from deeplab_family.pages.pictures import SIDE, jpeg_uri, png_uri
from deeplab_family.visualization import colorize

WRONG, NOT_JUDGED = (214, 39, 40), (255, 255, 255)
FADED = 0.35
"""Share of the image under its errors."""

UNSURE = (16, 42, 82)
ONLY_FIRST, ONLY_SECOND = (31, 97, 168), (214, 93, 14)
BOTH_WRONG = (130, 60, 150)
"""Of a comparison: the colors of the stylesheet's first two series, and of
pixels in which two models differ and both are wrong."""

Color = tuple[int, int, int]
Picture = tuple[str, str]
"""A data URI, and what it shows."""


class SmallImage:
    """An image of an evaluation with its label, at most `SIDE` pixels long.

    Args:
        judged: the image, at its own size.
        palette: the `(red, green, blue)` of each class.
        ignore_label: label of pixels that are not judged.
    """

    def __init__(
        self,
        judged: JudgedImage,
        palette: Sequence[Color],
        ignore_label: int,
    ):
        self.palette = palette
        self._rows, self._columns = _places(judged.labels.shape)
        size = len(self._columns), len(self._rows)
        self.image = cv2.resize(
            np.ascontiguousarray(judged.image), size, None, 0, 0, cv2.INTER_AREA
        )
        self.labels = self.shrunk(judged.labels)
        self.judged = self.labels != ignore_label

    def shrunk(self, values: np.ndarray) -> np.ndarray:
        """Values of the whole image `(height, width)` at the places kept."""
        return np.asarray(values)[np.ix_(self._rows, self._columns)]

    def photograph(self) -> Picture:
        """The image itself."""
        return jpeg_uri(self.image), "image"

    def truth(self) -> Picture:
        """The label in colors; what is not judged is white."""
        ids = np.where(self.judged, self.labels, 255).astype(np.uint8)
        return png_uri(colorize(ids, self.palette, NOT_JUDGED)), "label"

    def answer(self, class_map: np.ndarray, name: str) -> Picture:
        """A prediction in colors.

        Args:
            class_map: class ids, at the whole image's size.
            name: what to call it.
        """
        ids = self.shrunk(class_map).astype(np.uint8)
        return png_uri(colorize(ids, self.palette)), name

    def errors(self, class_map: np.ndarray) -> Picture:
        """Wrong pixels in red, over the faded image."""
        wrong = self.judged & (self.shrunk(class_map) != self.labels)
        return jpeg_uri(self._marked({WRONG: wrong})), "errors, in red"

    def differences(self, first: np.ndarray, second: np.ndarray) -> Picture:
        """Differences of two predictions over the faded image."""
        first, second = self.shrunk(first), self.shrunk(second)
        differ = self.judged & (first != second)
        first_right = differ & (first == self.labels)
        second_right = differ & (second == self.labels)
        marks = {
            BOTH_WRONG: differ & ~first_right & ~second_right,
            ONLY_FIRST: first_right,
            ONLY_SECOND: second_right,
        }
        return jpeg_uri(self._marked(marks)), "who is right"

    def confidence(self, probabilities: np.ndarray) -> Picture:
        """Probability of the predicted class: white is 1, dark the least.

        Args:
            probabilities: float `(height, width, classes)`.
        """
        least = 1 / probabilities.shape[-1]
        sure = self.shrunk(probabilities.max(axis=-1))
        doubt = ((1 - sure) / (1 - least + 1e-9)).clip(0, 1)[..., None]
        colors = 255 - doubt * (255 - np.array(UNSURE))
        return jpeg_uri(colors.astype(np.uint8)), "confidence, white is sure"

    def _marked(self, marks: dict[Color, np.ndarray]) -> np.ndarray:
        gray = self.image.mean(axis=-1, keepdims=True)
        faded = 255 - FADED * (255 - gray)
        picture = np.repeat(faded, 3, axis=-1).astype(np.uint8)
        picture[~self.judged] = NOT_JUDGED
        for color, mask in marks.items():
            picture[mask] = color
        return picture


def _places(shape: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns that stay, evenly spaced, centers of equal parts."""
    factor = min(1.0, SIDE / max(shape))
    rows, columns = (
        ((np.arange(count) + 0.5) * length / count).astype(int)
        for length in shape
        for count in [max(1, round(factor * length))]
    )
    return rows, columns
