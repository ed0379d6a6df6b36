"""`deeplab inspect MODEL`: what a network costs and sees."""

import dataclasses
from pathlib import Path
from typing import Annotated

import tyro

from deeplab_family.cli.options import needed, parse
from deeplab_family.cli.outputs import check_outputs
from deeplab_family.cli.value_checks import require_least
from deeplab_family.console.tf_startup import start_tensorflow


@dataclasses.dataclass(frozen=True)
class Options:
    """Prints a network stage by stage, without running it.

    Example: deeplab inspect runs/photos --image-size 480 640

    Parameters, multiply-adds and the receptive field in pixels of the image;
    below it, which pixels the atrous blocks leave unseen, and how much of the
    map a pyramid uses.

    Attributes:
        network: a recipe (see `deeplab recipes`), a .keras file, or the
            folder of a run, whose best network is meant.
        image_size: height and width of the image, in pixels.
        num_classes: for recipes that leave the number to the data set.
        json: file that gets the same numbers.
        effective_receptive_field: a photograph. The gradient of one logit,
            that of the winning class, is drawn over it. Recipes have fresh
            weights; trained ones look elsewhere.
        output: picture file for it.
        pixel: row and column of the logit; the center if not given.
        overwrite: replace files that are there already.
    """

    network: Annotated[
        str,
        tyro.conf.Positional,
        tyro.conf.arg(metavar="MODEL", help_behavior_hint=""),
    ] = ""
    image_size: tuple[int, int] = (513, 513)
    num_classes: int = 21
    json: Path | None = None
    effective_receptive_field: Path | None = None
    output: Path | None = None
    pixel: tuple[int, int] | None = None
    overwrite: bool = False


def main(words: list[str]) -> int:
    """Runs the command; see `Options`."""
    options = parse(Options, "inspect", words)
    _check(options)
    start_tensorflow()
    from deeplab_family.analysis import inspect_network
    from deeplab_family.cli.networks import load_network
    from deeplab_family.console.terminal import (
        Console,
        printable,
    )
    from input_pipeline.atomic_files import write_atomic

    model = load_network(options.network, options.num_classes)
    inspection = inspect_network(model, *options.image_size)
    Console().print(inspection.table())
    print(printable(inspection.notes()))
    if options.json is not None:
        write_atomic(options.json, inspection.to_json())
    if options.output is not None:
        _draw(model, options)
    return 0


def _check(options):
    needed(options.network, "MODEL", "deeplab inspect runs/photos")
    if (options.effective_receptive_field is None) != (options.output is None):
        raise ValueError(
            "--effective-receptive-field IMAGE and --output PICTURE belong "
            "together. Give both or none."
        )
    require_least(options, "image_size", "num_classes")
    require_least(options, "pixel", least=0)
    check_outputs(
        (options.json, options.output),
        (Path(options.network), options.effective_receptive_field),
        overwrite=options.overwrite,
    )


def _draw(model, options):
    from deeplab_family.analysis import effective_receptive_field
    from deeplab_family.photographs import read_image
    from deeplab_family.visualization import heat, write_image

    image = read_image(options.effective_receptive_field)
    pixel = options.pixel or tuple(side // 2 for side in image.shape[:2])
    strength = effective_receptive_field(model, image, pixel)
    write_image(options.output, heat(image, strength, pixel))
    print(f"gradient of the logit at {pixel} drawn into {options.output}")
