import pytest

from deeplab_family.papers import phones
from deeplab_family.papers.abstract_build import cost
from tests.builds import logits_shape

ROWS = {row.name: row for row in phones()}


@pytest.mark.parametrize("name", ROWS)
def test_builds(name):
    assert logits_shape(ROWS[name].config, 65, 97) == (1, 65, 97, 21)


@pytest.mark.parametrize("backbone", ["MobileNetV2", "MobileNetV3 large"])
@pytest.mark.parametrize("head", ["DeepLabv3", "Vortex pooling", "GCN"])
def test_is_small_enough_for_a_phone(head, backbone):
    row = ROWS[f"{head}, {backbone}"]
    assert cost(row.config, row.crop_size).parameters < 8e6
