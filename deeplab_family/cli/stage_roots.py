"""Folders of the data sets of stages: DATA and `--roots`."""

import dataclasses
from collections.abc import Mapping, Sequence

from deeplab_family.cli.stage_words import ROOTS
from deeplab_family.console.suggestions import did_you_mean
from deeplab_family.recipes import Recipe, Stage
from deeplab_family.recipes.on_data import on_data


def place_stages(
    stages: Sequence[Stage],
    data: str,
    roots: Mapping[str, str],
    dataset: str = "",
) -> tuple[Stage, ...]:
    """The stages, told where their data are.

    Args:
        stages: all of the recipe.
        data: the word DATA: the folder for every stage, and everything mixed
            into one, whose data set is that of the last stage; or "".
        roots: folders by the name of a data set; they win over `data`. A name
            stands for those that begin with it, too: "mapillary".
        dataset: layout of `data`; "" for the one that is there.

    Raises:
        ValueError: if a name of `roots` is no data set of any stage.
        DataError: if a folder is not there.
    """
    main = stages[-1].recipe.data.dataset
    known = {d for stage in stages for d in _datasets(stage.recipe)}
    for name in roots:
        if not any(_means(name, each) for each in known):
            raise ValueError(
                f"{ROOTS} {name}= is no data set of this recipe"
                f"{did_you_mean(name, known)}. It has: "
                f"{', '.join(sorted(known))}."
            )
    folders = {main: data} if data else {}
    for name, folder in roots.items():
        folders |= {each: folder for each in known if _means(name, each)}
    kinds = {main: dataset} if dataset and main not in roots else {}
    return tuple(
        dataclasses.replace(stage, recipe=_place(stage.recipe, folders, kinds))
        for stage in stages
    )


def _place(recipe: Recipe, folders, kinds) -> Recipe:
    own, mix = recipe.data.dataset, recipe.data.mix
    if mix:
        named = zip(mix.datasets, mix.roots, strict=True)
        roots = tuple(folders.get(name, root) for name, root in named)
        mix = dataclasses.replace(mix, roots=roots)
        data = dataclasses.replace(recipe.data, mix=mix)
        recipe = dataclasses.replace(recipe, data=data)
    if own not in folders:
        return recipe
    return on_data(recipe, folders[own], kinds.get(own, "auto"))


def _datasets(recipe: Recipe) -> tuple[str, ...]:
    return recipe.data.dataset, *recipe.data.mix.datasets


def _means(name: str, dataset: str) -> bool:
    return dataset == name or dataset.startswith(f"{name}_")
