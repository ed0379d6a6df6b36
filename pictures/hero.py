"""Hero of the README: photograph, label, network, and its int8 file."""

import numpy as np

from deeplab_family.figures.class_maps import draw_class_maps
from deeplab_family.figures.figure_sample import FigureSample
from pictures.demo_run import SPEC, DemoRun

SHOWN = ("val_0010", "val_0003")
"""Streets whose labels hold most of people, poles and signs, as in the demo's
own picture; whatever was predicted there."""


def draw(demo: DemoRun) -> np.ndarray:
    """The picture, uint8 RGB; a row for each street."""
    int8 = demo.int8()
    found = iter([demo.class_map(stem) for stem in SHOWN])
    columns = [
        ("network", lambda image: next(found)),
        ("its int8 file", lambda image: int8(image[None]).class_map[0]),
    ]
    samples = [
        FigureSample(demo.image(stem), demo.labels(stem)) for stem in SHOWN
    ]
    return draw_class_maps(columns, samples, SPEC)
