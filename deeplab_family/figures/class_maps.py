"""Class maps of networks beside each other: image, label, one a network.

Sources: Xie et al., "Vortex Pooling", arXiv:1804.06242, figure 5, for two
networks side by side; Wang et al., arXiv:1702.08502, figure 5, for a patch in
which gridding shows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from deeplab_family.figures.figure_sample import FigureSample
from deeplab_family.figures.picture_table import picture_table
from deeplab_family.visualization import colorize
from deeplab_family.visualization.overlays import legend_of
from input_pipeline import DatasetSpec

NOT_JUDGED = (255, 255, 255)
LEAST_SIDE = 320
"""Pixels; a smaller picture has its pixels enlarged to squares."""


@dataclass(frozen=True)
class Patch:
    """A rectangle of an image, in pixels.

    Attributes:
        top: first row.
        left: first column.
        height: number of rows.
        width: number of columns.
    """

    top: int
    left: int
    height: int
    width: int

    def of(self, values: np.ndarray) -> np.ndarray:
        """The rectangle of an image or a map.

        Raises:
            ValueError: if it is empty, or does not lie within.
        """
        height, width = values.shape[:2]
        inside = (
            min(self.top, self.left) >= 0
            and min(self.height, self.width) >= 1
            and self.top + self.height <= height
            and self.left + self.width <= width
        )
        if not inside:
            raise ValueError(
                "A patch (top, left, height, width) must lie within the "
                f"image of {height} x {width} pixels. Received: "
                f"{self.top} {self.left} {self.height} {self.width}"
            )
        rows = slice(self.top, self.top + self.height)
        return values[rows, self.left : self.left + self.width]


def draw_class_maps(
    predictors: Sequence[tuple[str, Callable[[np.ndarray], np.ndarray]]],
    samples: Sequence[FigureSample],
    spec: DatasetSpec,
    patch: Patch | None = None,
) -> np.ndarray:
    """Draws image | label | a class map of each predictor, row by row.

    Args:
        predictors: pairs of a title and a function from a uint8 RGB image
            `(height, width, 3)` to class ids `(height, width)`.
        samples: what is shown; a label, where one is there, has a column.
        spec: names and colors of the classes.
        patch: the part that is shown; the networks see the whole image. None
            for all.

    Returns:
        uint8 RGB picture with a legend of the classes that occur.

    Raises:
        ValueError: if the patch does not lie within an image.
    """
    if patch is not None:
        for sample in samples:
            patch.of(sample.image)
    with_labels = any(sample.labels is not None for sample in samples)
    rows, shown = [], []
    for sample in samples:
        maps = {"label": sample.labels} if with_labels else {}
        maps |= {title: predict(sample.image) for title, predict in predictors}
        cut = patch.of if patch is not None else np.asarray
        ids = {t: cut(m) for t, m in maps.items() if m is not None}
        shown += [np.unique(of) for of in ids.values()]
        image = cut(sample.image)
        blank = np.full_like(image, 255)
        cells = [("image", _enlarged(image))]
        for title in maps:
            drawn = blank
            if title in ids:
                drawn = colorize(ids[title], spec.palette, NOT_JUDGED)
            cells.append((title, _enlarged(drawn)))
        rows.append(cells)
    width = sum(picture.shape[1] for _, picture in rows[0])
    size = rows[0][0][1].shape[0], width
    present = np.concatenate(shown)
    legend = legend_of(present, spec.palette, spec.class_names, size)
    return picture_table(rows, legend)


def _enlarged(picture: np.ndarray) -> np.ndarray:
    times = max(1, -(-LEAST_SIDE // max(picture.shape[:2])))
    return picture.repeat(times, axis=0).repeat(times, axis=1)
