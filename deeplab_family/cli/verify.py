"""`deeplab verify EXPORT [DATA]`: is everything as it was exported?"""

import dataclasses
import shlex
from pathlib import Path
from typing import Annotated

import tyro

from deeplab_family.cli import errors
from deeplab_family.cli.labeled_data import as_split, choose_data
from deeplab_family.cli.options import OptionalData, needed, parse
from deeplab_family.cli.path_checks import require_folder
from deeplab_family.cli.value_checks import require_least, require_share
from deeplab_family.console.tf_startup import start_tensorflow
from deeplab_family.run_folder import EXPORT as REPORT
from deeplab_family.run_folder import find_run, model_file

EXAMPLE = "deeplab verify runs/photos/export photos"
WANTED = "the folder that `deeplab export` wrote"


@dataclasses.dataclass(frozen=True)
class Options:
    """Repeats the proof of an export, later or on another machine.

    Each file must have its checksum, and each artifact must answer the
    stored images as it did. The exit status is 0 when all holds, 1 when
    something does not.

    Example: deeplab verify runs/photos/export photos

    Attributes:
        export: the folder that `deeplab export` wrote.
        data: folder of a labeled data set, or of a run, to compare the mean
            IoU on as well.
        images: folder of photographs, without labels, on which every artifact
            must keep its limits too.
        dataset: its layout: "auto" recognizes it; or "folder", "records",
            "voc" ... (docs/data/datasets.md).
        split: which part of it; "val", or what the run evaluates on.
        val_share: share of a folder without splits that is "val"; 0.2 if
            not given.
        model: the .keras file or its run, to compare with it; without it the
            float32 file stands in.
        image_limit: how many photographs to compare on at most.
        trust: run a SavedModel that does more than a network; it is a
            program (docs/export/serving.md).
    """

    export: Annotated[
        Path | None,
        tyro.conf.Positional,
        tyro.conf.arg(metavar="EXPORT", help_behavior_hint=""),
    ] = None
    data: OptionalData = ""
    images: Path | None = None
    dataset: str = "auto"
    split: str | None = None
    val_share: float | None = None
    model: Path | None = None
    image_limit: int = 20
    trust: bool = False


def main(words: list[str]) -> int:
    """Runs the command; see `Options`."""
    options = parse(Options, "verify", words)
    export = needed(options.export, "EXPORT", EXAMPLE)
    require_least(options, "image_limit")
    require_share(options.val_share)
    _check_export(export)
    require_folder(options.images, "--images", "a folder of photographs")
    data = choose_data(options)
    path = None if options.model is None else model_file(options.model)
    start_tensorflow()
    from deeplab_family.console.terminal import Console
    from deeplab_family.inference import load_keras_model
    from export import verify_export

    model = None if path is None else load_keras_model(path)
    result = verify_export(
        options.export,
        images=options.images or "",
        data=as_split(data),
        model=model,
        image_limit=options.image_limit,
        trust=options.trust,
    )
    Console().print(result.table())
    if result.failures:
        return errors.report(". ".join(result.failures), status=1)
    return 0


def _check_export(folder: Path) -> None:
    require_folder(folder, "EXPORT", WANTED, may_be_empty=True)
    if (folder / REPORT).is_file():
        return
    if find_run(folder) is None:
        raise ValueError(
            f"{folder} holds no {REPORT}, so it is no export. EXPORT is "
            f"{WANTED}"
        )
    inside = folder / "export"
    hint = (
        f"Its export is {inside}: name that"
        if inside.is_dir()
        else f"Export it first: deeplab export {shlex.quote(str(folder))}"
    )
    raise ValueError(f"{folder} is a run, not an export. {hint}")
