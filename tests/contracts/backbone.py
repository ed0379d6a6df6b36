"""What every backbone promises."""

import dataclasses
import functools

import keras
import numpy as np
import pytest

from deeplab_family.backbones import FEATURE_KEYS
from tests.randomize import randomize


class BackboneContract:
    """Set `config`, a small backbone of the kind."""

    config = None

    def at(self, output_stride):
        config = dataclasses.replace(self.config, output_stride=output_stride)
        return randomize(config.build()), config

    @pytest.fixture(scope="class")
    @classmethod
    def backbone(cls):
        """Gives model and config at an output stride, each built once."""
        return functools.cache(cls().at)

    @pytest.mark.parametrize("output_stride", [4, 8, 16, 32])
    def test_features_have_the_declared_strides(self, backbone, output_stride):
        model, config = backbone(output_stride)
        assert tuple(config.feature_strides) == FEATURE_KEYS
        features = model.compute_output_spec(keras.KerasTensor((1, 97, 65, 3)))
        for key, stride in config.feature_strides.items():
            expected = (96 // stride + 1, 64 // stride + 1)
            assert features[key].shape[1:3] == expected, key

    @pytest.mark.parametrize("size", [(65, 97), (64, 96)])
    @pytest.mark.parametrize("output_stride", [8, 16])
    def test_dilated_features_subsampled_equal_strided_ones(
        self, backbone, output_stride, size
    ):
        images = np.random.default_rng(0).uniform(0, 255, (1, *size, 3))
        nominal, _ = backbone(32)
        dilated, _ = backbone(output_stride)
        dilated.set_weights(nominal.get_weights())
        expected = np.asarray(nominal(images)["res5"])
        step = 32 // output_stride
        output = np.asarray(dilated(images)["res5"])[:, ::step, ::step]
        scale = np.abs(expected).max()
        np.testing.assert_allclose(output, expected, atol=1e-4 * scale)

    def test_config_survives_serialization(self):
        stored = keras.saving.serialize_keras_object(self.config)
        revived = keras.saving.deserialize_keras_object(stored)
        assert revived == self.config

    @pytest.mark.parametrize("output_stride", [0, 3, 12, 64])
    def test_refuses_strides_it_cannot_have(self, output_stride):
        with pytest.raises(ValueError, match="`output_stride`"):
            dataclasses.replace(self.config, output_stride=output_stride)

    def test_refuses_a_momentum_that_never_moves(self):
        with pytest.raises(ValueError, match="`batch_norm_momentum`"):
            dataclasses.replace(self.config, batch_norm_momentum=1.0)
