"""`deeplab train DATA`: train, or continue a stopped run."""

import dataclasses
import shlex
import sys
from pathlib import Path
from typing import Annotated

import tyro

from deeplab_family.cli import failure
from deeplab_family.cli.options import parse
from deeplab_family.cli.quiet import start_tensorflow
from deeplab_family.cli.short_flags import TrainWords, sort_words

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
  --network NAME       deeplabv3 deeplabv3plus gcn duc_hdc galdnet pspnet
                       vortexnet
  --backbone NAME      mobilenet_v2 mobilenet_v3 resnet50 resnet101 resnet152
                       resnet50_gcn
  --steps N            how long to train, in batches; or --epochs N
  --lr RATE            learning rate at the start
  --batch-size N       images in a batch
  --crop HEIGHT WIDTH  pixels of a training image; one number for a square
  --output-stride N    8, 16 or 32: image size over feature size
  --val-share SHARE    part of a folder without "val" to judge by
  --dataset NAME       layout of DATA, where it is not recognized

Every other field of a recipe is a flag too, such as --train.weight-decay and
--model.backbone.output-stride: `deeplab train folder_mobile --help`.

Examples:
  deeplab train photos
  deeplab train photos --network deeplabv3plus --backbone resnet50 --epochs 80
  deeplab train voc_deeplabv3 VOCdevkit/VOC2012 --batch-size 8
  deeplab train runs/photos"""


def main(words: list[str]) -> int:
    """Runs the verb; see `HELP`."""
    if not words or words[0] in ("-h", "--help"):
        print(HELP)
        return 0
    sorted_words = sort_words(words)
    recipe, workdir, name, data = _read(sorted_words)
    if _is_finished(recipe, workdir):
        return 0
    start_tensorflow()
    from deeplab_family.cli.train_plan import plan_text
    from deeplab_family.progress_lines import ProgressLines
    from deeplab_family.training import describe_devices, train
    from input_pipeline.check.watched import watched

    plan = plan_text(recipe, data, name, workdir, describe_devices())
    print(plan, flush=True)
    try:
        with ProgressLines() as show, watched(show):
            train(recipe, workdir, data=data)
    except KeyboardInterrupt as stop:
        return failure.stopped(stop, _how_to_go_on(workdir))
    print(_next_commands(workdir))
    return 0


def _read(words: TrainWords):
    """Recipe, folder of the run, the recipe's name and the data."""
    from deeplab_family.cli.train_plan import steps_of
    from deeplab_family.cli.train_source import find_source
    from deeplab_family.recipes import Recipe
    from input_pipeline import open_data

    source = find_source(words)
    recipe = source.recipe

    @dataclasses.dataclass(frozen=True)
    class Options:
        """Trains a recipe, or continues a stopped run.

        Attributes:
            workdir: folder that keeps the run.
        """

        workdir: Path | None = source.workdir
        recipe: Annotated[Recipe, tyro.conf.arg(name="")] = dataclasses.field(
            default_factory=lambda: recipe
        )

    verb = " ".join(["train", *words.names])
    options = parse(Options, verb, list(words.flags))
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
    print(finished_line(recipe.train, finished.position), file=sys.stderr)
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
