"""Measure: what an evaluation measures besides its confusion matrix."""

from collections.abc import Mapping

from deeplab_family.console.tables import Table
from deeplab_family.evaluation.judged_image import JudgedImage


class Measure:
    """Base of measures that see every image of an evaluation once, in order.

    A subclass may keep counts, or a few images for a page; its memory must
    not grow with the number of images.

    Attributes:
        name: key of its facts in the JSON of the scores.
    """

    name = ""

    def add(self, judged: JudgedImage) -> Mapping[str, float] | None:
        """Takes in one image.

        Returns:
            What belongs into the row of the image, by name; None for nothing.
        """
        raise NotImplementedError

    def facts(self) -> dict:
        """Measured facts, for JSON; empty for what is only looked at."""
        return {}

    def table(self) -> Table | None:
        """Measured facts, for a terminal; None for nothing to show."""
        return None


def share(value: float) -> str:
    """A share of 0..1 in a table; "" where there is none."""
    return "" if value != value else f"{value:.4f}"


def number(value: float) -> float | None:
    """A number in JSON, rounded; None where there is none."""
    return None if value != value else round(float(value), 6)
