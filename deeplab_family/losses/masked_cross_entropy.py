"""Cross entropy over the pixels that have a label.

Source: Chen et al., arXiv:1706.05587, section 4.1: logits at full resolution
against labels as they are; the official code divides by the valid pixels.
"""

import keras
from keras import ops

from deeplab_family.losses.downsample_labels import (
    LabelDownsampling,
    downsample_labels,
)
from deeplab_family.losses.global_mean import global_mean


@keras.saving.register_keras_serializable(package="deeplab_family")
class MaskedCrossEntropy(keras.losses.Loss):
    """Sum of the cross entropy of valid pixels, over their number.

    Under a distribution strategy the number is that of the global batch, so
    several replicas give the gradient that one would, however unevenly the
    ignored pixels fall on them. A batch without a valid pixel gives 0.

    Args:
        ignore_label: int. Pixels of this label count for nothing.
            Defaults to 255.
        class_weights: one float >= 0 for each class, or None. Weighs pixels in
            sum and number alike.
        label_downsampling: how labels shrink to the size of smaller logits,
            for networks with `upsample_logits=False`: "align_corners" or
            "every_nth" (see `downsample_labels`). None, the default, wants
            both at the same size.
        name: name of the loss.

    Call arguments:
        y_true: `(batch, height, width)`, class ids, any numeric dtype. Ids must
            be classes or `ignore_label`; the data pipeline sees to that.
        y_pred: `(batch, height, width, num_classes)`, logits, any float dtype;
            the computation is in float32. Smaller with `label_downsampling`.

    Returns:
        float32 scalar.

    Raises:
        ValueError: if `label_downsampling` is unknown, or if it is None and
            labels and logits differ in size.
    """

    def __init__(
        self,
        ignore_label=255,
        class_weights=None,
        label_downsampling: LabelDownsampling | None = None,
        name="masked_cross_entropy",
        **kwargs,
    ):
        # `call` does the whole reduction. Keras would divide any other by the
        # number of replicas, which `global_mean` takes into account.
        kwargs["reduction"] = "sum"
        super().__init__(name=name, dtype="float32", **kwargs)
        if label_downsampling not in (None, "align_corners", "every_nth"):
            raise ValueError(
                "`label_downsampling` must be 'align_corners', 'every_nth' or "
                f"None. Received: {label_downsampling!r}"
            )
        self.ignore_label = ignore_label
        self.class_weights = (
            None if class_weights is None else tuple(class_weights)
        )
        self.label_downsampling = label_downsampling

    def call(self, y_true, y_pred):
        labels = self._fit(ops.cast(y_true, "int32"), y_pred)
        valid = labels != self.ignore_label
        labels = ops.where(valid, labels, 0)
        losses = ops.sparse_categorical_crossentropy(
            labels, ops.cast(y_pred, "float32"), from_logits=True
        )
        weights = ops.cast(valid, "float32")
        if self.class_weights is not None:
            per_class = ops.array(self.class_weights, "float32")
            weights *= ops.take(per_class, labels)
        return global_mean(losses, weights)

    def get_config(self):
        config = super().get_config()
        return {
            "name": config["name"],
            "ignore_label": self.ignore_label,
            "class_weights": self.class_weights,
            "label_downsampling": self.label_downsampling,
        }

    def _fit(self, labels, logits):
        if self.label_downsampling is not None:
            size = ops.shape(logits)[1:3]
            return downsample_labels(labels, size, self.label_downsampling)
        sizes = zip(labels.shape[1:3], logits.shape[1:3], strict=True)
        if any(None not in pair and len(set(pair)) == 2 for pair in sizes):
            raise ValueError(
                "Labels and logits must have the same height and width, or "
                "set `label_downsampling`. Received: labels "
                f"{tuple(labels.shape)}, logits {tuple(logits.shape)}"
            )
        return labels
