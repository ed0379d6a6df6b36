"""Protocols: the inference of a paper's row, with other fields."""

from deeplab_family.evaluation import Protocol
from deeplab_family.inference import InferenceConfig


def test_other_inference_leaves_the_rest():
    first = Protocol(eval_size=(9, 9), inference=InferenceConfig(flip=True))
    scaled = first.asking(scales=(0.5, 1.0))
    assert scaled.eval_size == (9, 9)
    assert scaled.inference == InferenceConfig(flip=True, scales=(0.5, 1.0))
    assert scaled.text == scaled.inference.text
    assert first.inference.scales == (1.0,)
