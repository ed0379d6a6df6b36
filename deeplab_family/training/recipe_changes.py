"""Recipe changes allowed between a run and its continuation."""

import copy
import dataclasses
import shlex

from deeplab_family.optimizers import ConstantConfig
from deeplab_family.recipes.recipe_tree import TYPE, tree_of

HARMLESS = {
    "data.root",
    "data.mix.roots",
    "data.check",
    "data.on_error",
    "data.service",
    "train.eval_every",
    "train.patience",
    "train.save_every",
    "train.track",
}
"""Fields that say where files are and how often something is written: a batch
and a step do not depend on them."""


def with_new_fields(held: dict, recipe) -> dict:
    """A stored recipe with the fields that came into being after it.

    An older version had no such field, and what it did is what the default
    stands for.

    Args:
        held: recipe of a run, from `tree_of`, maybe of an older version.
        recipe: `Recipe`, or a part of one, that it is compared with.

    Returns:
        A copy of `held`. Parts of another kind than in `recipe` stay as they
        are: they differ anyway.
    """
    held = copy.copy(held)
    for field in dataclasses.fields(recipe):
        part = getattr(recipe, field.name)
        if field.name not in held:
            default = _default_of(field)
            if default is not dataclasses.MISSING:
                held[field.name] = _as_stored(default)
        elif dataclasses.is_dataclass(part) and isinstance(
            held[field.name], dict
        ):
            kind = held[field.name].get(TYPE, type(part).__name__)
            if kind == type(part).__name__:
                held[field.name] = with_new_fields(held[field.name], part)
    return held


def _default_of(field: dataclasses.Field):
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default


def _as_stored(value):
    if dataclasses.is_dataclass(value):
        return tree_of(value)
    return list(value) if isinstance(value, tuple) else value


def refused_changes(held: dict, wanted: dict) -> list[str]:
    """The differences that would make other numbers.

    Args:
        held: recipe of the run, from `tree_of`.
        wanted: the one it would go on with.

    Returns:
        `field was ..., now ...` for each; empty if the run may go on.
    """
    harmless = set(HARMLESS)
    if _rate(held) == _rate(wanted) == ConstantConfig.__name__:
        # a rate that stays knows no end
        harmless.add("train.total_steps")
    return [
        f"{name} was {was!r}, now {now!r}"
        for name, was, now in differences(held, wanted)
        if name not in harmless
    ]


def _rate(tree: dict) -> str | None:
    return tree.get("train", {}).get("schedule", {}).get(TYPE)


def advice(changes: list[str], last: str) -> str:
    """Advice to get what refused changes were meant to bring.

    Args:
        changes: from `refused_changes`.
        last: the run's newest checkpoint.
    """
    if any(change.startswith("train.total_steps ") for change in changes):
        return (
            "The learning rate falls to 0 over `train.total_steps`, so a "
            "longer run takes other steps from the start. To train on from "
            "here, start a new run from these weights: --workdir NEW "
            f"--weights {shlex.quote(last)}"
        )
    return (
        "Continue it with the same options, choose another --workdir, or "
        "start a new run from its weights: --workdir NEW "
        f"--weights {shlex.quote(last)}"
    )


def differences(held, wanted, prefix=""):
    """Name, old and new value of each leaf that differs.

    Of parts of two kinds only the kinds are told: they have other fields.
    """
    if isinstance(held, dict) and isinstance(wanted, dict):
        kinds = held.get(TYPE), wanted.get(TYPE)
        if kinds[0] != kinds[1]:
            yield prefix.rstrip("."), *kinds
            return
        for name in sorted({*held, *wanted}):
            yield from differences(
                held.get(name), wanted.get(name), f"{prefix}{name}."
            )
    elif held != wanted:
        yield prefix.rstrip("."), held, wanted
