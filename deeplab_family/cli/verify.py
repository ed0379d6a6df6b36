"""`deeplab verify EXPORT`: is everything as it was when it was exported?"""

import dataclasses
from pathlib import Path
from typing import Annotated

import tyro

from deeplab_family.cli import failure
from deeplab_family.cli.options import parse
from deeplab_family.cli.quiet import start_tensorflow


@dataclasses.dataclass(frozen=True)
class Options:
    """Repeats the proof of an export, later or on another machine.

    Each file must have its checksum, and each artifact must answer the
    stored images as it did. The exit status is 0 when all holds, 1 when
    something does not.

    Attributes:
        export: the folder that `deeplab export` wrote.
        images: folder of photographs, without labels, on which every artifact
            must keep its limits too.
        root: folder of a labeled data set instead, to compare the mean IoU as
            well.
        dataset: "folder", "records", "voc", "cityscapes" ...; docs/datasets.md
            names all.
        split: which part of it.
        model: the .keras file, to compare with it; without it the float32
            file stands in.
        image_limit: how many photographs to compare on at most.
        trust: run a SavedModel that does more than a network; it is a
            program (docs/serving.md).
    """

    export: Annotated[Path, tyro.conf.Positional]
    images: Path | None = None
    root: str = ""
    dataset: str = "folder"
    split: str = "val"
    model: Path | None = None
    image_limit: int = 20
    trust: bool = False


def main(words: list[str]) -> int:
    """Runs the verb; see `Options`."""
    options = parse(Options, "verify", words)
    start_tensorflow()
    from deeplab_family.cli.labeled_data import labeled_data
    from deeplab_family.cli.models import load_keras_model
    from deeplab_family.terminal import console
    from export import verify_export

    model = None if options.model is None else load_keras_model(options.model)
    result = verify_export(
        options.export,
        images=options.images or "",
        data=labeled_data(options),
        model=model,
        image_limit=options.image_limit,
        trust=options.trust,
    )
    console().print(result.table())
    if result.failures:
        return failure.report(". ".join(result.failures), status=1)
    return 0
