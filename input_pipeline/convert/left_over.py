"""Left-over pixels: what those mean that no region of a file covers.

Tools of regions have no ignore label: a pixel without a region is background
to some and unlabeled to others. Of a data set with a background and ignored
pixels only one can be left over.
"""

from dataclasses import dataclass

from input_pipeline.annotations.background import background_id
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.sample import IGNORE_LABEL

BACKGROUND, IGNORED = "background", "ignore"


@dataclass(frozen=True)
class LeftOver:
    """Pixels of a data set that need not be drawn.

    Args:
        background: the id of the class that is called so; None without one.
        has_ignored: whether any pixel is ignored.
    """

    background: int | None
    has_ignored: bool

    def undrawn(self, draws_background: bool) -> int:
        """The id that gets no regions.

        Args:
            draws_background: whether the background gets regions.
        """
        if self.background is None or draws_background:
            return IGNORE_LABEL
        return self.background


def left_over(spec: DatasetSpec, has_ignored: bool) -> LeftOver:
    """Pixels of a data set that need not be drawn."""
    return LeftOver(background_id(spec.class_names), has_ignored)
