"""What a classifier has learned, as the start of a segmentation network."""

import keras
import numpy as np
import pytest

from deeplab_family.classification import ClassifierConfig
from deeplab_family.models import DeepLabV3PlusConfig, GCNConfig
from deeplab_family.training.compiled_model import compile_model
from deeplab_family.weights import WeightsError, receipt_of
from deeplab_family.weights.backbone import backbone_of
from tests.randomize import randomize
from tests.small_backbone import SmallBackboneConfig
from tests.tiny_recipe import tiny_mobile

IMAGES = np.random.default_rng(3).integers(0, 256, (1, 65, 65, 3), np.uint8)


def features(model):
    maps = backbone_of(model)(IMAGES)
    return {k: keras.ops.convert_to_numpy(v) for k, v in maps.items()}


@pytest.mark.parametrize("name", ["last.keras", "best.keras"])
def test_a_run_s_files_start_a_segmentation_network(finished, name):
    _, folder, _ = finished
    config = GCNConfig(
        num_classes=3,  # as many as the classifier has
        backbone=SmallBackboneConfig(
            output_stride=32, batch_norm_momentum=0.99
        ),
        kernel_size=5,
    )
    network = config.build()
    head = {
        v.path: v.numpy()
        for v in network.variables
        if v.path not in {w.path for w in backbone_of(network).variables}
    }
    network = config.build(weights=folder / name)
    classifier = keras.saving.load_model(folder / name, compile=False)
    ours, theirs = features(network), features(classifier)
    assert ours.keys() == theirs.keys()
    for key, value in theirs.items():
        np.testing.assert_array_equal(ours[key], value, err_msg=key)
    receipt = receipt_of(network)
    assert receipt.source == "classifier on small_backbone"
    assert receipt.skipped == ("class_scores/kernel", "class_scores/bias")
    assert receipt.notes == ()
    fresh = {path.rpartition("/")[0] for path in head}
    assert set(receipt.fresh) == fresh
    assert not fresh & set(receipt.matched)


def test_a_recipe_s_weights_may_be_the_folder_of_a_run(
    finished, streets, tmp_path
):
    _, folder, _ = finished
    recipe = tiny_mobile(streets, weights=str(folder))
    recipe = recipe.with_num_classes(9)
    model = compile_model(recipe)
    assert receipt_of(model).file == "best.keras"
    best = keras.saving.load_model(folder / "best.keras", compile=False)
    stem = "stem/conv/kernel"
    ours, theirs = (
        {v.path: v.numpy() for v in m.variables} for m in (model, best)
    )
    np.testing.assert_array_equal(ours[stem], theirs[stem])


def test_the_other_way_round_and_at_another_stride(tmp_path):
    backbone = SmallBackboneConfig(output_stride=16)
    network = DeepLabV3PlusConfig(
        num_classes=4, backbone=backbone, filters=8
    ).build()
    randomize(network)
    network.class_names = tuple("abcd")
    network.save(tmp_path / "network.keras")
    config = ClassifierConfig(
        num_classes=4, backbone=backbone.with_output_stride(32)
    )
    classifier = config.build(weights=tmp_path / "network.keras")
    np.testing.assert_array_equal(
        features(classifier)["res4"], features(network)["res4"]
    )
    assert receipt_of(classifier).fresh == ("class_scores",)
    assert classifier.class_names is None


def test_another_backbone_is_refused(finished):
    _, folder, _ = finished
    config = GCNConfig(
        num_classes=3,
        backbone=SmallBackboneConfig(output_stride=32, batch_norm_epsilon=1e-5),
    )

    with pytest.raises(WeightsError, match="batch_norm_epsilon=0.001"):
        config.build(weights=folder / "last.keras")
