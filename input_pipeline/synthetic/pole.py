"""Lamp posts and traffic signs: the thin things of a street."""

from dataclasses import dataclass

from input_pipeline.datasets.spec import Color
from input_pipeline.synthetic.camera import Camera
from input_pipeline.synthetic.canvas import Canvas
from input_pipeline.synthetic.classes import Street
from input_pipeline.synthetic.light import Light

THICKNESS = 0.18  # meters
THINNEST = 1.6  # pixels; thinner poles would vanish from the label
SIGN_RADIUS = 0.5  # meters


@dataclass(frozen=True, kw_only=True)
class Pole:
    """A post beside the road that carries a lamp or a sign.

    Args:
        x: meters right of the middle of the road.
        z: meters ahead.
        height: meters.
        sign: RGB color of a sign on its top, or None for a lamp.
        round_sign: a disk instead of a square.
    """

    x: float
    z: float
    height: float
    sign: Color | None = None
    round_sign: bool = False

    def draw(self, canvas: Canvas, camera: Camera, light: Light) -> None:
        """Draws the post, then what it carries."""
        column, foot = camera.project(self.x, 0, self.z)
        meter = camera.length(1.0, self.z)
        width = max(THICKNESS * meter, THINNEST)
        top = foot - self.height * meter
        gray = light.color((62, 66, 66), self.z)
        canvas.rectangle(
            (column - width / 2, top), (width, foot - top), gray, Street.POLE
        )
        if self.sign is None:
            reach = 1.3 * meter * (-1 if self.x > 0 else 1)
            left = min(column, column + reach)
            arm = (abs(reach), max(width * 0.8, THINNEST))
            canvas.rectangle((left, top), arm, gray, Street.POLE)
        else:
            self._draw_sign(canvas, light, column, top, SIGN_RADIUS * meter)

    def _draw_sign(self, canvas, light, column, top, radius) -> None:
        rim = light.color((235, 235, 230), self.z)
        face = light.color(self.sign, self.z)
        for size, color in ((radius, rim), (0.78 * radius, face)):
            if self.round_sign:
                canvas.ellipse((column, top), (size, size), color, Street.SIGN)
            else:
                corner = (column - size, top - size)
                canvas.rectangle(
                    corner, (2 * size, 2 * size), color, Street.SIGN
                )
