"""GALD's masks and stages, as `deeplab figure` draws them.

The network is that of the five heads, after few steps: enough to see what the
figures show, not to judge GALD by.
"""

from pictures.commands import file_of_command
from pictures.demo_run import DemoRun
from pictures.training import CROPS, head_run

STREETS = ("--data", "streets", "--samples", 2)
STEPS = 150


def draw_masks(demo: DemoRun) -> bytes:
    """The picture as a JPEG file: image, mean of the masks, label."""
    words = ("figure", "masks", _network(demo), *STREETS)
    return file_of_command("masks.jpg", *words, folder=demo.home)


def draw_stages(demo: DemoRun) -> bytes:
    """The picture as a PNG file: image, label, and three class maps."""
    crop = CROPS["galdnet"]
    return file_of_command(
        "stages.png",
        *("figure", "stages", _network(demo), *STREETS),
        *("--steps", STEPS, "--crop", crop, crop),
        folder=demo.home,
    )


def _network(demo: DemoRun):
    return head_run(demo.home, "galdnet").relative_to(demo.home)
