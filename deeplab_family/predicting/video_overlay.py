"""Video overlay: class colors over each frame, one legend for all."""

from collections.abc import Sequence

import numpy as np

from deeplab_family.visualization import blend, draw_legend, text_size_for

PAPER = 255


class VideoOverlay:
    """Draws frames of one size, which video files need.

    The legend below the frames names every class, since which of them occur
    changes from frame to frame.

    Args:
        size: `(height, width)` of the frames.
        palette: the `(red, green, blue)` of each class.
        class_names: the name of each class.
        opacity: float in 0..1, share of the class color.

    Attributes:
        size: `(height, width)` of the pictures, even numbers, as most codecs
            want them.
    """

    def __init__(
        self,
        size: tuple[int, int],
        palette: Sequence[Sequence[int]],
        class_names: Sequence[str],
        opacity: float = 0.5,
    ):
        entries = list(zip(class_names, palette, strict=True))
        legend = draw_legend(entries, size[1], text_size_for(*size))
        self._palette, self._opacity = palette, opacity
        height = size[0] + legend.shape[0]
        width = max(size[1], legend.shape[1])
        self.size = (height + height % 2, width + width % 2)
        self._blank = np.full((*self.size, 3), PAPER, np.uint8)
        below = self._blank[size[0] : height, : legend.shape[1]]
        below[:] = legend

    def __call__(self, image: np.ndarray, mask: np.ndarray) -> np.ndarray:
        """Draws a frame.

        Args:
            image: uint8 RGB `(height, width, 3)`.
            mask: uint8 class ids `(height, width)`.

        Returns:
            uint8 RGB `(*self.size, 3)`.
        """
        picture = self._blank.copy()
        drawn = blend(image, mask, self._palette, self._opacity)
        picture[: drawn.shape[0], : drawn.shape[1]] = drawn
        return picture
