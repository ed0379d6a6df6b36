"""Catalog of the pictures: their files, and what each is drawn from."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from deeplab_family.figures import valid_weights_chart
from deeplab_family.pages.chart_file import chart_file
from pictures import (
    changed_pixels,
    class_iou,
    confusion,
    coverage,
    demo_files,
    doctor,
    gald,
    head_diagrams,
    hero,
    learning_curves,
    networks_ms,
    receptive_fields,
    screens,
    size_latency_miou,
)
from pictures.diagram import draw_diagram

IMAGES = Path(__file__).parents[1] / "docs" / "images"
NUMBERS = IMAGES / "demo_run.json"
MANIFEST = IMAGES / "figures.json"


LIBRARY = "deeplab_family"
TRAINING = "pictures/training.py"
MISTAKES = "pictures/mistakes.py"
STYLE = f"{LIBRARY}/pages/templates/style.css"
REPORT = f"{LIBRARY}/evaluation_report/templates"
APP = f"{LIBRARY}/app/templates"


@dataclass(frozen=True)
class Picture:
    """A file of docs/images.

    Attributes:
        file: its name.
        draw: gives SVG as text, a uint8 RGB array, or the bytes of the file.
        of: what `draw` takes: "docs", nothing, since it reads pages and
            configs; "numbers", those of demo_run.json; "demo", a `DemoRun`;
            "screen", a `DemoRun`, and it needs a browser.
        sources: files beside that of `draw` whose change makes the picture
            of a demo or a screen out of date; paths in the project.
    """

    file: str
    draw: Callable[..., str | bytes | np.ndarray]
    of: str = "docs"
    sources: tuple[str, ...] = ()

    @property
    def needs_demo(self) -> bool:
        """Whether a trained network is needed to draw it."""
        return self.of in ("demo", "screen")


@dataclass(frozen=True)
class Record:
    """A picture of a run that is too long to be repeated.

    Attributes:
        command: of the run, which stands on the page that shows the picture.
        why: what the run takes.
    """

    command: str
    why: str


def _head(head: str, arxiv: str) -> Picture:
    def draw() -> str:
        config = head_diagrams.paper_config(arxiv)
        return draw_diagram(getattr(head_diagrams, head)(config))

    return Picture(f"head_{head}.svg", draw)


def _valid_weights() -> str:
    return chart_file(valid_weights_chart((65, 65)))


RECORDS = {
    "camvid_curves.png": Record(
        "deeplab train CamVid --workdir runs/camvid",
        "50 minutes, on photographs that nobody may hand on",
    ),
    "detection_curves.png": Record(
        "deeplab train mobile_mask_rcnn streets", "31 minutes"
    ),
    "detection_streets.jpg": Record(
        "deeplab train mobile_mask_rcnn streets", "31 minutes"
    ),
}
"""Files of docs/images that are not drawn again."""

PICTURES = {
    picture.file: picture
    for picture in (
        Picture("size_latency_miou.svg", size_latency_miou.draw),
        Picture("networks_ms.svg", networks_ms.draw),
        Picture("coverage.png", coverage.draw),
        _head("deeplabv3", "1706.05587"),
        _head("gcn", "1703.02719"),
        _head("duc_hdc", "1702.08502"),
        _head("galdnet", "1909.07229"),
        _head("vortex", "1804.06242"),
        Picture("valid_weights.svg", _valid_weights),
        Picture("confusion.svg", confusion.draw, "numbers"),
        Picture("class_iou.svg", class_iou.draw, "numbers"),
        Picture("learning_curves.png", learning_curves.draw, "numbers"),
        Picture("hero.png", hero.draw, "demo"),
        Picture("changed_pixels.png", changed_pixels.draw, "demo"),
        Picture(
            "receptive_fields.jpg",
            receptive_fields.draw,
            "demo",
            (TRAINING, f"{LIBRARY}/figures/gradient_field.py"),
        ),
        Picture(
            "gald_masks.jpg",
            gald.draw_masks,
            "demo",
            (TRAINING, f"{LIBRARY}/figures/mask_maps.py"),
        ),
        Picture(
            "gald_stages.png",
            gald.draw_stages,
            "demo",
            (TRAINING, f"{LIBRARY}/figures/stage_heads.py"),
        ),
        Picture(
            "demo.png",
            demo_files.sheet,
            "demo",
            (f"{LIBRARY}/cli/demo_sheet.py",),
        ),
        Picture(
            "quickstart.jpg",
            demo_files.overlay,
            "demo",
            (f"{LIBRARY}/visualization/overlays.py",),
        ),
        Picture(
            "doctor.jpg",
            doctor.draw_sheet,
            "demo",
            (MISTAKES, f"{LIBRARY}/cli/doctor_sheet.py"),
        ),
        Picture(
            "doctor_review.jpg",
            doctor.draw_review,
            "demo",
            (MISTAKES, f"{LIBRARY}/label_review/review_sheet.py"),
        ),
        Picture(
            "report_light.jpg",
            screens.draw_report,
            "screen",
            (STYLE, f"{REPORT}/evaluation.html"),
        ),
        Picture(
            "report_phone.jpg",
            screens.draw_phone,
            "screen",
            (STYLE, f"{REPORT}/evaluation.html"),
        ),
        Picture(
            "comparison_dark.jpg",
            screens.draw_comparison,
            "screen",
            (STYLE, f"{REPORT}/comparison.html"),
        ),
        Picture(
            "app.jpg",
            screens.draw_app,
            "screen",
            (f"{APP}/app.html", f"{APP}/app.css", f"{APP}/app.js"),
        ),
    )
}
