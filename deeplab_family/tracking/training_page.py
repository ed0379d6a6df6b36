"""Training page: how a run goes, as one HTML file that needs nothing else.

Every text is escaped by Jinja2; there are no scripts and no requests.
"""

import base64
import functools
import io
from collections.abc import Sequence
from dataclasses import dataclass

import jinja2
import numpy as np
from markupsafe import Markup
from PIL import Image

from deeplab_family.tracking.chart import COLORS, HEIGHT, TEXT, WIDTH, Chart

PICTURE_WIDTH = 960
QUALITY = 85
SHOWN_ROWS = 20


@dataclass(frozen=True, kw_only=True)
class TrainingPage:
    """What the page shows.

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
    def rows(self):
        """The newest rows, the last one first."""
        return list(self.all_rows)[: -SHOWN_ROWS - 1 : -1]

    @property
    def left_out(self) -> int:
        """How many rows are not shown."""
        return max(0, len(self.all_rows) - SHOWN_ROWS)


def as_html(page: TrainingPage, pictures: Sequence[np.ndarray]) -> str:
    """The page as text.

    Args:
        page: what to show.
        pictures: uint8 RGB `(height, width, 3)`, predictions; wide ones are
            shrunk.
    """
    return _template("training.html").render(
        page=page,
        charts=[_svg(chart) for chart in page.charts],
        pictures=[_uri(picture) for picture in pictures],
    )


def _svg(chart: Chart) -> Markup:
    lines, x = [], float(chart.left)
    for line, color in zip(chart.series, COLORS, strict=False):
        lines.append((line, color, x))
        x += 36 + 0.56 * TEXT * len(line.name)  # about the width of the text
    return Markup(
        _template("chart.svg").render(
            chart=chart, lines=lines, width=WIDTH, height=HEIGHT, text=TEXT
        )
    )


def _uri(picture: np.ndarray) -> str:
    image = Image.fromarray(np.ascontiguousarray(picture))
    if image.width > PICTURE_WIDTH:
        height = max(1, round(image.height * PICTURE_WIDTH / image.width))
        image = image.resize((PICTURE_WIDTH, height), Image.Resampling.BOX)
    buffer = io.BytesIO()
    image.save(buffer, "jpeg", quality=QUALITY, subsampling=0)
    text = base64.b64encode(buffer.getvalue()).decode("ascii")
    return f"data:image/jpeg;base64,{text}"


@functools.cache
def _template(name: str) -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("deeplab_family.tracking"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)
