"""Kinds of a recipe's parts by name: `--train.loss ohem`.

A part's fields are flags of their own (`--train.loss.threshold 0.6`); which
fields there are depends on its kind, so that the kind is chosen first.
"""

import copy
import functools

from deeplab_family.backbones import BackboneConfig
from deeplab_family.component_config import ComponentConfig
from deeplab_family.losses import LossConfig, SumConfig
from deeplab_family.optimizers import OptimizerConfig, ScheduleConfig
from deeplab_family.recipes.named_network import known
from deeplab_family.recipes.recipe import Recipe

PARTS: dict[str, type[ComponentConfig]] = {
    "--model.backbone": BackboneConfig,
    "--train.loss": LossConfig,
    "--train.optimizer": OptimizerConfig,
    "--train.schedule": ScheduleConfig,
}
"""Flags that choose a kind. `--network` chooses that of `model`."""


def with_kinds(recipe: Recipe, kinds: dict[str, str]) -> Recipe:
    """A recipe whose parts are of the named kinds.

    A part that is of that kind already stays as it is. Otherwise it has the
    kind's defaults, but a backbone keeps output stride and momentum of the one
    before, a schedule the learning rate, a loss the size of its labels.

    Args:
        recipe: any.
        kinds: name of a kind by flag, a key of `PARTS`; of several losses,
            "cross_entropy+0.5*dice".

    Returns:
        The recipe, not checked yet: flags of single fields, which are read
        next, may belong to the change. Whoever makes a `Recipe` of its fields
        has it checked.

    Raises:
        ValueError: if a name is unknown; says what may be meant.
    """
    for flag, name in kinds.items():
        preset = _preset(flag, name)
        path = flag.removeprefix("--").split(".")
        part = functools.reduce(getattr, path, recipe)
        if part.preset_name != preset.preset_name:
            recipe = _replaced(recipe, path, preset.in_place_of(part))
    return recipe


def kinds_text() -> str:
    """Kinds that `with_kinds` understands, a line for each flag."""
    return "\n".join(
        f"{flag} {' | '.join(base.by_name())}{_also(base)}"
        for flag, base in PARTS.items()
    )


def _also(base: type[ComponentConfig]) -> str:
    return " | cross_entropy+0.5*dice" if base is LossConfig else ""


def _preset(flag: str, name: str) -> ComponentConfig:
    table = PARTS[flag].by_name()
    if PARTS[flag] is LossConfig and "+" in name:
        return SumConfig.of_name(name, lambda kind: known(flag, kind, table))
    return known(flag, name, table)


def _replaced(config, path: list[str], value):
    """`dataclasses.replace` along a path, without the checks."""
    name, *rest = path
    changed = copy.copy(config)
    if rest:
        value = _replaced(getattr(config, name), rest, value)
    object.__setattr__(changed, name, value)
    return changed
