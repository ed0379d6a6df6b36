"""Every row of GALD-Net's table 3, rehearsed: two small steps of its training.

In `make test` each block alone, on a backbone of a few layers; at the depth of
the row, where the test is slow.
"""

import dataclasses

import keras
import numpy as np
import pytest

from deeplab_family.cli.rehearsal import rehearse_detector
from deeplab_family.detection.tiny import tiny_detector
from deeplab_family.papers import experiments
from deeplab_family.training import compile_model
from input_pipeline.detection import OpenedDetectionData, draw_street_objects
from tests.small_backbone import SmallBackboneConfig

ROWS = {
    address: each.row
    for address, each in experiments().items()
    if address.startswith("galdnet/table-3")
}
PARTS = {"rpn_objectness", "rpn_box", "box_class", "box_delta"}
CLASSES = 6
"""The five of drawn streets, and the background."""

MOST = 4 * np.log(CLASSES)


@pytest.fixture(scope="module")
def street_objects(tmp_path_factory):
    root = tmp_path_factory.mktemp("rehearsals") / "streets"
    draw_street_objects(root, train=2, val=1, size=(120, 128))
    return root


def kinds():
    """A row for each detector and block, but for CGNL.

    Its groups of channels do not divide those of so small a backbone.
    """
    found = {}
    for address, row in ROWS.items():
        context = row.config.context
        if context is None or context.block != "cgnl":
            found.setdefault((row.config.kind, context), address)
    return list(found.values())


def two_steps(recipe, run_eagerly=False):
    """The losses of its first two batches, by their names."""
    keras.utils.clear_session()
    keras.utils.set_random_seed(0)
    data = OpenedDetectionData(recipe.data)
    model = compile_model(recipe.with_num_classes(data.spec.num_classes))
    model.run_eagerly = run_eagerly
    found = []
    for batch in data.train_batches().take(2):
        model.reset_metrics()
        model.train_on_batch(batch)
        found.append(
            {k: float(m.result()) for k, m in model.loss_means.items()}
        )
    return found


def require_sound(losses, masks: bool):
    assert len(losses) == 2
    for found in losses:
        assert found.keys() == PARTS | ({"mask"} if masks else set())
        assert all(0 <= loss < MOST for loss in found.values()), found
        assert found["rpn_objectness"] > 0 and found["box_class"] > 0


@pytest.mark.parametrize("address", kinds())
def test_two_steps_on_a_backbone_of_a_few_layers(address, street_objects):
    recipe = tiny_detector(ROWS[address].recipe, str(street_objects))
    model = dataclasses.replace(
        recipe.model,
        backbone=SmallBackboneConfig(output_stride=32),
        frozen_batch_norm=False,
        pyramid_filters=16,
        box_units=32,
        roi_samples=32,
        **({"mask_filters": 8} if recipe.model.has_masks else {}),
    )
    train = dataclasses.replace(recipe.train, freeze=(), weights="none")
    recipe = dataclasses.replace(recipe, model=model, train=train)
    require_sound(two_steps(recipe, run_eagerly=True), model.has_masks)


@pytest.mark.slow
@pytest.mark.parametrize("address", ROWS)
def test_two_steps_at_the_depth_of_the_row(address, tmp_path):
    recipe = rehearse_detector(ROWS[address].recipe, tmp_path)
    require_sound(two_steps(recipe), recipe.model.has_masks)
