import keras
import numpy as np
import pytest

from deeplab_family.figures import FigureSample, draw_masks, mask_map
from deeplab_family.figures.mask_maps import paint_mask
from deeplab_family.models import DeepLabV3PlusConfig, GALDNetConfig
from input_pipeline import DatasetSpec
from tests.small_backbone import SmallBackboneConfig

SPEC = DatasetSpec(("a", "b"), ((255, 0, 0), (0, 255, 0)))
IMAGE = np.random.default_rng(0).integers(0, 255, (48, 64, 3), dtype=np.uint8)


def gald(**fields):
    return GALDNetConfig(
        num_classes=2,
        backbone=SmallBackboneConfig(output_stride=8),
        filters=16,
        padding="same",
        **fields,
    )


@pytest.fixture(scope="module")
def network():
    keras.utils.set_random_seed(0)
    return gald().build()


def test_the_map_is_what_multiplies_the_features(network):
    """out = M * x + x: the mean over channels of out / x - 1."""
    block = network.get_layer("gald")
    inner = keras.Model(network.input, block.input)
    x = block.aggregation(inner(IMAGE[None].astype("float32")))
    out = np.asarray(block.distribution(x))
    x = np.asarray(x)
    with np.errstate(divide="ignore", invalid="ignore"):
        masks = np.where(np.abs(x) > 1e-4, out / x - 1, np.nan)
    found = mask_map(network)(IMAGE)
    assert found.shape == x.shape[1:3]
    # channels whose feature is 0 hide their mask
    whole = np.isfinite(masks[0]).all(axis=-1)
    assert whole.sum() > 5
    expected = masks[0][whole].mean(axis=-1)
    np.testing.assert_allclose(found[whole], expected, atol=1e-3)


def test_the_figure_names_the_arrangement_and_the_range(network, monkeypatch):
    shown = []
    monkeypatch.setattr(
        "deeplab_family.figures.mask_maps.picture_table", shown.extend
    )
    labels = np.zeros((48, 64), np.uint8)
    draw_masks([("net", network)], [FigureSample(IMAGE, labels)], SPEC)
    mask = mask_map(network)(IMAGE)
    titles = [title for title, _ in shown[0]]
    assert titles == [
        "image",
        f"net (gald): {mask.min():.3f} to {mask.max():.3f}",
        "label",
    ]


def test_a_mask_lies_on_the_pixels_it_was_made_of():
    """Pixel i of a map of stride 8 on pixel 8 i of the image."""
    mask = np.zeros((3, 4), np.float32)
    mask[1, 2] = 1
    picture = paint_mask(mask, 8, np.zeros((24, 32, 3), np.uint8))
    lightest = np.unravel_index(picture.sum(axis=-1).argmax(), (24, 32))
    assert lightest == (8, 16)


def test_other_networks_are_refused():
    other = DeepLabV3PlusConfig(
        num_classes=2, backbone=SmallBackboneConfig(), filters=16
    )
    with pytest.raises(ValueError, match="GALD networks.*deeplabv3plus"):
        mask_map(other.build())
    for pair in (("net", other.build()), ("net", keras.Sequential())):
        with pytest.raises(ValueError, match="this figure is of GALD"):
            draw_masks([pair], [FigureSample(IMAGE)], SPEC)
    with pytest.raises(ValueError, match="without a `distribution`"):
        mask_map(gald(distribution=None).build())
