"""`deeplab figure NAME [MODEL...]`: the papers' figures, of your networks."""

import dataclasses
from pathlib import Path
from typing import Annotated

import tyro

from deeplab_family.cli.figure_kinds import FIGURES, FigureKind, kind_named
from deeplab_family.cli.labeled_data import choose_data
from deeplab_family.cli.options import needed, parse
from deeplab_family.cli.outputs import check_outputs
from deeplab_family.cli.path_checks import require_there
from deeplab_family.cli.value_checks import require_least, text
from deeplab_family.console.tf_startup import start_tensorflow
from deeplab_family.inference.model_files import refuse_no_model
from deeplab_family.photographs import find_media
from deeplab_family.run_folder import DataChoice, model_file

EXAMPLE = "deeplab figure gridding --output gridding.png"
LISTED = "; ".join(f"{name} ({of.about})" for name, of in FIGURES.items())


@dataclasses.dataclass(frozen=True)
class Options:
    """Draws a figure of the papers, with your networks and images.

    Example: deeplab figure side-by-side a.keras b.keras --data photos
    --output figure.png

    Attributes:
        name: the figure.
        models: .keras files or folders of runs; for side-by-side any model.
        images: photographs, folders, patterns in quotes.
        data: folder of a labeled data set, whose images are then shown with
            their labels; stages trains on it.
        dataset: its layout; "auto" recognizes it.
        split: which part of it is shown; "val" if not given.
        val_share: share of a folder without splits that is "val"; 0.2 if
            not given.
        samples: how many images of the data are shown, evenly spread.
        output: picture file (.png, .jpg; valid-weights also .svg).
        map_size: height and width of the map (valid-weights).
        rates: of the layers, one word for each row (gridding).
        patch: top, left, height and width of what is shown, in pixels
            (side-by-side); the whole image if not given.
        scales: what images are resized by (receptive-field).
        steps: of the training of the heads (stages).
        crop: height and width of its crops (stages).
        overwrite: replace the picture if it is there already.
    """

    name: Annotated[
        str,
        tyro.conf.Positional,
        tyro.conf.arg(
            metavar="NAME", help_behavior_hint="", help=f"one of: {LISTED}"
        ),
    ] = ""
    models: Annotated[
        tuple[Path, ...],
        tyro.conf.Positional,
        tyro.conf.arg(metavar="MODEL...", help_behavior_hint=""),
    ] = ()
    images: tuple[Path, ...] = ()
    data: str = ""
    dataset: str = "auto"
    split: str | None = None
    val_share: float | None = None
    samples: int = 3
    output: Path | None = None
    map_size: tuple[int, int] = (65, 65)
    rates: tuple[str, ...] = ("2,2,2", "1,2,3")
    patch: tuple[int, int, int, int] | None = None
    scales: tuple[float, ...] = (1.0,)
    steps: int = 300
    crop: tuple[int, int] = (257, 257)
    overwrite: bool = False


def main(words: list[str]) -> int:
    """Runs the command; see `Options`."""
    options = parse(Options, "figure", words)
    kind = kind_named(needed(options.name, "NAME", EXAMPLE))
    needed(options.output, "--output PICTURE", EXAMPLE)
    models = [model_file(path, is_checked=False) for path in options.models]
    for path in models:
        require_there(path, "MODEL", "a model, or the folder of a run")
    data = choose_data(options)
    _check(options, kind, models, data)
    for path in models:
        refuse_no_model(path)
    images = [one.path for one in find_media(options.images)]
    places = [Path(data.root)] if data else []
    check_outputs(
        [options.output],
        [*models, *images, *places],
        overwrite=options.overwrite,
    )
    if kind.models:
        start_tensorflow()
    from deeplab_family.cli.figure_drawings import DRAWINGS

    DRAWINGS[options.name](options, models, images, data)
    print(f"Figure: {options.output}")
    return 0


def _check(
    options: Options,
    kind: FigureKind,
    models: list[Path],
    data: DataChoice | None,
) -> None:
    fewest, most = kind.models or (0, 0)
    count = len(options.models)
    if not fewest <= count <= most:
        wanted = f"{fewest} to {most}" if fewest < most else fewest
        raise ValueError(
            f"{options.name} takes {wanted} MODEL. Received: {count}"
        )
    if kind.models and not options.images and data is None:
        raise ValueError(
            f"{options.name} needs images: --images photo.jpg, or --data of a "
            "labeled data set"
        )
    for path in models if kind.needs_layers else ():
        if path.suffix != ".keras":
            raise ValueError(
                f"{path}: {options.name} needs a .keras file: an exported file "
                f"has no {kind.needs_layers}"
            )
    if kind.needs_data and data is None:
        raise ValueError(
            f"{options.name} trains heads on labels: name the data, --data "
            "FOLDER"
        )
    suffix = options.output.suffix.lower()
    if suffix not in kind.endings:
        raise ValueError(
            f"--output of {options.name} must end in "
            f"{', '.join(kind.endings)}. Received: {options.output}"
        )
    require_least(options, "samples", "steps", "map_size", "crop")
    _check_patch(options.patch)
    if not options.scales or not all(0.1 <= s <= 8 for s in options.scales):
        raise ValueError(
            f"--scales must lie in 0.1..8. Received: {text(options.scales)}"
        )


def _check_patch(patch) -> None:
    if patch is not None and (min(patch[:2]) < 0 or min(patch[2:]) < 1):
        raise ValueError(
            "--patch is top and left, at least 0, then height and width, at "
            f"least 1. Received: {text(patch)}"
        )
