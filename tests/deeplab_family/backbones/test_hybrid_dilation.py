import pytest

from deeplab_family.backbones.dilation import hybrid_rates


def test_lists_of_the_paper_for_resnet101():
    assert hybrid_rates("none", 23) == ((1,) * 23, (1, 1, 1))
    assert hybrid_rates("conv", 23) == ((2, 1) * 11 + (2,), (2, 1, 2))
    assert hybrid_rates("rf", 23) == ((1, 2, 3) * 7 + (2, 2), (3, 4, 5))
    block3 = (1, 2, 5, 9) * 5 + (1, 2, 5)
    assert hybrid_rates("bigger", 23) == (block3, (5, 9, 17))


def test_list_of_the_released_network():
    block3 = (2, 2, 5, 9) + (1, 2, 5, 9) * 4 + (1, 2, 5)
    assert hybrid_rates("tusimple", 23) == (block3, (5, 9, 17))


@pytest.mark.parametrize(
    ("name", "pattern"),
    [("conv", (2, 1)), ("rf", (1, 2, 3)), ("bigger", (1, 2, 5, 9))],
)
def test_resnet152_has_whole_teeth(name, pattern):
    assert hybrid_rates(name, 36)[0] == pattern * (36 // len(pattern))


def test_receptive_field_of_dilation_rf_as_the_paper_prints_it():
    block3, block4 = hybrid_rates("rf", 23)
    assert 2 * sum(block3 + block4) == 116


def test_refuses_an_unknown_list():
    with pytest.raises(ValueError, match="'none', 'conv'.*Received: 'wild'"):
        hybrid_rates("wild", 23)
