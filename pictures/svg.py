"""SVG pictures: shapes and words on light paper, as text."""

import functools
import math
from collections.abc import Iterable
from html import escape

from PIL import ImageFont

from deeplab_family.visualization.font import OWN

INK, SOFT, LINE, PAPER = "#1c2026", "#5a626d", "#d9dde3", "#ffffff"
BLUE, ORANGE, GREEN = "#0072b2", "#d55e00", "#009e73"
PURPLE, YELLOW, SKY = "#aa4499", "#e69f00", "#56b4e9"
"""Okabe and Ito's colors, which people who confuse red and green tell apart;
purple is darker than theirs, to be read as text."""

TEXT = 13
"""Height of ordinary words."""

UNITS = 2048
"""Of the font, in the height of its text."""


class Svg:
    """A picture that is drawn from back to front.

    Args:
        width, height: of the picture, in pixels at its own size.
        title: what a screen reader says.
    """

    def __init__(self, width: float, height: float, title: str):
        self.width, self.height, self.title = width, height, title
        self.parts: list[str] = []

    def line(self, x1, y1, x2, y2, color=LINE, width=1.0, **more):
        """A straight line."""
        places = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
        self._add("line", stroke=color, stroke_width=width, **places, **more)

    def rect(self, x, y, width, height, fill, stroke="none", **more):
        """A rectangle; `rx` rounds its corners."""
        size = {"x": x, "y": y, "width": width, "height": height}
        self._add("rect", fill=fill, stroke=stroke, **size, **more)

    def circle(self, x, y, r, fill, stroke="none", **more):
        """A circle."""
        self._add("circle", cx=x, cy=y, r=r, fill=fill, stroke=stroke, **more)

    def path(self, d: str, stroke=SOFT, fill="none", **more):
        """Any outline; `d` as in SVG."""
        self._add("path", d=d, stroke=stroke, fill=fill, **more)

    def text(self, x, y, words, color=INK, size=TEXT, anchor="start", **more):
        """Words whose middle is at the height `y`."""
        place = {"x": x, "y": y + 0.36 * size, "font_size": size}
        self._add(
            "text", words, text_anchor=anchor, fill=color, **place, **more
        )

    def document(self) -> str:
        """The picture as the text of a file."""
        size = f'width="{self.width:g}" height="{self.height:g}"'
        box = f'viewBox="0 0 {self.width:g} {self.height:g}"'
        return "\n".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box} '
                'role="img" font-family="DejaVu Sans, Verdana, sans-serif">',
                f"<title>{escape(self.title)}</title>",
                f'<rect width="100%" height="100%" fill="{PAPER}"/>',
                *self.parts,
                "</svg>\n",
            ]
        )

    def _add(self, tag: str, words: str | None = None, **attributes):
        listed = " ".join(
            f'{name.replace("_", "-")}="{_value(value)}"'
            for name, value in attributes.items()
        )
        end = "/>" if words is None else f">{escape(words, False)}</{tag}>"
        self.parts.append(f"<{tag} {listed}{end}")


def _value(value) -> str:
    if isinstance(value, str):
        return escape(value)
    return f"{value:.2f}".rstrip("0").rstrip(".")


def width_of(words: str, size: float = TEXT) -> float:
    """Width of words in DejaVu Sans, in whole pixels; Verdana's is alike."""
    return math.ceil(_font().getlength(words) * size / UNITS)


@functools.cache
def _font() -> ImageFont.FreeTypeFont:
    engine = ImageFont.Layout.BASIC
    return ImageFont.truetype(OWN, UNITS, layout_engine=engine)


class Plane:
    """Two axes, linear or logarithmic.

    Args:
        left, top, right, bottom: edges in the picture.
        x, y: the values at the ends of the axes.
        log: whether both axes are logarithmic.
    """

    def __init__(self, left, top, right, bottom, x, y, log=False):
        self.left, self.top, self.right, self.bottom = left, top, right, bottom
        self.x, self.y, self.log = x, y, log

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Place of a point in the picture."""
        right = self._share(x, self.x) * (self.right - self.left)
        up = self._share(y, self.y) * (self.bottom - self.top)
        return self.left + right, self.bottom - up

    def draw(
        self,
        svg: Svg,
        x_ticks: Iterable[float],
        y_ticks: Iterable[float],
        x_name: str,
        y_name: str,
    ) -> None:
        """Draws grid, ticks and names of the axes."""
        for value in y_ticks:
            _, y = self.at(self.x[0], value)
            svg.line(self.left, y, self.right, y)
            svg.text(self.left - 8, y, f"{value:,g}", SOFT, anchor="end")
        for value in x_ticks:
            x, _ = self.at(value, self.y[0])
            svg.line(x, self.bottom, x, self.bottom + 5, SOFT)
            svg.text(x, self.bottom + 17, f"{value:,g}", SOFT, anchor="middle")
        svg.line(self.left, self.bottom, self.right, self.bottom, SOFT)
        middle = (self.left + self.right) / 2
        svg.text(middle, self.bottom + 38, x_name, SOFT, anchor="middle")
        svg.text(self.left, self.top - 16, y_name, SOFT)

    def _share(self, value, ends):
        low, high = ends
        if self.log:
            return math.log(value / low) / math.log(high / low)
        return (value - low) / (high - low)
