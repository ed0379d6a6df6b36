import pytest

from deeplab_family.backbones import BackboneConfig, ResNetConfig


def test_dilated_features_stop_shrinking_at_the_output_stride():
    strides = ResNetConfig(output_stride=8).feature_strides
    assert strides == {"res2": 4, "res3": 8, "res4": 8, "res5": 8}


def test_head_and_backbone_share_batch_norm_settings():
    config = ResNetConfig(batch_norm_momentum=0.9, batch_norm_epsilon=1e-4)
    assert config.batch_norm == {"momentum": 0.9, "epsilon": 1e-4}


def test_base_class_does_not_build():
    with pytest.raises(NotImplementedError, match="BackboneConfig"):
        BackboneConfig().build()
