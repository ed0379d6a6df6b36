"""`deeplab train` of a classifier."""

import json
import shlex
from pathlib import Path

from deeplab_family.classification.classifier_recipe import (
    CLASSIFIERS,
    ClassifierRecipe,
)
from deeplab_family.cli.rehearsal import rehearse_classifier
from deeplab_family.cli.train_plan import start_text
from deeplab_family.cli.train_task import TaskCommand, epochs_of
from input_pipeline.classification import OpenedClassData


class ClassifierCommand(TaskCommand):
    """A classifier, to start segmentation from; see `TaskCommand`."""

    noun = "classifier"
    recipe_type = ClassifierRecipe
    models = ("ClassifierConfig",)
    recipes = CLASSIFIERS
    of_pixels = (
        "--network",
        "--data.dataset",
        "--data.val-share",
        "--train.loss",
    )
    note = """A classifier has one loss, its cross entropy. DATA is a folder as
of ImageNet: train/CLASS/*.JPEG and val/CLASS/*.JPEG."""
    example = (
        "deeplab train imagenet_resnet_gcn IMAGENET --workdir runs/imagenet"
    )

    def open(self, config):
        return OpenedClassData(config)

    def rehearse(self, recipe, workdir, workers):
        return rehearse_classifier(recipe, workdir, workers)

    def fit(self, recipe, workdir, data, workers):
        from deeplab_family.classification import classification_task

        classification_task.train_classifier(
            recipe, workdir, data=data, workers=workers
        )

    def plan(self, recipe, data, workdir):
        config, train = recipe.data, recipe.train
        images, judged = (
            len(data.split(split))
            for split in (config.train_split, config.eval_split)
        )
        height, width = config.crop_size
        return [
            ("data", f"{config.root}: {data.spec.num_classes:,} classes", ""),
            ("", f"{images:,} images to train on, {judged:,} to judge by", ""),
            ("backbone", recipe.model.backbone.preset_name, "--backbone"),
            ("", f"starts from {start_text(train.weights)}", "--weights"),
            ("training", epochs_of(recipe, images), "--steps or --epochs"),
            ("", f"crops of {height} x {width} pixels", "--crop, --batch-size"),
            ("", f"learning rate {train.schedule.learning_rate:g}", "--lr"),
            ("run", str(workdir), "--workdir"),
        ]

    def next_commands(self, recipe, workdir: Path) -> str:
        best = workdir / "best.keras"
        scores = json.loads((workdir / "scores.json").read_text())
        backbone = recipe.model.backbone
        network = "gcn" if backbone.replaces_dilation else "deeplabv3"
        return f"""The best network is {best}: top-1 error \
{100 * scores["top1_error"]:.2f} %, top-5 error \
{100 * scores["top5_error"]:.2f} % of {scores["images"]:,} images. Next:
  deeplab train DATA --network {network} --backbone {backbone.preset_name} \
--weights {shlex.quote(str(workdir))}"""


CLASSIFIER_COMMAND = ClassifierCommand()
