"""GALD's masks and stages, as `deeplab figure` draws them.

The network is that of `pictures.training.GALD`, after few steps: enough to
see what the figures show, not to judge GALD by.
"""

from pictures.commands import file_of_command
from pictures.demo_run import DemoRun

STREETS = ("--data", "streets", "--dataset", "synthetic", "--samples", 2)
STEPS, CROP = 150, 225


def draw_masks(demo: DemoRun) -> bytes:
    """The picture as a JPEG file: image, mean of the masks, label."""
    words = ("figure", "masks", "gald", *STREETS)
    return file_of_command("masks.jpg", *words, folder=demo.home)


def draw_stages(demo: DemoRun) -> bytes:
    """The picture as a PNG file: image, label, and three class maps."""
    return file_of_command(
        "stages.png",
        *("figure", "stages", "gald", *STREETS),
        *("--steps", STEPS, "--crop", CROP, CROP),
        folder=demo.home,
    )
