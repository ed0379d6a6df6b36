"""Training page: how a run goes, as one HTML file that needs nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from deeplab_family.console.tables import Table, numbers
from deeplab_family.pages.bars import Bar, bar_list
from deeplab_family.pages.line_chart import Chart, chart_svg
from deeplab_family.pages.page_templates import render
from deeplab_family.pages.pictures import jpeg_uri

PICTURE_SIDE = 960
SHOWN_ROWS = 20


@dataclass(frozen=True, kw_only=True)
class TrainingPage:
    """Training page: title, facts, charts and table of evaluations.

    Args:
        title: name of the run.
        step: of the evaluation.
        facts: pairs of a name and words.
        charts: curves.
        classes: name, color and IoU of each class, by the best network; an
            IoU of None is that of an absent class. Empty without such a
            network.
        best_step: of that network; None if unknown.
        columns: of the table of evaluations.
        all_rows: its cells, the oldest first.
        recipe: the whole recipe as text.
    """

    title: str
    step: int
    facts: Sequence[tuple[str, str]]
    charts: Sequence[Chart]
    classes: Sequence[tuple[str, tuple[int, int, int], float | None]]
    best_step: int | None
    columns: Sequence[str]
    all_rows: Sequence[Sequence[str]]
    recipe: str

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The newest rows, the last one first."""
        newest = list(self.all_rows)[: -SHOWN_ROWS - 1 : -1]
        return tuple(map(tuple, newest))

    @property
    def left_out(self) -> int:
        """Number of rows that are not shown."""
        return max(0, len(self.all_rows) - SHOWN_ROWS)


def as_html(page: TrainingPage, pictures: Sequence[np.ndarray]) -> str:
    """The page as text.

    Args:
        page: what to show.
        pictures: uint8 RGB `(height, width, 3)`, predictions; wide ones are
            shrunk.
    """
    html = render(
        "training.html",
        "deeplab_family.tracking",
        page=page,
        charts=[chart_svg(chart) for chart in page.charts],
        classes=bar_list([_bar(*entry) for entry in page.classes], most=1),
        evaluations=Table(columns=numbers(*page.columns), rows=page.rows),
        pictures=[jpeg_uri(picture, PICTURE_SIDE) for picture in pictures],
    )
    return str(html)


def _bar(name: str, color, iou: float | None) -> Bar:
    text = "absent" if iou is None else f"{iou:.4f}"
    return Bar(name=name, values=(iou,), text=text, color=color)
