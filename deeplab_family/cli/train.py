"""`deeplab train RECIPE --workdir DIR`: train, or continue a stopped run."""

import dataclasses
from pathlib import Path
from typing import Annotated

import tyro

from deeplab_family.cli import failure
from deeplab_family.cli.options import parse
from deeplab_family.cli.quiet import start_tensorflow

HELP = """usage: deeplab train RECIPE --workdir DIR [--FIELD VALUE]...

Trains RECIPE (`deeplab recipes` lists them) and keeps everything in DIR. The
same command continues a run that was stopped, at the exact step.

Every field of a recipe is a flag: --data.root, --data.batch-size,
--train.total-steps, --model.backbone.output-stride and so on;
`deeplab train RECIPE --help` lists them with their values."""


def main(words: list[str]) -> int:
    """Runs the verb; see `HELP`."""
    if not words or words[0] in ("-h", "--help"):
        print(HELP)
        return 0
    start_tensorflow()
    from deeplab_family.recipes import RECIPES, Recipe
    from deeplab_family.training import describe_devices, train

    name, *rest = words
    if name not in RECIPES:
        return failure.report(
            f"unknown recipe {name!r}. Known are: {', '.join(RECIPES)}."
        )

    @dataclasses.dataclass(frozen=True)
    class Options:
        """Trains a recipe, or continues a stopped run.

        Attributes:
            workdir: folder that keeps the run.
        """

        workdir: Path
        recipe: Annotated[Recipe, tyro.conf.arg(name="")] = dataclasses.field(
            default_factory=RECIPES[name]
        )

    options = parse(Options, f"train {name}", rest)
    print(f"Training on {describe_devices()}.", flush=True)
    try:
        train(options.recipe, options.workdir)
    except KeyboardInterrupt as stop:
        return failure.report(
            f"stopped; the same command continues from {options.workdir}.",
            failure.status_of(stop),
        )
    print(f"Trained. The best network is {options.workdir / 'best.keras'}")
    return 0
