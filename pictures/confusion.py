"""Confusion matrix of the demo's network: labels by rows, in percent."""

import numpy as np

from deeplab_family.pages.heat_map import row_shares
from pictures.svg import INK, PAPER, SOFT, Svg

CELL, LEFT, TOP = 62, 110, 128
RIGHT_COLOR, WRONG_COLOR = (0, 84, 148), (190, 70, 0)
STRONG = 0.3
"""Share from which on a cell needs light letters."""


def draw(numbers: dict) -> str:
    """The picture as SVG; `numbers` are those of demo_run.json."""
    shares = row_shares(np.array(numbers["confusion"]))
    names = numbers["class_names"]
    side = CELL * len(names)
    svg = Svg(LEFT + side + 20, TOP + side + 20, "Confusion matrix")
    svg.text(20, 24, "What is taken for what", INK, 16, font_weight=600)
    svg.text(
        20,
        47,
        f"percent of a label's pixels, {numbers['images']} drawn streets",
        SOFT,
    )
    svg.text(LEFT + side / 2, 78, "predicted", SOFT, anchor="middle")
    for place, name in enumerate(names):
        middle = CELL * place + CELL / 2
        svg.text(LEFT - 10, TOP + middle, name, INK, anchor="end")
        svg.text(LEFT + middle, TOP - 18, name, INK, 11, "middle")
    for row, column in np.ndindex(shares.shape):
        _cell(svg, row, column, float(shares[row, column]))
    return svg.document()


def _cell(svg: Svg, row: int, column: int, share: float) -> None:
    x, y = LEFT + CELL * column, TOP + CELL * row
    color = RIGHT_COLOR if row == column else WRONG_COLOR
    fill = "#{:02x}{:02x}{:02x}".format(
        *(round(255 + share**0.5 * (part - 255)) for part in color)
    )
    svg.rect(x, y, CELL, CELL, fill, PAPER)
    if share >= 0.0005:
        ink = PAPER if share > STRONG else INK
        words = f"{100 * share:.1f}"
        svg.text(x + CELL / 2, y + CELL / 2, words, ink, 13, "middle")
