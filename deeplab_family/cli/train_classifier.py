"""`deeplab train` of a classifier: RECIPE DATA, or the folder of its run.

The verb is that of segmentation: so are the flags, the folder of the run and
the way to go on.
"""

import dataclasses
import json
import math
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from deeplab_family.classification.classifier_recipe import (
    CLASSIFIERS,
    ClassifierRecipe,
)
from deeplab_family.cli import errors
from deeplab_family.cli.after_training import how_to_go_on
from deeplab_family.cli.field_flags import field_flags, naming_flags
from deeplab_family.cli.rehearsal import rehearse_classifier
from deeplab_family.cli.short_flags import TrainWords, sort_words
from deeplab_family.cli.stage_words import sort_by_stage
from deeplab_family.cli.tf_startup import start_tensorflow
from deeplab_family.cli.train_options import read_options
from deeplab_family.cli.train_plan import start_text
from deeplab_family.cli.train_source import (
    RUNS,
    is_recipe_file,
    tiny_folder,
)
from deeplab_family.recipes.component_kinds import with_kinds
from deeplab_family.recipes.recipe_tree import read_recipe
from deeplab_family.run_folder import RECIPE
from deeplab_family.training.workers import Workers
from input_pipeline.classification import OpenedClassData

OF_PIXELS = ("--network", "--data.dataset", "--data.val-share", "--train.loss")
"""Flags that only segmentation has."""

NOTE = """A classifier has one loss, its cross entropy. DATA is a folder as of
ImageNet: train/CLASS/*.JPEG and val/CLASS/*.JPEG."""


@dataclasses.dataclass(frozen=True)
class ClassifierSource:
    """A classifier's recipe, as the words before the flags name it.

    Attributes:
        recipe: with its data, where they were named.
        workdir: folder of the run unless a flag says otherwise; None if
            nothing tells one.
        name: of the recipe, its file or the folder of a run.
    """

    recipe: ClassifierRecipe
    workdir: Path | None
    name: str


def find_classifier(names: Sequence[str]) -> ClassifierSource | None:
    """Reads RECIPE and DATA, or the folder of a run, if it is a classifier's.

    Args:
        names: the words before the first flag.

    Returns:
        None for everything else.

    Raises:
        ValueError: if there are more words than two, DATA is no folder, or a
            file holds no recipe.
    """
    first, *more = names or ("",)
    run = Path(first) if _is_classifier(Path(first) / RECIPE) else None
    if first in CLASSIFIERS:
        recipe = CLASSIFIERS[first]()
    elif run is not None and not more:
        return ClassifierSource(_read(run / RECIPE), run, first)
    elif is_recipe_file(first) and _is_classifier(Path(first)):
        recipe = _read(Path(first))
    else:
        return None
    if len(more) > 1:
        raise ValueError(
            f"train takes RECIPE and DATA. Received: {' '.join(names)}"
        )
    if not more:
        return ClassifierSource(recipe, None, first)
    root = more[0]
    if not Path(root).is_dir():
        raise ValueError(f"there is no folder {root}: DATA is a data set.")
    data = dataclasses.replace(recipe.data, root=root)
    recipe = dataclasses.replace(recipe, data=data)
    return ClassifierSource(recipe, RUNS / Path(root).resolve().name, first)


def train_classifier(
    source: ClassifierSource,
    words: list[str],
    workers: Workers | None = None,
) -> int:
    """Trains, or continues a stopped run.

    Args:
        source: what the words before the flags name.
        words: all that stands behind `train`.
        workers: processes that train in step; None for this one alone.

    Returns:
        The exit status.

    Raises:
        ValueError: if a flag is none of a classifier's.
    """
    words = sort_by_stage(words, ())
    recipe, workdir, data = _read_words(
        source, sort_words(list(words.common)), words.tiny, workers
    )
    with naming_flags(field_flags(recipe)):
        return _train(recipe, data, workdir, workers)


def _train(recipe, data, workdir: Path, workers: Workers | None) -> int:
    if _is_finished(recipe, workdir):
        return 0
    plan = _plan_text(recipe, data, workdir)
    start_tensorflow(opens_devices=workers is None)
    from deeplab_family.classification import classification_task
    from deeplab_family.training import choose_strategy, describe_devices

    choose_strategy(workers=workers)
    print(f"{plan}\ndevice   {describe_devices(workers)}", flush=True)
    try:
        classification_task.train_classifier(
            recipe, workdir, data=data, workers=workers
        )
    except KeyboardInterrupt as stop:
        return errors.stopped(stop, how_to_go_on(workdir, workdir))
    print(_next_commands(recipe, workdir))
    return 0


