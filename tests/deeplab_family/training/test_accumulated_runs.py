"""Runs whose updates wait for several batches, stopped in between."""

import keras
import numpy as np
import pytest

from deeplab_family.optimizers import SGDConfig
from deeplab_family.training import train
from deeplab_family.training.checkpoint_callback import SaveLast
from tests.tiny_recipe import tiny_mobile

EVERYTHING = SGDConfig(accumulate=2, ema_momentum=0.5, clip_norm=1.0)


@pytest.mark.parametrize(
    "policy", [pytest.param("float32", marks=pytest.mark.slow), "mixed_float16"]
)
def test_a_run_stopped_within_an_update_goes_on_bit_for_bit(
    small, streets, tmp_path, monkeypatch, policy
):
    """Half a sum of gradients, the average, and the scale of the loss."""
    recipe = tiny_mobile(
        streets,
        total_steps=8,
        eval_every=4,
        save_every=1,
        precision=policy,
        optimizer=EVERYTHING,
    )
    if policy == "mixed_float16":  # a scale so high that gradients overflow
        monkeypatch.setattr(
            keras.optimizers.LossScaleOptimizer.__init__,
            "__defaults__",
            (2.0**20, 2, None),
        )
    whole = train(recipe, tmp_path / "whole")

    def stop(self, batch, logs=None):
        if self.step == 5:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(SaveLast, "on_train_batch_begin", stop)
        with pytest.raises(KeyboardInterrupt):
            train(recipe, tmp_path / "stopped")
    resumed = train(recipe, tmp_path / "stopped")

    ends = [
        keras.saving.load_model(tmp_path / name / "last.keras")
        for name in ("whole", "stopped")
    ]
    for mine, theirs in zip(
        whole.variables + ends[0].weights + ends[0].optimizer.variables,
        resumed.variables + ends[1].weights + ends[1].optimizer.variables,
        strict=True,
    ):
        np.testing.assert_array_equal(mine, theirs, err_msg=mine.path)
    updates = int(ends[0].optimizer.iterations)
    if policy == "float32":
        assert updates == 4
    else:
        scale = float(ends[0].optimizer.dynamic_scale)
        assert 0 < updates < 4 and scale != 2.0**20, "some were left out"
