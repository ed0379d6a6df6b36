import numpy as np
import pytest

from input_pipeline.synthetic.classes import Street
from input_pipeline.synthetic.pole import Pole
from tests.input_pipeline.synthetic.stage import label_of


@pytest.mark.parametrize("z", [5.0, 20.0, 60.0])
def test_thin_poles_do_not_vanish_from_the_label(z):
    label = label_of(Pole(x=2.0, z=z, height=3.0, sign=(200, 0, 0)))
    assert np.sum(label == Street.POLE) >= 2


@pytest.mark.parametrize("round_sign", [True, False])
def test_a_sign_has_a_class_of_its_own(round_sign):
    pole = Pole(
        x=0.0, z=8.0, height=2.5, sign=(200, 0, 0), round_sign=round_sign
    )
    label = label_of(pole)
    sign, post = (np.argwhere(label == c) for c in (Street.SIGN, Street.POLE))
    assert sign[:, 0].mean() < post[:, 0].mean()


def test_a_lamp_reaches_over_the_road():
    label = label_of(Pole(x=2.0, z=10.0, height=4.0))
    assert not np.any(label == Street.SIGN)
    top = np.nonzero(np.any(label == Street.POLE, axis=1))[0][0]
    assert np.sum(label[top] == Street.POLE) > 5
