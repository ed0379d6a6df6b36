"""Heat map of a confusion matrix, row by row, as inline SVG."""

from collections.abc import Sequence

import numpy as np
from markupsafe import Markup

from deeplab_family.pages.page_templates import render

NUMBERED = 30
"""Classes up to which rows have names and cells numbers."""

LEVELS = 20
CELL, SMALL_CELL = 22, 4
"""Eleven named classes fit a phone of 390 pixels."""

NAME_WIDTH, TOP = 112, 24
LONGEST = 15
"""Letters of a name; longer ones are cut."""


def confusion_map(counts: np.ndarray, names: Sequence[str]) -> Markup:
    """Confusion matrix as a heat map of classes and their predictions.

    Rows are labels, columns predictions; a cell's strength is the root of its
    share of the row, so that one percent can be seen. A row without a pixel
    is empty.

    Args:
        counts: int `(classes, classes)`, pixels by label and prediction.
        names: of the classes.

    Returns:
        An `<svg>` element: up to 30 classes with names and percent, more with
        every tenth id.
    """
    shares = row_shares(counts)
    numbered = len(names) <= NUMBERED
    side = CELL if numbered else SMALL_CELL
    left = NAME_WIDTH if numbered else 30
    return render(
        "heat_map.svg",
        width=left + side * len(names),
        height=TOP + side * len(names),
        left=left,
        top=TOP,
        side=side,
        size=side * len(names),
        paths=_paths(shares, side),
        rows=[
            (index, f"{index} {_cut(name)}" if numbered else str(index), name)
            for index, name in enumerate(names)
            if numbered or index % 10 == 0
        ],
        cells=_cells(shares) if numbered else [],
    ).rstrip()


def row_shares(counts: np.ndarray) -> np.ndarray:
    """Shares of each row, float `(classes, classes)`; 0 in an empty row."""
    counts = np.asarray(counts, np.float64)
    return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST else name[:LONGEST].rstrip() + "\u2026"


def _paths(shares, side: int) -> list[tuple[str, float, str]]:
    """Cells of one strength in one path: also 150 classes stay small."""
    levels = np.rint(LEVELS * np.sqrt(shares)).astype(int)
    right = np.eye(len(shares), dtype=bool)
    paths = []
    for kind, chosen in (("right", right), ("wrong", ~right)):
        for level in range(1, LEVELS + 1):
            places = np.argwhere((levels == level) & chosen).tolist()
            drawn = "".join(
                f"M{side * column} {side * row}h{side}v{side}h-{side}z"
                for row, column in places
            )
            if drawn:
                paths.append((kind, level / LEVELS, drawn))
    return paths


def _cells(shares) -> list[tuple[int, int, str, bool]]:
    """Row, column, percent and whether the cell is too strong for ink."""
    return [
        (row, column, f"{100 * share:.0f}", share > 0.3)
        for row, line in enumerate(shares.tolist())
        for column, share in enumerate(line)
        if share >= 0.005
    ]
