"""Flags of a recipe's fields, read by tyro."""

import dataclasses
from pathlib import Path
from typing import Annotated

import tyro

from deeplab_family.cli.options import parse
from deeplab_family.cli.short_flags import TrainWords
from deeplab_family.recipes import Recipe
from deeplab_family.recipes.component_kinds import kinds_text, with_kinds

SUMMARY = """Trains a recipe, or continues a stopped run.

A flag for each field, in any order. The fields of a part depend on its kind,
which is a flag as well:"""


def read_options(
    recipe: Recipe, words: TrainWords, workdir: Path | None, of_stage: str = ""
) -> tuple[Recipe, Path | None]:
    """A recipe as the flags change it, and the folder of the run.

    Args:
        recipe: what the words before the flags name.
        words: the flags; wrong ones end the process.
        workdir: folder of the run unless `--workdir` says otherwise.
        of_stage: words about stages, for the help and for errors.
    """
    chosen, kind = with_kinds(recipe, words.kinds), type(recipe)

    @dataclasses.dataclass(frozen=True)
    class Options:
        """Trains a recipe, or continues a stopped run; see `SUMMARY`.

        Attributes:
            workdir: folder that keeps the run.
        """

        workdir: Path | None = None
        recipe: Annotated[kind, tyro.conf.arg(name="")] = dataclasses.field(
            default_factory=lambda: chosen
        )

    options = parse(
        Options,
        " ".join(["train", *words.names]),
        list(words.flags),
        description=f"{SUMMARY}\n\n{kinds_text()}\n\n{of_stage}".rstrip(),
        default=Options(workdir=workdir),
    )
    return options.recipe, options.workdir