def _read_words(
    source: ClassifierSource,
    words: TrainWords,
    tiny: bool = False,
    workers: Workers | None = None,
):
    """Recipe, folder of the run and the data, as the flags change them."""
    for flag in OF_PIXELS:
        given = flag in words.flags or flag in words.kinds
        if given or (flag == "--network" and words.network):
            raise ValueError(
                f"{flag} is a flag of segmentation; a classifier has none. "
                "Its trunk is --backbone NAME."
            )
    kinds = dict(words.kinds)
    if words.backbone:
        kinds["--model.backbone"] = words.backbone
    recipe = with_kinds(source.recipe, kinds)
    if recipe.model.backbone is not source.recipe.model.backbone:
        recipe = _undilated(recipe)
    folder = tiny_folder(source.name) if tiny else source.workdir
    recipe, workdir = read_options(
        recipe, dataclasses.replace(words, kinds={}), folder, NOTE
    )
    if tiny:
        recipe = rehearse_classifier(recipe, workdir, workers)
    if not recipe.data.root or workdir is None:
        missing = "DATA" if not recipe.data.root else "--workdir FOLDER"
        raise ValueError(
            f"{missing} is missing. For example: deeplab train "
            "imagenet_resnet_gcn IMAGENET --workdir runs/imagenet"
        )
    data = OpenedClassData(recipe.data)
    if words.epochs is not None and not tiny:
        images = len(data.split(recipe.data.train_split))
        steps = math.ceil(words.epochs * images / recipe.data.batch_size)
        train = dataclasses.replace(recipe.train, total_steps=max(1, steps))
        recipe = dataclasses.replace(recipe, train=train)
    return recipe, workdir, data


def _undilated(recipe: ClassifierRecipe) -> ClassifierRecipe:
    """The recipe on another trunk, without rates, which segmentation wants."""
    trunk = recipe.model.backbone
    if getattr(trunk, "multi_grid", None):
        trunk = dataclasses.replace(
            trunk, multi_grid=(1,) * len(trunk.multi_grid)
        )
    model = dataclasses.replace(recipe.model, backbone=trunk)
    return dataclasses.replace(recipe, model=model)


def _plan_text(recipe, data: OpenedClassData, workdir: Path) -> str:
    config, train = recipe.data, recipe.train
    images, judged = (
        len(data.split(split))
        for split in (config.train_split, config.eval_split)
    )
    height, width = config.crop_size
    epochs = train.total_steps * config.batch_size / images
    rows = [
        ("data", f"{config.root}: {data.spec.num_classes:,} classes", ""),
        ("", f"{images:,} images to train on, {judged:,} to judge by", ""),
        ("trunk", recipe.model.backbone.preset_name, "--backbone"),
        ("", f"starts from {start_text(train.weights)}", "--weights"),
        (
            "training",
            f"{train.total_steps:,} steps of {config.batch_size} = "
            f"{epochs:,.1f} epochs",
            "--steps or --epochs",
        ),
        ("", f"crops of {height} x {width} pixels", "--crop, --batch-size"),
        ("", f"learning rate {train.schedule.learning_rate:g}", "--lr"),
        ("run", str(workdir), "--workdir"),
    ]
    return "\n".join(
        f"{head:9}{what:44} {flag}".rstrip() for head, what, flag in rows
    )


def _is_finished(recipe: ClassifierRecipe, workdir: Path) -> bool:
    """Whether nothing is left to do; says so, without TensorFlow."""
    from deeplab_family.training import find_finished, finished_line

    finished = find_finished(recipe, workdir)
    if finished is None:
        return False
    print(finished_line(recipe.train, finished.state), file=sys.stderr)
    print(_next_commands(recipe, workdir))
    return True


def _next_commands(recipe: ClassifierRecipe, workdir: Path) -> str:
    best = workdir / "best.keras"
    scores = json.loads((workdir / "scores.json").read_text())
    name, trunk = shlex.quote(str(workdir)), recipe.model.backbone.preset_name
    network = "gcn" if recipe.model.backbone.replaces_dilation else "deeplabv3"
    return f"""The best network is {best}: top-1 error \
{100 * scores["top1_error"]:.2f} %, top-5 error \
{100 * scores["top5_error"]:.2f} % of {scores["images"]:,} images. Next:
  deeplab train DATA --network {network} --backbone {trunk} --weights {name}"""


def _is_classifier(path: Path) -> bool:
    """Whether a recipe file describes a classifier."""
    try:
        tree = json.loads(path.read_text(encoding="utf-8"))
        tree = tree.get("recipe", tree)
        return tree["model"]["type"] == "ClassifierConfig"
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False  # who reads recipes says what is wrong


def _read(path: Path) -> ClassifierRecipe:
    return read_recipe(path, ClassifierRecipe)
