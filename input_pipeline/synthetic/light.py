"""Daylight, haze and the faults of a camera."""

from dataclasses import dataclass

import cv2
import numpy as np

from input_pipeline.datasets.spec import Color

HAZE_DISTANCE = 140.0  # meters after which about two thirds are haze


@dataclass(frozen=True, kw_only=True)
class Light:
    """The light of one picture.

    Args:
        sun_side: -1 when the sun stands left of the street, 1 when right.
        sky_top: RGB color of the sky overhead.
        sky_bottom: RGB color of the sky at the horizon, and of the haze.
        brightness: factor on all colors.
        noise: standard deviation of the sensor noise in gray levels.
    """

    sun_side: int
    sky_top: Color
    sky_bottom: Color
    brightness: float
    noise: float

    def color(self, color: Color, z: float, facing: float = 1.0) -> Color:
        """Color of a surface at distance `z`, lit by the factor `facing`."""
        clear = float(np.exp(-max(z, 0.0) / HAZE_DISTANCE))
        mixed = (
            clear * facing * own + (1 - clear) * haze
            for own, haze in zip(color, self.sky_bottom, strict=True)
        )
        red, green, blue = (int(np.clip(value, 0, 255)) for value in mixed)
        return red, green, blue

    def expose(
        self, picture: np.ndarray, random: np.random.Generator
    ) -> np.ndarray:
        """Takes the photograph: grain of surfaces, exposure, sensor noise."""
        height, width = picture.shape[:2]
        coarse = random.normal(1.0, 0.03, (height // 6 + 1, width // 6 + 1))
        grain = cv2.resize(
            coarse, (width, height), interpolation=cv2.INTER_CUBIC
        )
        light = picture * (self.brightness * grain)[..., None]
        light += random.normal(0.0, self.noise, picture.shape)
        return np.clip(light, 0, 255).astype(np.uint8)


_SKIES: tuple[tuple[Color, Color], ...] = (
    ((90, 140, 215), (200, 220, 238)),
    ((120, 150, 190), (225, 225, 225)),
    ((165, 170, 178), (205, 207, 210)),
    ((80, 95, 150), (240, 195, 150)),
)


def random_light(random: np.random.Generator) -> Light:
    """Draws a time of day and a weather."""
    top, bottom = _SKIES[random.integers(len(_SKIES))]
    return Light(
        sun_side=int(random.choice([-1, 1])),
        sky_top=top,
        sky_bottom=bottom,
        brightness=float(random.uniform(0.7, 1.12)),
        noise=float(random.uniform(2.0, 6.0)),
    )
