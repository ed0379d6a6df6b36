"""Cars, parked or on their way."""

from dataclasses import dataclass

from input_pipeline.datasets.spec import Color
from input_pipeline.synthetic.camera import Camera
from input_pipeline.synthetic.canvas import Canvas
from input_pipeline.synthetic.classes import Street
from input_pipeline.synthetic.light import Light

BODY_TOP, ROOF, CLEARANCE = 0.85, 1.45, 0.22  # meters above the road


@dataclass(frozen=True, kw_only=True)
class Car:
    """A car that points along the street; its near end faces the camera.

    Args:
        x: meters right of the middle of the road.
        z: meters ahead, of the near end.
        width: meters.
        length: meters.
        color: RGB color of the paint.
        oncoming: shows its front, with white lights.
    """

    x: float
    z: float
    width: float
    length: float
    color: Color
    oncoming: bool

    def draw(self, canvas: Canvas, camera: Camera, light: Light) -> None:
        """Draws shadow, flank, cabin, near end, wheels and lights."""
        self._draw_shadow(canvas, camera)
        # The flank that turns to the middle of the view is the visible one.
        side = (
            self.x - self.width / 2 if self.x > 0 else self.x + self.width / 2
        )
        near, far = self.z, self.z + self.length
        self._flank(canvas, camera, light, side, near, far)
        self._face(canvas, camera, light, far - 0.8, BODY_TOP, ROOF, 0.8)
        self._cabin(canvas, camera, light, side)
        self._face(canvas, camera, light, near, CLEARANCE, BODY_TOP, 0.95)
        self._wheels(canvas, camera, light)
        self._lights(canvas, camera, light)

    def _box(self, camera, z, bottom, top, inset=0.0):
        left = self.x - self.width / 2 + inset
        right = self.x + self.width / 2 - inset
        return camera.quad(
            (left, bottom, z),
            (right, bottom, z),
            (right, top, z),
            (left, top, z),
        )

    def _face(self, canvas, camera, light, z, bottom, top, lit) -> None:
        color = light.color(self.color, z, lit)
        canvas.polygon(self._box(camera, z, bottom, top), color, Street.CAR)

    def _flank(self, canvas, camera, light, side, near, far) -> None:
        lit = 1.0 if side * light.sun_side < 0 else 0.75
        flank = camera.quad(
            (side, CLEARANCE, near),
            (side, CLEARANCE, far),
            (side, BODY_TOP, far),
            (side, BODY_TOP, near),
        )
        canvas.polygon(flank, light.color(self.color, near, lit), Street.CAR)
        hood = camera.quad(
            (self.x - self.width / 2, BODY_TOP, near),
            (self.x + self.width / 2, BODY_TOP, near),
            (self.x + self.width / 2, BODY_TOP, far),
            (self.x - self.width / 2, BODY_TOP, far),
        )
        canvas.polygon(hood, light.color(self.color, near, 1.1), Street.CAR)

    def _cabin(self, canvas, camera, light, side) -> None:
        near, far = self.z + 0.9, self.z + self.length - 0.8
        glass, paint = (48, 56, 66), self.color
        windows = camera.quad(
            (side, BODY_TOP, near),
            (side, BODY_TOP, far),
            (side * 0.97, ROOF, far - 0.3),
            (side * 0.97, ROOF, near + 0.5),
        )
        canvas.polygon(windows, light.color(glass, near, 1.2), Street.CAR)
        left, right = self.x - self.width / 2, self.x + self.width / 2
        screen = camera.quad(
            (left + 0.05, BODY_TOP, near),
            (right - 0.05, BODY_TOP, near),
            (right - 0.2, ROOF, near + 0.5),
            (left + 0.2, ROOF, near + 0.5),
        )
        canvas.polygon(screen, light.color(glass, near), Street.CAR)
        roof = camera.quad(
            (left + 0.2, ROOF, near + 0.5),
            (right - 0.2, ROOF, near + 0.5),
            (right - 0.2, ROOF + 0.06, far - 0.3),
            (left + 0.2, ROOF + 0.06, far - 0.3),
        )
        canvas.polygon(roof, light.color(paint, near, 1.1), Street.CAR)

    def _wheels(self, canvas, camera, light) -> None:
        rubber = light.color((28, 28, 30), self.z)
        for side in (-1, 1):
            x = self.x + side * (self.width / 2 - 0.16)
            wheel = camera.quad(
                (x - 0.12, 0, self.z),
                (x + 0.12, 0, self.z),
                (x + 0.12, 0.34, self.z),
                (x - 0.12, 0.34, self.z),
            )
            canvas.polygon(wheel, rubber, Street.CAR)

    def _lights(self, canvas, camera, light) -> None:
        color = (250, 245, 220) if self.oncoming else (190, 25, 25)
        for side in (-1, 1):
            x = self.x + side * (self.width / 2 - 0.22)
            lamp = camera.project(x, 0.66, self.z)
            size = camera.length(0.13, self.z)
            canvas.ellipse(lamp, (size, 0.6 * size), color)

    def _draw_shadow(self, canvas, camera) -> None:
        left, right = self.x - self.width / 2, self.x + self.width / 2
        shadow = camera.quad(
            (left - 0.1, 0, self.z - 0.15),
            (right + 0.1, 0, self.z - 0.15),
            (right + 0.1, 0, self.z + self.length),
            (left - 0.1, 0, self.z + self.length),
        )
        canvas.shade(shadow, 0.55)
