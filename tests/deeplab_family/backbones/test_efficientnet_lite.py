import pytest

from deeplab_family.backbones import EfficientNetLiteConfig
from tests.build_blank import build_blank
from tests.contracts.backbone import BackboneContract
from tests.count_parameters import moving, trainable

HEAD = 1280


class TestEfficientNetLite(BackboneContract):
    config = EfficientNetLiteConfig(variant="lite0")


@pytest.mark.parametrize(
    ("variant", "arrays", "millions"),
    [
        ("lite0", 2_998_304, 4.7),
        ("lite1", 3_774_624, 5.4),
        ("lite2", 4_413_488, 6.1),
        ("lite3", None, 8.2),
        ("lite4", None, 13.0),
    ],
)
def test_parameters_are_those_of_the_published_networks(
    variant, arrays, millions
):
    """Numbers in the files' backbones, and weights as Google states them."""
    model = build_blank(EfficientNetLiteConfig(variant=variant))
    if arrays:
        assert trainable(model) + moving(model) == arrays
    last = model.output["res5"].shape[-1]
    head = (last + 2) * HEAD + (HEAD + 1) * 1000
    assert round((trainable(model) + head) / 1e6, 1) == millions


@pytest.mark.parametrize(
    ("arguments", "word"),
    [({"variant": "b0"}, "`variant`"), ({"output_stride": 2}, "`output_str")],
)
def test_refuses_what_it_does_not_know(arguments, word):
    with pytest.raises(ValueError, match=word):
        EfficientNetLiteConfig(**arguments)


def test_presets_are_called_as_in_their_code():
    assert list(EfficientNetLiteConfig.presets()) == [
        f"efficientnet_lite{number}" for number in range(5)
    ]
