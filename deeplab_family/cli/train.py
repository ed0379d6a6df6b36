"""`deeplab train DATA`: train, or continue a stopped run."""

import dataclasses
import shlex
import sys
import textwrap
from pathlib import Path
from typing import Annotated

import tyro

from deeplab_family.cli import errors
from deeplab_family.cli.options import parse
from deeplab_family.cli.short_flags import TrainWords, sort_words
from deeplab_family.cli.tf_startup import start_tensorflow

HELP = """usage: deeplab train DATA [flags]
       deeplab train RECIPE DATA [flags]
       deeplab train RUN

Trains on the data set in the folder DATA and keeps everything in the folder
runs/NAME_OF_DATA. The same command continues a run that was stopped, at the
exact step; so does the folder of the run, RUN.

Without RECIPE a network is chosen for DATA, and crop and batch for its images
and this machine. RECIPE is a name (`deeplab recipes` lists them), or the
recipe.json of a run, or a JSON or YAML file like it.

  --workdir FOLDER     another folder for the run
  --network NAME       {networks}
  --backbone NAME      {backbones}
  --weights WHAT       what to start from: imagenet, none, or a file
  --steps N            how long to train, in batches; or --epochs N
  --lr RATE            learning rate at the start
  --batch-size N       images in a batch
  --crop HEIGHT WIDTH  pixels of a training image; one number for a square
  --output-stride N    8, 16 or 32: image size over feature size
  --val-share SHARE    part of a folder without "val" to judge by
  --dataset NAME       layout of DATA, where it is not recognized

Every other field of a recipe is a flag too, such as
--model.backbone.output-stride, and so is the kind of a part, such as
--train.loss ohem: `deeplab train folder_lite --help`.

Examples:
  deeplab train photos
  deeplab train photos --network deeplabv3plus --backbone resnet50 --epochs 80
  deeplab train voc_deeplabv3 VOCdevkit/VOC2012 --batch-size 8
  deeplab train runs/photos"""


INDENT = 23 * " "

SUMMARY = """Trains a recipe, or continues a stopped run.

A flag for each field, in any order. The fields of a part depend on its kind,
which is a flag as well:"""


def main(words: list[str]) -> int:
    """Runs the verb; see `HELP`."""
    if not words or words[0] in ("-h", "--help"):
        print(_help())
        return 0
    sorted_words = sort_words(words)
    recipe, workdir, name, data = _read(sorted_words)
    if _is_finished(recipe, workdir):
        return 0
    start_tensorflow()
    from deeplab_family.cli.train_plan import plan_text
    from deeplab_family.console.progress_lines import ProgressLines
    from deeplab_family.training import describe_devices, train
    from input_pipeline.check.check_progress import watched

    plan = plan_text(recipe, data, name, workdir, describe_devices())
    print(plan, flush=True)
    try:
        with ProgressLines() as show, watched(show):
            train(recipe, workdir, data=data)
    except KeyboardInterrupt as stop:
        return errors.stopped(stop, _how_to_go_on(workdir))
    print(_next_commands(workdir))
    return 0


def _help() -> str:
    from deeplab_family.backbones import BackboneConfig
    from deeplab_family.models import ModelConfig

    return HELP.format(
        networks=_wrapped(ModelConfig.by_name()),
        backbones=_wrapped(BackboneConfig.by_name()),
    )


def _wrapped(names) -> str:
    return f"\n{INDENT}".join(textwrap.wrap(" ".join(names), 80 - len(INDENT)))


def _read(words: TrainWords):
    """Recipe, folder of the run, the recipe's name and the data."""
    from deeplab_family.cli.train_plan import steps_of
    from deeplab_family.cli.train_source import find_source
    from deeplab_family.recipes import Recipe
    from deeplab_family.recipes.component_kinds import kinds_text, with_kinds
    from input_pipeline import open_data

    source = find_source(words)
    recipe = with_kinds(source.recipe, words.kinds)

    @dataclasses.dataclass(frozen=True)
    class Options:
        """Trains a recipe, or continues a stopped run; see `SUMMARY`.

        Attributes:
            workdir: folder that keeps the run.
        """

        workdir: Path | None = source.workdir
        recipe: Annotated[Recipe, tyro.conf.arg(name="")] = dataclasses.field(
            default_factory=lambda: recipe
        )

    verb = " ".join(["train", *words.names])
    options = parse(
        Options,
        verb,
        list(words.flags),
        description=f"{SUMMARY}\n\n{kinds_text()}",
    )
    recipe, workdir = options.recipe, options.workdir
    if workdir is None:
        root = recipe.data.root
        raise ValueError(
            "--workdir FOLDER is missing, and there is no folder of data to "
            f"name it after. Received: {root!r}"
        )
    data = open_data(recipe.data)
    if words.epochs is not None:
        train = dataclasses.replace(
            recipe.train, total_steps=steps_of(words.epochs, data)
        )
        recipe = dataclasses.replace(recipe, train=train)
    return recipe, workdir, source.name, data


def _is_finished(recipe, workdir: Path) -> bool:
    """Whether nothing is left to do; says so, without TensorFlow."""
    from deeplab_family.training import find_finished, finished_line

    finished = find_finished(recipe, workdir)
    if finished is None:
        return False
    print(finished_line(recipe.train, finished.state), file=sys.stderr)
    print(_next_commands(workdir))
    return True


def _how_to_go_on(workdir: Path) -> str:
    from deeplab_family.training import WorkDirectory

    step = WorkDirectory(workdir).saved_step()
    if step is None:
        return "before the first checkpoint: nothing was saved"
    name = shlex.quote(str(workdir))
    return (
        f"step {step:,} is saved, and `deeplab train {name}` or the same "
        "command continues there"
    )


def _next_commands(workdir: Path) -> str:
    name = shlex.quote(str(workdir))
    return f"""The best network is {workdir / "best.keras"}. Next:
  deeplab evaluate {name}
  deeplab predict {name} YOUR_PHOTOS
  deeplab export {name}"""
