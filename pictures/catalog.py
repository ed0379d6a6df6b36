"""Catalog of the pictures: their files, and what each is drawn from."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pictures import (
    changed_pixels,
    class_iou,
    confusion,
    coverage,
    head_diagrams,
    hero,
    networks_ms,
    receptive_fields,
    size_latency_miou,
)
from pictures.diagram import draw_diagram

IMAGES = Path(__file__).parents[1] / "docs" / "images"
NUMBERS = IMAGES / "demo_run.json"
MANIFEST = IMAGES / "figures.json"


@dataclass(frozen=True)
class Picture:
    """A file of docs/images.

    Attributes:
        file: its name.
        draw: gives SVG as text, or a uint8 RGB array.
        of: what `draw` takes: "docs", nothing, since it reads pages and
            configs; "numbers", those of demo_run.json; "demo", a `DemoRun`.
    """

    file: str
    draw: Callable[..., str | np.ndarray]
    of: str = "docs"


def _head(head: str, arxiv: str) -> Picture:
    def draw() -> str:
        config = head_diagrams.paper_config(arxiv)
        return draw_diagram(getattr(head_diagrams, head)(config))

    return Picture(f"head_{head}.svg", draw)


RECORDS = {
    "camvid_curves.png": "of 50 minutes on photographs that nobody may copy",
    "detection_curves.png": "of 31 minutes of `deeplab train mobile_mask_rcnn`",
    "detection_streets.jpg": "the detections of that run",
}
"""Pictures of runs that are too long to be repeated, and why they stay; the
page that shows one has its command."""

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
        Picture("confusion.svg", confusion.draw, "numbers"),
        Picture("class_iou.svg", class_iou.draw, "numbers"),
        Picture("hero.png", hero.draw, "demo"),
        Picture("changed_pixels.png", changed_pixels.draw, "demo"),
        Picture("receptive_fields.jpg", receptive_fields.draw, "demo"),
    )
}
