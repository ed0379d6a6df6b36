"""Canvas that takes color, class id and object with the same stroke."""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from input_pipeline.datasets.spec import Color
from input_pipeline.synthetic.camera import Point

OVERSAMPLING = 2


class Canvas:
    """Paints polygons and ellipses into a picture and its label at once.

    All are drawn at twice the size: the picture is averaged down, so its
    edges are smooth as in a photograph, while label and objects stay sharp.
    What is drawn of one class after `begin_object` is one object, until the
    next call; before the first call nothing is an object.

    Args:
        width: final width in pixels.
        height: final height in pixels.
        class_id: id that covers the empty sheet.
    """

    def __init__(self, width: int, height: int, class_id: int):
        self.size = (width, height)
        drawn = (width * OVERSAMPLING, height * OVERSAMPLING)
        self._picture = Image.new("RGB", drawn)
        self._label = Image.new("L", drawn, int(class_id))
        self._objects = Image.new("I;16", drawn, 0)
        self._paint = ImageDraw.Draw(self._picture, "RGBA")
        self._mark = ImageDraw.Draw(self._label)
        self._number = ImageDraw.Draw(self._objects)
        self._own_numbers: dict[int, int] | None = None
        self._classes: list[int] = []

    def begin_object(self) -> None:
        """Begins another object: pixels drawn from now on belong to it."""
        self._own_numbers = {}

    def polygon(
        self, points: Sequence[Point], color: Color, class_id: int | None = None
    ) -> None:
        """Fills a polygon; without `class_id` only the picture changes."""
        points = [(x * OVERSAMPLING, y * OVERSAMPLING) for x, y in points]
        self._paint.polygon(points, fill=color)
        if class_id is not None:
            self._mark.polygon(points, fill=int(class_id))
            self._number.polygon(points, fill=self._object_of(int(class_id)))

    def ellipse(
        self,
        center: Point,
        radii: Point,
        color: Color,
        class_id: int | None = None,
    ) -> None:
        """Fills an upright ellipse; radii are (horizontal, vertical)."""
        (x, y), (a, b) = center, radii
        box = [OVERSAMPLING * v for v in (x - a, y - b, x + a, y + b)]
        self._paint.ellipse(box, fill=color)
        if class_id is not None:
            self._mark.ellipse(box, fill=int(class_id))
            self._number.ellipse(box, fill=self._object_of(int(class_id)))

    def rectangle(
        self,
        corner: Point,
        size: Point,
        color: Color,
        class_id: int | None = None,
    ) -> None:
        """Fills a rectangle given its top left corner and (width, height)."""
        (x, y), (w, h) = corner, size
        points = [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]
        self.polygon(points, color, class_id)

    def shade(self, points: Sequence[Point], darkness: float) -> None:
        """Darkens a polygon of the picture; 0 leaves it, 1 makes it black."""
        points = [(x * OVERSAMPLING, y * OVERSAMPLING) for x, y in points]
        self._paint.polygon(points, fill=(20, 22, 40, int(255 * darkness)))

    def finish(self) -> tuple[np.ndarray, np.ndarray]:
        """Returns the picture and its label at their final size.

        Returns:
            uint8 arrays of shape `(height, width, 3)` and `(height, width)`.
        """
        picture = self._picture.resize(self.size, Image.Resampling.BOX)
        label = self._label.resize(self.size, Image.Resampling.NEAREST)
        return np.array(picture), np.array(label)

    def objects(self) -> tuple[np.ndarray, tuple[int, ...]]:
        """Object in front at each pixel, at the final size.

        Returns:
            uint16 `(height, width)`, 0 for none, else the place of an object
            in the order of drawing, from 1 on; and the class id of each.
        """
        drawn = self._objects.resize(self.size, Image.Resampling.NEAREST)
        return np.array(drawn), tuple(self._classes)

    def _object_of(self, class_id: int) -> int:
        if self._own_numbers is None:
            return 0
        if class_id not in self._own_numbers:
            self._classes.append(class_id)
            self._own_numbers[class_id] = len(self._classes)
        return self._own_numbers[class_id]
