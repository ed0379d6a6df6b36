"""A fixed camera, a clear light and an empty sheet to draw things on."""

import numpy as np

from input_pipeline.synthetic.camera import Camera
from input_pipeline.synthetic.canvas import Canvas
from input_pipeline.synthetic.classes import Street
from input_pipeline.synthetic.light import Light

WIDTH, HEIGHT, HORIZON = 160, 120, 60
CAMERA = Camera(
    width=WIDTH, height=HEIGHT, vanishing=(WIDTH / 2, HORIZON), focal=140.0
)
LIGHT = Light(
    sun_side=1,
    sky_top=(90, 140, 215),
    sky_bottom=(200, 220, 240),
    brightness=1.0,
    noise=0.0,
)


def label_of(*things):
    """Draws things and returns where each class is, on a sheet of sky."""
    canvas = Canvas(WIDTH, HEIGHT, Street.SKY)
    for thing in things:
        thing.draw(canvas, CAMERA, LIGHT)
    return canvas.finish()[1]


def box_of(label, street_class):
    """First and last row, first and last column of a class."""
    rows, columns = np.nonzero(label == street_class)
    return rows.min(), rows.max(), columns.min(), columns.max()
