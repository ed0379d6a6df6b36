"""Tells folders of label masks from folders of photographs."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from export.errors import ExportError

# A photograph in gray, or with a palette, has far more shades.
FEW_VALUES = 40
LOOKED_AT = 5


def refuse_masks(paths: Sequence[Path], argument: str) -> None:
    """Refuse images of which the first few all look like label masks.

    An int8 file that is calibrated on masks takes its ranges from pictures
    that no camera takes.

    Args:
        paths: image files that can be read.
        argument: which folder they come from, for the message.

    Raises:
        ExportError: names the folder.
    """
    first = paths[:LOOKED_AT]
    if first and all(map(_looks_like_a_mask, first)):
        raise ExportError(
            f"`{argument}` must be a folder of photographs. {first[0].parent} "
            "seems to hold label masks: PNGs of one channel and a few values"
        )


def _looks_like_a_mask(path: Path) -> bool:
    try:
        with Image.open(path) as image:
            if image.format != "PNG" or image.mode not in ("P", "L", "1"):
                return False
            return len(np.unique(np.asarray(image))) <= FEW_VALUES
    except (OSError, ValueError):
        return False  # who reads the images says what is wrong with them
