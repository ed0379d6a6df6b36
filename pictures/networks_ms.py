"""Parameters against milliseconds: all networks, and the peers' DeepLabv3.

The numbers are those that `benchmarks.networks` and `benchmarks.models` wrote
with `--json` into benchmarks/results.
"""

import json
import re
from pathlib import Path

from pictures.labels import Point, draw_labels
from pictures.svg import BLUE, GREEN, INK, ORANGE, PURPLE, SOFT, Plane, Svg

RESULTS = Path(__file__).parents[1] / "benchmarks" / "results"
RACES = ("networks.json", "models_inference.json")
PEERS = {"Model Garden": ORANGE, "KerasHub": PURPLE}
OURS, OURS_NAME = "this library", "DeepLabv3, ResNet-50"
APART = 11
"""Pixels between the peers, whose networks have equally many parameters."""

TICKS = (2, 5, 10, 20, 50, 100), (50, 100, 200, 500, 1000, 2000)
KINDS = (
    (BLUE, "this library"),
    (GREEN, "the same, in the race with the peers"),
    (ORANGE, "Model Garden"),
    (PURPLE, "KerasHub, output stride 32"),
)


def draw() -> str:
    """The picture as SVG."""
    svg = Svg(980, 560, "Parameters and milliseconds of the networks")
    svg.text(20, 24, "Parameters and milliseconds", INK, 16, font_weight=600)
    svg.text(
        20,
        47,
        "inference, one image of 513 x 513, logits at full size; whiskers: "
        "quartiles of the ratios of a race",
        SOFT,
    )
    x = 20.0
    for color, words in KINDS:
        svg.circle(x + 6, 72, 5, color)
        svg.text(x + 17, 72, words)
        x += 50 + 7.6 * len(words)
    plane = Plane(70, 116, 950, 500, (2, 100), (40, 4000), log=True)
    plane.draw(svg, *TICKS, "million parameters", "ms")
    points, whiskers = [], []
    for race in RACES:
        result = json.loads((RESULTS / race).read_text(encoding="utf-8"))
        _draw_race(svg, plane, result, points, whiskers)
    draw_labels(svg, points, (plane.left, plane.right + 20), whiskers)
    return svg.document()


def _draw_race(svg, plane, result, points, whiskers) -> None:
    """Times as the ratios of the race, which a busy machine moves least."""
    rows = {row["name"]: row for row in result["rows"]}
    base = rows[result["baseline"]]["median_ms"]
    for place, (name, row) in enumerate(rows.items()):
        color = PEERS.get(name, GREEN if name == OURS else BLUE)
        millions = float(re.search(r"([\d.]+) M parameters", row["note"])[1])
        times = [base * part for part in row["ratio"]]
        x, y = plane.at(millions, times[0])
        if OURS in rows:
            x += APART * (place - 1)
        top, bottom = (plane.at(2, time)[1] for time in (times[2], times[1]))
        svg.line(x, top, x, bottom, color, 1.5)
        for end in (top, bottom):
            svg.line(x - 4, end, x + 4, end, color, 1.5)
        svg.circle(x, y, 5, color)
        whiskers.append((x - 4, top, x + 4, bottom))
        label = OURS_NAME if name == OURS else name
        points.append(Point(x, y, 5, label, INK if color == BLUE else color))
