import pytest

from deeplab_family.cli.export import Options
from deeplab_family.cli.options import parse

NEEDED = ["m.keras", "--output", "o", "--image-size", "4", "5"]
NEEDED += ["--calibration", "c"]


@pytest.mark.parametrize(
    "words, name, value",
    [
        (["--serving.name", "streets"], "name", "streets"),
        (["--serving.scales", "0.5", "1"], "scales", (0.5, 1.0)),
        (["--serving.flip"], "flip", True),
        (["--serving.output-stride", "8"], "output_stride", 8),
        (["--serving.warmup-size", "7", "9"], "warmup_size", (7, 9)),
    ],
)
def test_the_command_line_sets_each(words, name, value):
    options = parse(Options, "export", [*NEEDED, *words])
    assert getattr(options.serving, name) == value
