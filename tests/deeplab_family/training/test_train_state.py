import dataclasses
import json

import pytest

from deeplab_family.training.train_state import TrainState


def test_means_are_those_since_the_last_evaluation():
    state = TrainState()
    state.add(9.0, 4.0)
    state.forget_losses()
    state.add(1.0, 0.5)
    state.add(2.0, 0.25)
    assert state.step == 3
    assert state.means() == {"loss": 1.5, "weight_decay": 0.375}


def test_survives_json_bit_for_bit():
    state = TrainState()
    for loss in (0.1, 1 / 3, 2.0**-30):
        state.add(loss, loss / 7)
    text = json.dumps(dataclasses.asdict(state))
    assert TrainState(**json.loads(text)) == state


def test_a_run_without_a_step_has_means():
    assert TrainState().means()["loss"] == pytest.approx(0.0)
