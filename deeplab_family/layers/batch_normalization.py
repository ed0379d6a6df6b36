"""Batch normalization that is fused on one device and shared over many."""

import keras
from keras import layers

from deeplab_family.backend import (
    fused_batch_norm,
    has_fused_batch_norm,
    replica_count,
)


@keras.saving.register_keras_serializable(package="deeplab_family")
class FusedBatchNormalization(layers.BatchNormalization):
    """A `keras.layers.BatchNormalization` of the channels, at full speed.

    One replica: mean, variance and the normalization come from one fused
    operation. Several replicas: the statistics are those of the global batch,
    as the paper asks for batches of 16 (section 4). Trains gamma and beta;
    with `trainable=False` it is frozen and uses the moving statistics.

    Args:
        momentum: float in 0..1, share of the old moving statistics.
            Defaults to 0.9997 (the paper's); runs shorter than some thousand
            steps need 0.9 to 0.99, or the statistics never arrive.
        epsilon: float > 0. Defaults to 1e-5.

    Input shape:
        `(batch, height, width, channels)`.

    Output shape:
        The same.
    """

    def __init__(self, momentum=0.9997, epsilon=1e-5, **kwargs):
        super().__init__(momentum=momentum, epsilon=epsilon, **kwargs)

    def call(self, inputs, training=None, mask=None):
        learns = bool(training) and self.trainable
        if not has_fused_batch_norm(learns):
            return self._call_shared(inputs, training)
        outputs, mean, variance = fused_batch_norm(
            inputs,
            self.gamma,
            self.beta,
            self.moving_mean,
            self.moving_variance,
            epsilon=self.epsilon,
            training=learns,
        )
        if learns:
            self._move(self.moving_mean, mean)
            self._move(self.moving_variance, variance)
        return outputs

    def get_config(self):
        config = super().get_config()
        # Not arguments of ours: they say how many devices there are, or ask
        # for what a fused operation cannot do.
        return {
            name: value
            for name, value in config.items()
            if name not in ("axis", "center", "scale", "synchronized")
        }

    def _call_shared(self, inputs, training):
        # Keras knows how to share statistics on TensorFlow alone, and refuses
        # the request elsewhere.
        self.synchronized = replica_count() > 1
        return super().call(inputs, training=training)

    def _move(self, moving, value):
        moving.assign(moving * self.momentum + value * (1.0 - self.momentum))
