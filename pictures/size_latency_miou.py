"""Size, latency and mean IoU: the papers' heads, and the files of one network.

The numbers are those of docs/networks/heads.md and docs/export/camvid.md.
"""

from pathlib import Path

from deeplab_family.console.markdown_table import markdown_rows
from pictures.labels import Point, draw_labels
from pictures.svg import (
    BLUE,
    GREEN,
    INK,
    ORANGE,
    PURPLE,
    SOFT,
    Plane,
    Svg,
)

DOCS = Path(__file__).parents[1] / "docs"
COLORS = {
    "DeepLabv3": BLUE,
    "GCN": ORANGE,
    "Vortex": GREEN,
    "DUC": PURPLE,
    "bilinear": PURPLE,
}
OTHERS = "#a06a00"
"""Of GALD and its parts, dark enough to be read as text."""

FILES = {
    "Keras model": "Keras",
    "serving/segmenter/1/": "SavedModel",
    "model_float32.tflite": "float32",
    "model_float16.tflite": "float16",
    "model_int8.tflite": "int8",
}


def draw() -> str:
    """The picture as SVG."""
    svg = Svg(980, 470, "Size, milliseconds and mean IoU of heads and files")
    svg.text(20, 22, "The papers' heads, 200 steps", INK, 15, font_weight=600)
    svg.text(20, 44, "area: parameters; whiskers: two seeds", SOFT)
    _draw_heads(svg)
    svg.text(
        630, 22, "Files of one network, 2,600 steps", INK, 15, font_weight=600
    )
    svg.text(630, 44, "area and number: megabytes", SOFT)
    _draw_files(svg)
    return svg.document()


def _draw_heads(svg: Svg) -> None:
    rows = markdown_rows(_page("networks/heads.md"), "head")
    plane = Plane(60, 90, 590, 410, (26, 48), (44, 64))
    plane.draw(
        svg,
        range(28, 48, 4),
        range(45, 65, 5),
        "ms an image of 360 x 480, float32 TFLite, two threads",
        "mean IoU on CamVid val, percent",
    )
    points, whiskers = [], []
    for row in rows:
        x, y = plane.at(float(row["ms"]), float(row["mIoU"]))
        color = COLORS.get(row["head"].split()[0].strip(","), OTHERS)
        low, high = map(float, row["least-most"].split("-"))
        ends = plane.at(0, high)[1], plane.at(0, low)[1]
        whiskers.append((x - 2, ends[0], x + 2, ends[1]))
        svg.line(x, ends[0], x, ends[1], color, 1.2)
        millions = float(row["parameters"].removesuffix(" M"))
        radius = 4.4 * millions**0.5
        svg.circle(x, y, radius, color, color, fill_opacity=0.45)
        points.append(Point(x, y, radius, _short(row["head"]), color))
    draw_labels(svg, points, (plane.left, plane.right + 20), whiskers)


def _draw_files(svg: Svg) -> None:
    rows = markdown_rows(_page("export/camvid.md"), "artifact", "MB")
    plane = Plane(680, 90, 950, 410, (0, 100), (68, 70))
    plane.draw(
        svg, range(0, 101, 25), (68, 68.5, 69, 69.5, 70), "ms", "mean IoU"
    )
    points = []
    for row in rows:
        x, y = plane.at(float(row["ms"]), 100 * float(row["mIoU"]))
        size = float(row["MB"] or 0)
        if not size:
            svg.circle(x, y, 6, "#ffffff", BLUE, stroke_width=2)
        radius = 4.4 * size**0.5 if size else 6
        svg.circle(x, y, radius, BLUE, BLUE, fill_opacity=0.45 if size else 0)
        name = FILES[row["artifact"]]
        name = f"{name}, {size:.1f}" if size else name
        points.append(Point(x, y, radius, name, INK))
    draw_labels(svg, points, (plane.left, plane.right + 25))


def _short(head: str) -> str:
    return head.replace("boundary refinement", "BR").replace(
        "image pooling", "pooling"
    )


def _page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")
