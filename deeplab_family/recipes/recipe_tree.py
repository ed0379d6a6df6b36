"""Recipes as JSON or YAML holds them, and back.

Every config is an object of its fields; where there are several kinds of a
part, it also says which it is, as its `type`: "DeepLabV3Config", "OHEMConfig".
A recipe of several stages is `{"stages": [{"name": ..., "recipe": ...}]}`.
"""

import dataclasses
import json
import types
import typing
from pathlib import Path

from deeplab_family.component_config import ComponentConfig
from deeplab_family.console.suggestions import did_you_mean
from deeplab_family.recipes.recipe import Recipe
from deeplab_family.recipes.stages import Stage, StagedRecipe

TYPE = "type"
STAGES = "stages"
JSON, YAML = (".json",), (".yaml", ".yml")


def tree_of(recipe: Recipe | StagedRecipe) -> dict:
    """A recipe as JSON holds it."""
    if isinstance(recipe, StagedRecipe):
        return {
            STAGES: [
                {"name": stage.name, "recipe": tree_of(stage.recipe)}
                for stage in recipe.stages
            ]
        }
    tree = dataclasses.asdict(recipe)
    _add_types(recipe, tree)
    return json.loads(json.dumps(tree))


def recipe_of(tree: dict, kind: type = Recipe) -> Recipe | StagedRecipe:
    """The recipe that `tree_of` described; fields left out have their defaults.

    Args:
        tree: as of `tree_of`.
        kind: dataclass of a recipe of one stage.

    Raises:
        ValueError: if a field is unknown, is missing, or has a wrong value.
    """
    if isinstance(tree, dict) and STAGES in tree:
        return _staged(tree)
    return _revive(kind, tree, "recipe")


def read_recipe(path: str | Path, kind: type = Recipe) -> Recipe | StagedRecipe:
    """Reads the `recipe.json` of a run, or a JSON or YAML file like it.

    Args:
        path: holds a tree as of `tree_of`, or `{"recipe": tree}`.
        kind: dataclass of a recipe of one stage.

    Raises:
        ValueError: names the file and what is wrong with it.
    """
    path = Path(path)
    try:
        tree = _parse(path)
        if isinstance(tree, dict) and "recipe" in tree:
            tree = tree["recipe"]
        return recipe_of(tree, kind)
    except (ValueError, TypeError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise ValueError(f"{path} holds no recipe: {reason}") from error


def _staged(tree: dict) -> StagedRecipe:
    stages = tree[STAGES]
    if len(tree) > 1 or not isinstance(stages, list):
        raise ValueError(
            f"a recipe of several stages holds `{STAGES}` alone, a list. "
            f"Received the fields: {', '.join(tree)}"
        )
    return StagedRecipe(stages=tuple(map(_stage, stages)))


def _stage(tree) -> Stage:
    if not isinstance(tree, dict) or tree.keys() != {"name", "recipe"}:
        raise ValueError(
            f"each of the `{STAGES}` must be an object of `name` and `recipe`"
        )
    name = tree["name"]
    return Stage(name=name, recipe=_revive(Recipe, tree["recipe"], f"{name}"))


def _add_types(config, tree: dict):
    for field in dataclasses.fields(config):
        value = getattr(config, field.name)
        if dataclasses.is_dataclass(value):
            _add_types(value, tree[field.name])
        elif isinstance(value, tuple):
            for entry, branch in zip(value, tree[field.name], strict=True):
                if dataclasses.is_dataclass(entry):
                    _add_types(entry, branch)
    if isinstance(config, ComponentConfig):
        tree[TYPE] = type(config).__name__


def _parse(path: Path):
    text = path.read_text(encoding="utf-8")
    if path.suffix.lower() not in YAML:
        return json.loads(text)
    try:
        import yaml
    except ImportError as error:
        raise ValueError(
            "YAML needs the package PyYAML (pip install pyyaml), or write it "
            "as JSON"
        ) from error
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error


def _revive(hint, value, place: str):
    if typing.get_origin(hint) is tuple and isinstance(value, list):
        of_each = typing.get_args(hint)[0]
        if any(map(dataclasses.is_dataclass, _choices(of_each))):
            return tuple(
                _revive(of_each, entry, f"{place}[{place_in_list}]")
                for place_in_list, entry in enumerate(value)
            )
    choices = [c for c in _choices(hint) if dataclasses.is_dataclass(c)]
    if choices and isinstance(value, dict):
        return _build(_choose(choices, value, place), value, place)
    if choices and type(None) not in _choices(hint):
        raise ValueError(f"`{place}` must be an object of fields")
    return _tuples(value)


def _choices(hint) -> tuple:
    if typing.get_origin(hint) is typing.Annotated:
        hint = typing.get_args(hint)[0]
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return typing.get_args(hint)
    if isinstance(hint, type) and issubclass(hint, ComponentConfig):
        return hint.kinds()
    return (hint,)


def _choose(choices, value: dict, place: str):
    kinds = {choice.__name__: choice for choice in choices}
    kind = value.get(TYPE)
    if kind is None and len(choices) == 1:
        return choices[0]
    if kind not in kinds:
        raise ValueError(
            f"`{place}.{TYPE}` must be one of {', '.join(kinds)}. "
            f"Received: {kind!r}"
        )
    return kinds[kind]


def _build(config, value: dict, place: str):
    hints = typing.get_type_hints(config)
    known = [field.name for field in dataclasses.fields(config)]
    for name in value:
        if name not in known and name != TYPE:
            raise ValueError(
                f"`{place}` has no field {name!r}{did_you_mean(name, known)}. "
                f"Known are: {', '.join(known)}"
            )
    fields = {
        name: _revive(hints[name], value[name], f"{place}.{name}")
        for name in known
        if name in value
    }
    return config(**fields)


def _tuples(value):
    if isinstance(value, list):
        return tuple(map(_tuples, value))
    return value
