"""A loss is one file for its config, its contract, and one line in `losses`."""

from __future__ import annotations

import dataclasses
import json

import keras
import pytest
from keras import ops

from deeplab_family.losses import LossConfig
from deeplab_family.losses.ignore_label import global_mean
from deeplab_family.losses.pixel_loss import PixelLoss
from deeplab_family.recipes.recipe_tree import recipe_of, tree_of
from deeplab_family.training import compile_model
from tests.contracts.loss import LossContract
from tests.tiny_recipe import tiny_mobile


@keras.saving.register_keras_serializable(package="deeplab_family")
class ToyFocalLoss(PixelLoss):
    """Cross entropy times `(1 - probability) ** gamma`."""

    def __init__(self, gamma=2.0, ignore_label=255, name="toy_focal"):
        super().__init__(ignore_label, name)
        self.gamma = gamma

    def reduce(self, pixels):
        missing = 1.0 - ops.exp(-pixels.cross_entropy)
        losses = pixels.cross_entropy * missing**self.gamma
        return global_mean(losses, pixels.weights)

    def get_config(self):
        return {**super().get_config(), "gamma": self.gamma}


@dataclasses.dataclass(frozen=True, kw_only=True)
class ToyFocalConfig(LossConfig):
    """Focal loss of Lin et al., arXiv:1708.02002, section 3.2.

    Attributes:
        gamma: >= 0; 0 is the cross entropy.
    """

    kind = "toy_focal"

    gamma: float = 2.0

    def __post_init__(self):
        self._check_finite("gamma")

    def build(self) -> keras.losses.Loss:
        return ToyFocalLoss(self.gamma)


@pytest.fixture(autouse=True)
def exported(export):
    export(ToyFocalConfig)


class TestToyFocalLoss(LossContract):
    loss_class = ToyFocalLoss
    init_kwargs = {"gamma": 1.5, "ignore_label": 254, "name": "focal"}
    ignore_label = 254


@pytest.mark.parametrize(
    "flags",
    [
        "--train.loss toy_focal --train.loss.gamma 3",
        "--train.loss.gamma 3 --train.loss toy_focal",
        "--train.loss.gamma=3 --train.loss=toy_focal --steps 9",
    ],
)
def test_is_chosen_by_its_name_and_stored_in_recipes(flags, parsed):
    recipe = parsed(f"synthetic_mobile --data.root streets {flags}")
    assert recipe.train.loss == ToyFocalConfig(gamma=3.0)
    assert recipe_of(json.loads(json.dumps(tree_of(recipe)))) == recipe


def test_a_run_is_compiled_with_it_and_saves_it(tmp_path):
    recipe = tiny_mobile("root", loss=ToyFocalConfig(gamma=0.5))
    compile_model(recipe.with_num_classes(3)).save(tmp_path / "last.keras")
    loss = keras.saving.load_model(tmp_path / "last.keras").loss
    assert type(loss) is ToyFocalLoss
    assert loss.gamma == 0.5
