"""People who walk."""

from dataclasses import dataclass

from input_pipeline.datasets.spec import Color
from input_pipeline.synthetic.camera import Camera
from input_pipeline.synthetic.canvas import Canvas
from input_pipeline.synthetic.classes import Street
from input_pipeline.synthetic.light import Light


@dataclass(frozen=True, kw_only=True)
class Person:
    """Someone on foot.

    Args:
        x: meters right of the middle of the road.
        z: meters ahead.
        height: meters.
        coat: RGB color of the upper half.
        trousers: RGB color of the lower half.
        stride: meters between the feet.
    """

    x: float
    z: float
    height: float
    coat: Color
    trousers: Color
    stride: float

    def draw(self, canvas: Canvas, camera: Camera, light: Light) -> None:
        """Draws shadow, legs, body and head."""
        column, foot = camera.project(self.x, 0, self.z)
        unit = camera.length(self.height, self.z)  # pixels of the whole body
        canvas.shade(_diamond(column, foot, 0.3 * unit, 0.04 * unit), 0.35)
        legs = light.color(self.trousers, self.z)
        half = 0.5 * camera.length(self.stride, self.z)
        hip = foot - 0.48 * unit
        for side in (-1, 1):
            shoe = column + side * half
            leg = [
                (column + side * 0.02 * unit - 0.06 * unit, hip),
                (column + side * 0.02 * unit + 0.06 * unit, hip),
                (shoe + 0.045 * unit, foot),
                (shoe - 0.045 * unit, foot),
            ]
            canvas.polygon(leg, legs, Street.PERSON)
        self._draw_body(canvas, light, column, foot, unit)

    def _draw_body(self, canvas, light, column, foot, unit) -> None:
        coat = light.color(self.coat, self.z)
        canvas.ellipse(
            (column, foot - 0.64 * unit),
            (0.13 * unit, 0.22 * unit),
            coat,
            Street.PERSON,
        )
        head = (column, foot - 0.92 * unit)
        skin = light.color((200, 155, 125), self.z)
        canvas.ellipse(head, (0.065 * unit, 0.085 * unit), skin, Street.PERSON)


def _diamond(column, row, width, height):
    return [
        (column - width, row),
        (column, row - height),
        (column + width, row),
        (column, row + height),
    ]
