"""`deeplab train` of a detector."""

import json
import shlex
from pathlib import Path

from deeplab_family.cli.rehearsal import rehearse_detector
from deeplab_family.cli.train_plan import start_text
from deeplab_family.cli.train_task import TaskCommand, epochs_of
from deeplab_family.detection.detector_recipe import DETECTORS, DetectorRecipe
from input_pipeline.detection import OpenedDetectionData


class DetectorCommand(TaskCommand):
    """A detector, with masks or without; see `TaskCommand`."""

    noun = "detector"
    recipe_type = DetectorRecipe
    models = ("FasterRCNNConfig", "MaskRCNNConfig")
    recipes = DETECTORS
    of_pixels = ("--network", "--crop", "--train.loss")
    note = """A detector adds up its losses itself. DATA is a folder of COCO
instances, of Pascal VOC, or of images and masks
(docs/training/detection.md)."""
    example = "deeplab train mobile_mask_rcnn coco --workdir runs/boxes"

    def check_words(self, words, workers):
        super().check_words(words, workers)
        if workers is not None:
            raise ValueError(
                "--workers is none of a detector's: it trains on all GPUs of "
                "one machine. Leave it out."
            )

    def open(self, config):
        return OpenedDetectionData(config)

    def rehearse(self, recipe, workdir, workers):
        return rehearse_detector(recipe, workdir)

    def fit(self, recipe, workdir, data, workers):
        from deeplab_family.detection import detection_task

        detection_task.train_detector(recipe, workdir, data=data)

    def plan(self, recipe, data, workdir):
        config, train = recipe.data, recipe.train
        images, judged = (
            len(data.split(split))
            for split in (config.train_split, config.eval_split)
        )
        classes = len(data.spec.class_names)
        sides = f"{config.short_side} to {config.long_side} pixels"
        return [
            ("data", f"{config.root}: {classes:,} categories", ""),
            ("", f"{images:,} images to train on, {judged:,} to judge by", ""),
            ("network", recipe.model.kind, "--model.*"),
            ("backbone", recipe.model.backbone.preset_name, "--backbone"),
            ("", f"starts from {start_text(train.weights)}", "--weights"),
            ("training", epochs_of(recipe, images), "--steps or --epochs"),
            ("", f"images of {sides}", "--data.short-side, --data.long-side"),
            ("", f"learning rate {train.schedule.learning_rate:g}", "--lr"),
            ("", f"the best network is that of {train.score}", "--train.score"),
            ("run", str(workdir), "--workdir"),
        ]

    def next_commands(self, recipe, workdir: Path) -> str:
        name, best = shlex.quote(str(workdir)), workdir / "best.keras"
        if not best.exists():
            return f"No best network in {workdir}: no object to judge by."
        scores = json.loads((workdir / "scores.json").read_text())
        score = recipe.train.score
        return f"""The best network is {best}: {score} \
{100 * scores[score]:.1f} % on {scores["images"]:,} images. Next:
  deeplab evaluate {name}
  deeplab predict {name} YOUR_PHOTOS
  deeplab export {name}"""


DETECTOR_COMMAND = DetectorCommand()
