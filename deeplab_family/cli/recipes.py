"""`deeplab recipes`: the runs that have a name."""

import inspect
import shutil
import textwrap

from deeplab_family.cli import errors

HELP = """usage: deeplab recipes [NAME]

Lists the recipes of `deeplab train`, with their stages where they have
several, those of detectors, and those of classifiers to start from; with NAME,
all that one is.

Example: deeplab recipes voc_deeplabv3_full"""

LONG = 36  # hours on two cores
ON_CPU = 100_000
"""Images, of classifiers and detectors, that need no GPU."""


def main(words: list[str]) -> int:
    """Runs the command; see `HELP`."""
    if words and words[0] in ("-h", "--help"):
        print(HELP)
        return 0
    from deeplab_family.console.suggestions import did_you_mean

    known = [*_known()]
    for name in words:
        if name not in known:
            return errors.report(
                f"unknown recipe {name!r}{did_you_mean(name, known)}. "
                f"Known are: {', '.join(known)}."
            )
    width = min(shutil.get_terminal_size().columns, 100)
    print("\n\n".join(_entry(name, width) for name in words or known))
    if not words:
        print(
            "\nHours are estimates for two cores without a GPU. --weights says "
            "what to start from.\nExample: deeplab train voc_deeplabv3 DATA"
        )
    else:
        print("\n".join(f"  {line}" for line in _details(words)))
    return 0


def _entry(name: str, width: int) -> str:
    purpose = _make(name).__doc__.splitlines()[0]
    text = [*textwrap.wrap(purpose, width - 2)]
    for line in _figures(name):
        text += textwrap.wrap(line, width - 2, subsequent_indent="  ")
    start = f"starts from {_start(name)}"
    text += textwrap.wrap(start, width - 2, break_on_hyphens=False)
    return "\n".join([name, *(f"  {line}" for line in text)])


def _make(name: str):
    """The function of that name."""
    return _known()[name]


def _known() -> dict:
    """The functions of all recipes by name."""
    from deeplab_family.classification.classifier_recipe import CLASSIFIERS
    from deeplab_family.detection.detector_recipe import DETECTORS
    from deeplab_family.recipes import RECIPES

    return RECIPES | DETECTORS | CLASSIFIERS


def _of_other_task(recipe) -> str:
    """The work of a classifier or a detector in a line; "" for others."""
    from deeplab_family.classification.classifier_recipe import (
        ClassifierRecipe,
    )
    from deeplab_family.detection.detector_recipe import DetectorRecipe

    if isinstance(recipe, ClassifierRecipe):
        height, width = recipe.data.crop_size
        what, images = "classifier", f"{height} x {width}"
    elif isinstance(recipe, DetectorRecipe):
        sides = recipe.data.short_side, recipe.data.long_side
        what, images = recipe.model.kind, f"images of {sides[0]} x {sides[1]}"
    else:
        return ""
    data, backbone = recipe.data, recipe.model.backbone.preset_name
    steps = recipe.train.total_steps
    gpus = ": wants GPUs" if steps * data.batch_size > ON_CPU else ""
    return (
        f"{what} on {backbone}: {steps:,} steps of {data.batch_size} x {images}"
        f"{gpus}"
    )


def _figures(name: str) -> list[str]:
    """A line; where there are several stages, one for each and the hours."""
    from deeplab_family.console.progress_lines import duration
    from deeplab_family.recipes import stages_of
    from deeplab_family.recipes.cost import hours_of

    recipe = _make(name)()
    if line := _of_other_task(recipe):
        return [line]
    stages = stages_of(name, recipe)
    hours = hours_of(name, recipe)
    gpus = ": wants GPUs" if hours > LONG else ""
    time = f"about {duration(hours * 3600)}{gpus}"
    if len(stages) == 1:
        return [f"{_work(recipe)}, {time}"]
    lines = [f"{stage.name}: {_work(stage.recipe)}" for stage in stages]
    return [*lines, f"all {len(stages)} stages: {time}"]


def _work(recipe) -> str:
    from deeplab_family.recipes.named_network import names_of

    network, backbone = names_of(recipe.model)
    data = recipe.data
    height, width = data.crop_size
    splits = [(data.dataset, data.train_split)]
    splits += [(part.dataset, part.split) for part in data.mix.parts]
    sets = " and ".join(" ".join(pair) for pair in splits)
    return (
        f"{network} on {backbone}, {sets}: {recipe.train.total_steps:,} steps "
        f"of {data.batch_size} x {height} x {width}"
    )


def _start(name: str) -> str:
    """What a recipe starts from, and where that is."""
    from deeplab_family.recipes import stages_of
    from deeplab_family.weights import is_fresh, published_weights

    recipe = stages_of(name, _make(name)())[0].recipe
    if is_fresh(recipe.train.weights):
        return "fresh weights"
    place = published_weights(recipe.model.backbone).place
    return f"ImageNet weights (from {place})"


def _details(names: list[str]) -> list[str]:
    lines = []
    for name in names:
        lines += ["", *inspect.getdoc(_make(name)).splitlines()[1:]]
        lines += [f"deeplab train {name} DATA"]
    return lines
