"""Inference configs: refused values, the line for people, presets."""

import pytest

from deeplab_family.inference import SCALES, InferenceConfig, Windows
from deeplab_family.inference.dense_crf import CRF_PRESETS


@pytest.mark.parametrize("scales", [(), (1.0, 0.0), (float("nan"),)])
def test_no_scale_is_refused(scales):
    with pytest.raises(ValueError, match="`scales`"):
        InferenceConfig(scales=scales)


def test_another_average_is_refused():
    with pytest.raises(ValueError, match="`average`.*'votes'"):
        InferenceConfig(average="votes")


def test_a_line_says_what_is_done():
    assert InferenceConfig().text == "whole image"
    wide = InferenceConfig(output_stride=8, scales=(0.5, 1.0), flip=True)
    assert wide.text == (
        "stride 8; scales 0.5, 1; mirrored too; mean of probabilities"
    )
    cut = InferenceConfig(windows=Windows(tile=769), average="logits")
    assert cut.text == "crops of 769 every 513; mean of logits"
    refined = InferenceConfig(crf=CRF_PRESETS["duc"])
    assert refined.text == "CRF of 10 steps"


def test_scales_of_the_papers():
    """DeepLabv3, section 4.2, and its appendix, "Cityscapes"."""
    assert SCALES["deeplabv3"] == (0.5, 0.75, 1.0, 1.25, 1.5, 1.75)
    assert SCALES["deeplabv3-cityscapes"] == (0.75, 1.0, 1.25)
    test = SCALES["deeplabv3-cityscapes-test"]
    assert test == (0.75, 1.0, 1.25, 1.5, 1.75, 2.0)
