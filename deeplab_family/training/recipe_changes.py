"""Recipe changes allowed between a run and its continuation."""

from deeplab_family.optimizers import ConstantConfig
from deeplab_family.recipes.recipe_tree import TYPE

HARMLESS = {
    "data.root",
    "data.mix.roots",
    "data.check",
    "data.on_error",
    "data.service",
    "train.eval_every",
    "train.patience",
    "train.save_every",
}
"""Fields that say where files are and how often something is written: a batch
and a step do not depend on them."""


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
        for name, was, now in _differences(held, wanted)
        if name not in harmless
    ]


def _rate(tree: dict) -> str | None:
    return tree.get("train", {}).get("schedule", {}).get(TYPE)


def advice(changes: list[str], last: str) -> str:
    """How to get what refused changes were meant to bring.

    Args:
        changes: from `refused_changes`.
        last: the run's newest checkpoint.
    """
    if any(change.startswith("train.total_steps ") for change in changes):
        return (
            "The learning rate falls to 0 over `train.total_steps`, so a "
            "longer run takes other steps from the start. To train on from "
            "here, start a new run from these weights: --workdir NEW "
            f"--train.weights {last}"
        )
    return (
        "Continue it with the same options, choose another --workdir, or "
        "start a new run from its weights: --workdir NEW "
        f"--train.weights {last}"
    )


def _differences(held, wanted, prefix=""):
    """Name, old and new value of each leaf that differs.

    Of parts of two kinds only the kinds are told: they have other fields.
    """
    if isinstance(held, dict) and isinstance(wanted, dict):
        kinds = held.get(TYPE), wanted.get(TYPE)
        if kinds[0] != kinds[1]:
            yield prefix.rstrip("."), *kinds
            return
        for name in sorted({*held, *wanted}):
            yield from _differences(
                held.get(name), wanted.get(name), f"{prefix}{name}."
            )
    elif held != wanted:
        yield prefix.rstrip("."), held, wanted
