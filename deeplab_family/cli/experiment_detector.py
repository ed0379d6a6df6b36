"""Score of an experiment of detection: its protocol on the last network."""

import dataclasses
from pathlib import Path

from deeplab_family.cli.evaluate_detector import judged
from deeplab_family.console.tf_startup import start_tensorflow
from deeplab_family.detection.detector_recipe import DetectorRecipe
from deeplab_family.recipes.recipe_tree import read_recipe
from deeplab_family.run_folder import LAST, RECIPE


def score_of_objects(row, run: Path, tiny: bool) -> dict:
    """Average precision of a detector where a row of a paper is scored.

    Args:
        row: of the paper.
        run: folder of its training.
        tiny: it was a rehearsal, scored on the streets that were drawn for it.

    Returns:
        What `experiment.json` tells of our number.
    """
    recipe = read_recipe(run / RECIPE, DetectorRecipe)
    protocol = row.protocol
    if tiny or recipe.data.dataset != row.recipe.data.dataset:
        protocol = dataclasses.replace(
            protocol,
            split=recipe.data.eval_split,
            short_side=recipe.data.short_side,
            long_side=recipe.data.long_side,
        )
    start_tensorflow()
    from deeplab_family.inference import load_keras_model
    from input_pipeline.detection import OpenedDetectionData

    config = dataclasses.replace(
        recipe.data,
        eval_split=protocol.split,
        short_side=protocol.short_side,
        long_side=protocol.long_side,
        eval_batch_size=1,
    )
    scores = judged(load_keras_model(run / LAST), OpenedDetectionData(config))
    told = scores.to_json()
    value = told[protocol.score]
    return {
        "metric": f"{protocol.score}, {config.dataset} {config.eval_split}",
        "value": float("nan") if value is None else 100 * value,
        "images": scores.images,
        "scores": told,
        "network": str(run / LAST),
        "protocol": dataclasses.asdict(protocol),
    }
