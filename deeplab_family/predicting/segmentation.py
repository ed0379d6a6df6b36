"""Segmentation: what a network says of one photograph."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from deeplab_family.visualization import overlay
from input_pipeline.annotations.polygons import Polygon, polygons_of


@dataclass(frozen=True, eq=False)
class Segmentation:
    """Segmentation of one photograph.

    Args:
        image: uint8 RGB `(height, width, 3)`, upright.
        mask: uint8 class ids `(height, width)`.
        class_names: the name of each id.
        palette: the color `(red, green, blue)`, 0..255, of each id.
        ask: gives the probabilities, or None where the model file answers
            with a class map alone.
    """

    image: np.ndarray
    mask: np.ndarray
    class_names: tuple[str, ...]
    palette: tuple[tuple[int, int, int], ...]
    ask: Callable[[], np.ndarray | None] = field(
        default=lambda: None, repr=False
    )

    @property
    def probabilities(self) -> np.ndarray:
        """float32 `(height, width, classes)`; sums to one over the classes.

        Raises:
            ValueError: if the model file answers with a class map alone.
        """
        probabilities = self.ask()
        if probabilities is None:
            raise ValueError(
                "the model file answers with a class map alone, without "
                "probabilities. Take the .keras file, or export with logits"
            )
        return probabilities

    @cached_property
    def confidence(self) -> np.ndarray:
        """float32 `(height, width)`, the probability of each pixel's class.

        Raises:
            ValueError: as `probabilities`.
        """
        ids = self.mask[..., None].astype(np.intp)
        return np.take_along_axis(self.probabilities, ids, axis=-1)[..., 0]

    def confidence_by_class(self) -> dict[str, float]:
        """Mean confidence of the pixels of each class that is there."""
        pixels = np.bincount(self.mask.ravel())
        sums = np.bincount(self.mask.ravel(), self.confidence.ravel())
        return {
            self.class_names[i]: float(sums[i] / pixels[i])
            for i in np.flatnonzero(pixels)
        }

    def polygons(
        self, *, leave_out: Collection[int] = (), smallest: int = 0
    ) -> list[Polygon]:
        """Each region of one class with its holes, along pixels' sides.

        Args:
            leave_out: class ids that get none.
            smallest: pixels; regions of fewer are left out.
        """
        return polygons_of(
            self.mask,
            len(self.class_names),
            leave_out=leave_out,
            smallest=smallest,
        )

    def overlay(self, opacity: float = 0.5) -> np.ndarray:
        """The colors of the classes over the photograph, a legend below.

        Args:
            opacity: float in 0..1, share of the class color.

        Returns:
            uint8 RGB `(height and that of the legend, width, 3)`; a very
            narrow photograph gets wider.
        """
        return overlay(
            self.image,
            self.mask,
            self.palette,
            self.class_names,
            opacity=opacity,
        )
