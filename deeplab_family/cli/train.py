"""`deeplab train DATA`: train, or continue a stopped run."""

import dataclasses
import itertools
import sys
import textwrap
from pathlib import Path

from deeplab_family.cli import errors
from deeplab_family.cli.after_training import how_to_go_on, next_commands
from deeplab_family.cli.field_flags import field_flags, naming_flags
from deeplab_family.cli.short_flags import TrainWords, sort_words
from deeplab_family.cli.typed_flags import naming_typed_flags
from deeplab_family.console.tf_startup import start_tensorflow

HELP = """usage: deeplab train DATA [flags]
       deeplab train RECIPE DATA [flags]
       deeplab train RUN
       deeplab train EXPERIMENT DATA [flags]

Trains on the data set in the folder DATA and keeps everything in the folder
runs/NAME_OF_DATA. The same command continues a run that was stopped, at the
exact step; so does the folder of the run, RUN.

Without RECIPE a network is chosen for DATA, and crop and batch for its images
and this machine. RECIPE is a name (`deeplab recipes` lists them), or the
recipe.json of a run, or a JSON or YAML file like it. EXPERIMENT is a row of a
paper's table (`deeplab experiments` lists them): it is trained, scored as in
the paper, and experiment.json tells both numbers; --workdir holds many.

  --workdir FOLDER     another folder for the run
  --network NAME       {networks}
  --backbone NAME      {backbones}
  --weights WHAT       what to start from: imagenet, none, or a file
  --steps N            how long to train, in batches; or --epochs N
  --lr RATE            learning rate at the start
  --batch-size N       images in a batch; auto: as many as fit in the memory
  --train.precision P  float32, mixed_float16, mixed_bfloat16; auto: float32 or
                       bfloat16, whichever is quicker on this machine
  --crop HEIGHT WIDTH  pixels of a training image; one number for a square
  --output-stride N    8, 16 or 32: image size over feature size
  --val-share SHARE    part of a folder without "val" to judge by
  --dataset NAME       layout of DATA, where it is not recognized

Recipes of several stages run them one after the other, each in a folder of its
own within the run's. Flags are for all stages, or with a stage's name for one:

  --STAGE.lr RATE      as --lr, of that stage alone; so with every flag
  --stages STAGE...    run these stages only
  --roots NAME=FOLDER  where data sets are that are not DATA, such as coco=coco

  --tiny               a rehearsal: two small steps a stage on drawn pictures

On several machines, started on each; or by TF_CONFIG
(docs/scale/distributed.md):

  --workers HOST:PORT,HOST:PORT   all of them, the first one writes the run
  --index N                       which of them this is, from 0 on
  --wait-for-workers SECONDS      until all are there; 600 unless told

Every other field of a recipe is a flag too, such as
--model.backbone.output-stride, and so is the kind of a part, such as
--train.loss ohem: `deeplab train folder_lite --help`.

Examples:
  deeplab train photos
  deeplab train photos --network deeplabv3plus --backbone resnet50 --epochs 80
  deeplab train voc_deeplabv3 VOCdevkit/VOC2012 --batch-size 8
  deeplab train deeplabv3/table-5/image-pooling VOCdevkit/VOC2012 --workdir W
  deeplab train voc_deeplabv3_full VOCdevkit/VOC2012 --roots coco=coco
  deeplab train runs/photos
  deeplab train imagenet_resnet_gcn IMAGENET   a classifier, to start from
  deeplab train mobile_mask_rcnn coco          a detector, with masks"""


INDENT = 23 * " "


def main(words: list[str]) -> int:
    """Runs the command; see `HELP`."""
    if not words or words[0] in ("-h", "--help"):
        print(_help())
        return 0
    with naming_typed_flags(words):
        return _find_and_run(words)


def _find_and_run(words: list[str]) -> int:
    from deeplab_family.papers import is_address

    if is_address(words[0]) and not Path(words[0]).is_dir():
        from deeplab_family.cli.train_experiment import train_experiment

        return train_experiment(words, _run)
    return _run(words)


