"""Training source: a recipe, a folder of data or a run."""

import dataclasses
from pathlib import Path

from deeplab_family.classification.classifier_recipe import CLASSIFIERS
from deeplab_family.cli.data_sizes import suit_data
from deeplab_family.cli.short_flags import TrainWords
from deeplab_family.console.suggestions import did_you_mean
from deeplab_family.detection.detector_recipe import DETECTORS
from deeplab_family.papers import experiments, is_address
from deeplab_family.recipes import RECIPES, Recipe, StagedRecipe
from deeplab_family.recipes.named_network import named_network, names_of
from deeplab_family.recipes.on_data import on_data
from deeplab_family.recipes.recipe_tree import JSON, YAML, read_recipe
from deeplab_family.run_folder import RECIPE, RunFolder, find_run, stages_in
from deeplab_family.weights import published_weights
from deeplab_family.weights.fresh import NONE

FOR_ANY_DATA = "folder_lite"
"""The recipe of data that come without one."""

NAMES = (*RECIPES, *CLASSIFIERS, *DETECTORS)
"""Of all recipes: of segmentation, of classifiers and of detectors."""

RUNS = Path("runs")
DRAWN = "synthetic"
"""Data that are drawn into the folder that `--data.root` names."""


@dataclasses.dataclass(frozen=True)
class TrainSource:
    """A recipe that is ready but for the flags of its fields.

    Attributes:
        recipe: with its data.
        workdir: folder of the run unless a flag says otherwise; None if
            nothing tells one.
        name: of the recipe, for messages.
    """

    recipe: Recipe
    workdir: Path | None
    name: str


def find_source(words: TrainWords) -> TrainSource:
    """Reads RECIPE and DATA, or the folder of a run.

    Raises:
        ValueError: if a word is neither; says what may be meant.
        DataError: if the data are not as expected.
    """
    first, *more = words.names or ("",)
    if len(more) > 1:
        raise ValueError(
            "train takes RECIPE and DATA, or one of them. Received: "
            f"{' '.join(words.names)}"
        )
    if not first and not words.root:
        raise ValueError(
            "a RECIPE or DATA is missing; they stand before the flags. For "
            "example: deeplab train photos --steps 400"
        )
    name, root = _name_and_root(first, more)
    if root and words.root:
        raise ValueError(
            f"{root} and --data.root {words.root} both name the data. Give "
            "one of them."
        )
    run = find_run(root) if root and not name else None
    if run is not None:
        recipe = read_recipe(run.path / RECIPE)
        recipe = with_named_network(recipe, words)
        return TrainSource(recipe, run.path, root)
    return _new_run(name, root or words.root, words)


def _new_run(name: str, root: str, words: TrainWords) -> TrainSource:
    recipe = recipe_called(name or FOR_ANY_DATA)
    run = find_run(root) if root else None
    if run is not None:
        recipe = _on_data_of(run, recipe)
    elif root and not (words.root and recipe.data.dataset == DRAWN):
        recipe = on_folder(recipe, root, words.dataset)
    elif root:
        data = dataclasses.replace(recipe.data, root=root)
        recipe = dataclasses.replace(recipe, data=data)
    if not name:
        recipe = suit_data(recipe)
    recipe = with_named_network(recipe, words)
    place = recipe.data.root
    workdir = RUNS / Path(place).resolve().name if place else None
    if not name:
        recipe = _with_weights_at_hand(recipe, words.workdir or workdir)
    return TrainSource(recipe, workdir, name or FOR_ANY_DATA)


def is_recipe_word(word: str) -> bool:
    """Whether a word names a recipe: its name, file or experiment."""
    return word in RECIPES or is_recipe_file(word) or is_experiment(word)


def recipe_called(word: str) -> Recipe | StagedRecipe:
    """The recipe that such a word names, of one stage or of several."""
    if word in RECIPES:
        return RECIPES[word]()
    if is_experiment(word):
        return experiments()[word].row.recipe
    return read_recipe(word)


def is_experiment(word: str) -> bool:
    """Whether a word is the address of a paper's row."""
    return is_address(word) and word in experiments()


def _name_and_root(first: str, more: list[str]) -> tuple[str, str]:
    if is_recipe_word(first):
        return first, more[0] if more else ""
    if more:
        raise ValueError(
            f"unknown recipe {first!r}{did_you_mean(first, NAMES)}. "
            f"Known are: {', '.join(NAMES)}; or a recipe.json."
        )
    if first and not Path(first).is_dir():
        raise ValueError(_no_source(first))
    return "", first


def tiny_folder(name: str) -> Path:
    """The folder of a rehearsal, which must not be that of the run itself.

    Args:
        name: of the recipe, its file or the folder of a run.
    """
    return RUNS / f"tiny_{Path(name).stem}"


def is_recipe_file(word: str) -> bool:
    """Whether a word is the name of a file of a recipe, there or not."""
    path = Path(word)
    return path.suffix.lower() in (*JSON, *YAML) and not path.is_dir()


def _no_source(word: str) -> str:
    if Path(word).is_file():
        return (
            f"{word} is a file. Name the folder of the data, a recipe, a "
            "recipe.json, or the folder of a run. To start from weights: "
            "--train.weights FILE"
        )
    if Path(word).name != word:
        return f"there is no folder {word}: DATA or RUN is one."
    meant = did_you_mean(word, NAMES)
    return (
        f"no recipe and no folder is called {word!r}{meant}. Give the path of "
        "the data's folder; `deeplab recipes` lists the recipes."
    )


def _on_data_of(run: RunFolder, recipe: Recipe) -> Recipe:
    """The recipe on the data of a run, with its splits."""
    held = vars(run.data)
    recipe = on_data(recipe, held["root"], held["dataset"])
    data = dataclasses.replace(recipe.data, **held)
    return dataclasses.replace(recipe, data=data)


def on_folder(recipe: Recipe, root: str, dataset: str) -> Recipe:
    """The recipe on the data in a folder.

    Args:
        recipe: any of one stage.
        root: the folder.
        dataset: its layout; "" for the one that is there.

    Raises:
        ValueError: if there is no such folder.
    """
    if not Path(root).is_dir():
        raise ValueError(f"there is no folder {root}: DATA is a data set.")
    return on_data(recipe, root, dataset or "auto")


def _with_weights_at_hand(recipe: Recipe, workdir: Path | None) -> Recipe:
    """The chosen recipe with weights that are to be had, or with none.

    A run that is there goes on as it began, whatever was installed since.
    """
    run = find_run(workdir) if workdir and not stages_in(workdir) else None
    if run is not None:
        weights = read_recipe(run.path / RECIPE).train.weights
    else:
        published = published_weights(recipe.model.backbone)
        missing = published is None or published.is_missing_package
        weights = NONE if missing else recipe.train.weights
    train = dataclasses.replace(recipe.train, weights=weights)
    return dataclasses.replace(recipe, train=train)


def with_named_network(recipe: Recipe, words: TrainWords) -> Recipe:
    """The recipe with another network or backbone, where flags name one."""
    if not words.network and not words.backbone:
        return recipe
    network, backbone = names_of(recipe.model)
    model = named_network(words.network or network, words.backbone or backbone)
    train = recipe.train
    if getattr(recipe.model, "upsample_logits", True) is False:
        loss = dataclasses.replace(train.loss, label_downsampling=None)
        train = dataclasses.replace(train, loss=loss)
    model = dataclasses.replace(model, num_classes=recipe.model.num_classes)
    return dataclasses.replace(recipe, model=model, train=train)
