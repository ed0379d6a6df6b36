import numpy as np

from deeplab_family.inference import KerasPredictor, load_predictor
from export import Limit
from export.samples.samples import Samples
from export.verify.repeated_checks import check_limits
from export.verify.written_report import WrittenArtifact
from tests.export.tiny_network import draw_images


def check(exported, limit, labels=None):
    images = draw_images(2, 33, 49)
    artifact = WrittenArtifact(
        name="int8", path="model_int8.tflite", limit=limit
    )
    predictor = load_predictor(exported.folder / artifact.path)
    reference = KerasPredictor(exported.model)
    if labels:
        labels = reference(images).class_map
    [finding] = check_limits(
        [artifact],
        {"int8": predictor},
        reference,
        Samples(images, labels, None),
    )
    return finding


LOOSE = Limit(largest_difference=1, equal_pixels=0.5, mean_iou_drop=0.5)


def test_a_loose_limit_holds_and_the_figures_are_shown(exported):
    finding = check(exported, LOOSE, labels=True)
    assert finding.good
    assert "have the same class, mean IoU 0." in finding.detail
    assert "mean IoU" not in check(exported, LOOSE).detail


def test_every_broken_limit_is_told(exported):
    strict = Limit(largest_difference=0, equal_pixels=1, mean_iou_drop=0)
    finding = check(exported, strict, labels=True)
    assert not finding.good
    assert finding.detail.count("the limit is") == 3


def test_an_artifact_that_was_not_loaded_is_skipped(exported):
    artifact = WrittenArtifact(name="int8", path="x", limit=LOOSE)
    reference = KerasPredictor(exported.model)
    samples = Samples(np.zeros((1, 33, 49, 3), np.uint8), None, None)
    assert check_limits([artifact], {}, reference, samples) == []