def _run(words: list[str]) -> int:
    """Trains what the words name."""
    from deeplab_family.cli.stage_source import find_staged_source
    from deeplab_family.cli.stage_words import sort_by_stage
    from deeplab_family.cli.train_classifier import CLASSIFIER_COMMAND
    from deeplab_family.cli.train_detector import DETECTOR_COMMAND
    from deeplab_family.cli.worker_flags import take_workers

    workers, words = take_workers(words)
    names = [*itertools.takewhile(lambda w: not w.startswith("-"), words)]
    for command in (CLASSIFIER_COMMAND, DETECTOR_COMMAND):
        found = command.find(names)
        if found is not None:
            return command.run(found, words, workers)
    source = find_staged_source(names)
    sorted_words = sort_by_stage(words, source.names if source else ())
    if source is not None:
        from deeplab_family.cli.train_in_stages import train_in_stages

        return train_in_stages(source, sorted_words, workers)
    common = sort_words(list(sorted_words.common))
    return _train(common, sorted_words.tiny, workers)


def _help() -> str:
    from deeplab_family.backbones import BackboneConfig
    from deeplab_family.models import ModelConfig

    return HELP.format(
        networks=_wrapped(ModelConfig.by_name()),
        backbones=_wrapped(BackboneConfig.by_name()),
    )


def _wrapped(names) -> str:
    return f"\n{INDENT}".join(textwrap.wrap(" ".join(names), 80 - len(INDENT)))


def _train(words: TrainWords, tiny: bool, workers) -> int:
    """Trains a recipe of one stage."""
    recipe, workdir, name = _read(words, tiny)
    with naming_flags(field_flags(recipe)):
        recipe, data, tried = _opened(recipe, workdir, words, tiny, workers)
        return _train_on(recipe, data, tried, workdir, name, workers)


def _train_on(recipe, data, tried, workdir: Path, name: str, workers) -> int:
    if _is_finished(recipe, workdir):
        return 0
    start_tensorflow(opens_devices=workers is None)
    from deeplab_family.cli.train_plan import plan_text
    from deeplab_family.console.progress_lines import ProgressLines
    from deeplab_family.training import (
        choose_strategy,
        describe_devices,
        train,
    )
    from input_pipeline.check.check_progress import watched

    others = {"workers": workers} if workers else {}
    choose_strategy(**others)
    device = describe_devices(**others)
    if tried is not None:
        others["tried_precision"] = tried
    print(plan_text(recipe, data, name, workdir, device), flush=True)
    try:
        with ProgressLines() as show, watched(show):
            train(recipe, workdir, data=data, **others)
    except KeyboardInterrupt as stop:
        return errors.stopped(stop, how_to_go_on(workdir, workdir))
    print(next_commands(workdir, workdir))
    return 0


def _read(words: TrainWords, tiny: bool):
    """Recipe, folder of the run and the recipe's name."""
    from deeplab_family.cli.train_options import read_options
    from deeplab_family.cli.train_source import find_source, tiny_folder

    source = find_source(words)
    folder = tiny_folder(source.name) if tiny else source.workdir
    recipe, workdir = read_options(source.recipe, words, folder)
    if workdir is None:
        root = recipe.data.root
        raise ValueError(
            "--workdir FOLDER is missing, and there is no folder of data to "
            f"name it after. Received: {root!r}"
        )
    return recipe, workdir, source.name


def _opened(recipe, workdir: Path, words: TrainWords, tiny: bool, workers):
    """The recipe with what its data decide, the data, times of a probe."""
    from deeplab_family.cli.train_plan import steps_of
    from input_pipeline import open_data

    if tiny:
        from deeplab_family.cli.rehearsal import rehearse

        recipe = rehearse(recipe, workdir, workers)
    data, tried = open_data(recipe.data), None
    if words.batch_fits and not tiny:
        from deeplab_family.cli.fitting_batch import with_fitting_batch

        recipe = with_fitting_batch(recipe, data, workdir)
        data = open_data(recipe.data)
    if words.measures_precision and not tiny:
        from deeplab_family.cli.measured_precision import (
            with_measured_precision,
        )

        recipe, tried = with_measured_precision(recipe, data, workdir)
    if words.epochs is not None and not tiny:
        train = dataclasses.replace(
            recipe.train, total_steps=steps_of(words.epochs, data)
        )
        recipe = dataclasses.replace(recipe, train=train)
    return recipe, data, tried


def _is_finished(recipe, workdir: Path) -> bool:
    """Whether nothing is left to do; says so, without TensorFlow."""
    from deeplab_family.training import find_finished, finished_line

    finished = find_finished(recipe, workdir)
    if finished is None:
        return False
    print(finished_line(recipe.train, finished.state), file=sys.stderr)
    print(next_commands(workdir, workdir))
    return True
