"""A detector's run that takes seconds, for tests of everything around it."""

import dataclasses

from deeplab_family.detection.detector_recipe import (
    DetectorRecipe,
    mobile_mask_rcnn,
)
from deeplab_family.optimizers import StepDecayConfig
from tests.small_backbone import SmallBackboneConfig


def tiny_run(root, **train) -> DetectorRecipe:
    """The recipe for own pictures on a small backbone, with small images."""
    recipe = mobile_mask_rcnn()
    return dataclasses.replace(
        recipe,
        model=dataclasses.replace(
            recipe.model,
            backbone=SmallBackboneConfig(output_stride=32),
            frozen_batch_norm=False,
            pyramid_filters=16,
            train_before_nms=50,
            train_after_nms=40,
            test_before_nms=50,
            test_after_nms=40,
            roi_samples=16,
            box_units=32,
            mask_filters=8,
            mask_convolutions=1,
        ),
        data=dataclasses.replace(
            recipe.data,
            root=str(root),
            dataset="streets",
            short_side=64,
            long_side=96,
            eval_batch_size=2,
        ),
        train=dataclasses.replace(
            recipe.train,
            **{
                "total_steps": 6,
                "eval_every": 4,
                "save_every": 1,
                "freeze": (),
                "weights": "none",
                "schedule": StepDecayConfig(learning_rate=0.005),
                **train,
            },
        ),
    )
