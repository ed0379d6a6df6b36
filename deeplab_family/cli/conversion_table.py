"""Table of a conversion: images and pixels of each class in each split."""

import numpy as np

from deeplab_family.console.tables import Table, numbers, words
from input_pipeline.convert import Conversion
from input_pipeline.sample import IGNORE_LABEL


def conversion_table(result: Conversion) -> Table:
    """One line a class; for each split its images, pixels and their share.

    Args:
        result: what was converted.
    """
    rows = tuple(
        (name, *_cells(result, class_id))
        for class_id, name in enumerate(result.class_names)
    )
    foot = [("all", *_sums(result))]
    if any(pixels[IGNORE_LABEL] for pixels in result.pixels.values()):
        foot.append(("ignored", *_cells(result, IGNORE_LABEL)))
    headings = (
        heading
        for split in result.images
        for heading in (f"{split}: images", f"{split}: pixels", "of class")
    )
    return Table(
        title="Classes by split",
        columns=words("class") + numbers(*headings),
        rows=rows,
        foot=tuple(foot),
        caption="of class: the split's share of all pixels of the class",
        least_asked=("of class",),
    )


def _cells(result: Conversion, class_id: int) -> list[str]:
    total = sum(int(p[class_id]) for p in result.pixels.values())
    cells = []
    for split, pixels in result.pixels.items():
        cells += [
            f"{result.images_with[split][class_id]:,}",
            f"{pixels[class_id]:,}",
            _share(pixels[class_id], total),
        ]
    return cells


def _sums(result: Conversion) -> list[str]:
    total = int(np.sum([*result.pixels.values()]))
    cells = []
    for split, pixels in result.pixels.items():
        there = int(pixels.sum())
        images = f"{result.images[split]:,}"
        cells += [images, f"{there:,}", _share(there, total)]
    return cells


def _share(part: int, total: int) -> str:
    return f"{100 * part / total:.1f}%" if total else "-"
