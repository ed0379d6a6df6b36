"""Training with a second loss halfway through the backbone.

Source: Zhao et al., "Pyramid Scene Parsing Network", arXiv:1612.01105, section
3.3. The second head serves the gradient only, so it lives here and not in the
network: what is saved and exported never knows of it.
"""

import keras

from deeplab_family.layers import AuxiliaryHead, ResizeLike
from deeplab_family.losses import MaskedCrossEntropy
from deeplab_family.models.fit_arguments import (
    check_batch,
    choose_jit_compile,
    let_loss_count,
    refuse_class_weight,
)
from deeplab_family.models.multi_worker_fit import MultiWorkerFit
from deeplab_family.models.segmentation_model import SegmentationModel

TAP = "res4"


@keras.saving.register_keras_serializable(package="deeplab_family")
class AuxiliaryTraining(MultiWorkerFit, keras.Model):
    """A network and its auxiliary head, for `fit`.

    Made by a config's `build_for_training()`. The compiled loss falls on the
    network's logits, `auxiliary_weight` times the plain cross entropy on those
    of the head, which ignores the same label. Labels are one map, as for the
    network alone. Without `training=True` it is the network: evaluation,
    metrics and prediction see its logits only.

        model = config.build_for_training()
        model.compile(optimizer, OHEMCrossEntropy())
        model.fit(batches)
        model.network.save("galdnet.keras")

    Saving this model itself keeps the head too, to resume a run.

    Args:
        network: the network; its config has the fields `num_classes`,
            `filters`, `dropout_rate`, `auxiliary_weight` and `backbone`.
        tap: the map within the network that the head looks at, `TAP` of its
            backbone.

    Call arguments:
        images: `(batch, height, width, 3)`, values 0..255.

    Returns:
        float32 logits `(batch, height, width, num_classes)`; while training a
        list of the network's and the head's.
    """

    def __init__(self, network: SegmentationModel, tap, **kwargs):
        super().__init__(**kwargs)
        config = network.config
        images, logits = network.inputs[0], network.outputs[0]
        head = AuxiliaryHead(
            config.num_classes,
            config.filters,
            config.dropout_rate,
            **config.backbone.batch_norm,
            name="auxiliary_head",
        )
        auxiliary = ResizeLike(
            stride=config.backbone.feature_strides[TAP], name="auxiliary_logits"
        )([head(tap), images])
        self.network = network
        self.both = keras.Model(images, [logits, auxiliary], name="both")
        self.auxiliary_loss = MaskedCrossEntropy(name="auxiliary_loss")
        self.built = True

    def call(self, images, training=None):
        check_batch(images, self.network.config.image_shape[-1])
        if training:
            return self.both(images, training=True)
        return self.network(images, training=training)

    def compile(self, *args, jit_compile="auto", **kwargs):
        """As `keras.Model.compile`; "auto" means XLA on accelerators only."""
        jit_compile = choose_jit_compile(jit_compile)
        super().compile(*args, jit_compile=jit_compile, **kwargs)
        let_loss_count(self)
        self.auxiliary_loss = MaskedCrossEntropy(
            _ignore_label(self.loss), name="auxiliary_loss"
        )

    def fit(self, *args, class_weight=None, **kwargs):
        """As `keras.Model.fit`; refuses `class_weight`, which it cannot use."""
        refuse_class_weight(class_weight)
        return super().fit(*args, **kwargs)

    def train_on_batch(self, *args, class_weight=None, **kwargs):
        """As `keras.Model.train_on_batch`; refuses `class_weight` too."""
        refuse_class_weight(class_weight)
        return super().train_on_batch(*args, **kwargs)

    def compile_from_config(self, config):
        """Compiles as before saving, so that a loaded run can go on."""
        self.compile(**keras.saving.deserialize_keras_object(config))
        self.optimizer.build(self.trainable_variables)

    def compute_loss(
        self, x=None, y=None, y_pred=None, sample_weight=None, training=True
    ):
        logits, auxiliary = _split(y_pred)
        loss = super().compute_loss(x, y, logits, sample_weight, training)
        if auxiliary is None:
            return loss
        weight = self.network.config.auxiliary_weight
        return loss + weight * self.auxiliary_loss(y, auxiliary, sample_weight)

    def compute_metrics(self, x, y, y_pred, sample_weight=None):
        logits, _ = _split(y_pred)
        return super().compute_metrics(x, y, logits, sample_weight)

    def get_config(self):
        return self.network.get_config()

    @classmethod
    def from_config(cls, config, custom_objects=None):
        del custom_objects  # the network needs nothing beyond its config
        network = keras.saving.deserialize_keras_object(config["config"])
        model = network.build_for_training(name=config["name"])
        model.network.revive_description(config)
        return model


def _ignore_label(loss):
    """What the compiled loss ignores, ours or one of Keras; else 255."""
    config = loss.get_config() if isinstance(loss, keras.losses.Loss) else {}
    label = config.get("ignore_label", config.get("ignore_class"))
    return 255 if label is None else label


def _split(outputs):
    """Logits and auxiliary logits; None for those that were not computed."""
    if isinstance(outputs, list | tuple):
        return outputs
    return outputs, None
