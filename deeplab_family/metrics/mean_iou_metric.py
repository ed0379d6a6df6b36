"""Mean intersection over union, per-class IoU and pixel accuracy."""

import keras
from keras import ops

from deeplab_family.backend import count_variable, most_likely_class
from deeplab_family.label_checks import (
    NO_ID,
    as_label_map,
    check_same_size,
    static_shape,
    whole_ids,
)
from deeplab_family.metrics.confusion import confusion_matrix
from deeplab_family.metrics.iou import (
    class_iou,
    invalid_count,
    mean_over_present,
    pixel_accuracy,
)


@keras.saving.register_keras_serializable(package="deeplab_family")
class MeanIoU(keras.metrics.Metric):
    """Mean IoU of a whole data set, from one confusion matrix of integers.

    IoU is `hits / (labeled + predicted - hits)`, over all pixels of all
    batches, so how the pixels were split into batches does not matter.
    A class that is neither labeled nor predicted anywhere has no IoU (NaN)
    and is left out of the mean; one that is wrongly predicted counts as 0.
    A label that is neither a class nor `ignore_label` is counted, never
    dropped: from then on `result()` is NaN, since no honest score exists.

    `confusion` is the table of `confusion_matrix`: an int64 variable, or, on
    JAX without `jax_enable_x64`, a table of two int32 numbers a count that
    `numpy.asarray` reads as int64. Higher is better: callbacks that monitor it
    need no `mode`.

    Args:
        num_classes: int >= 1. Number of classes.
        ignore_label: int outside `0..num_classes-1`. Label of the pixels
            that are not judged. Defaults to 255.
        name: str. Defaults to `"mean_iou"`.
        **kwargs: base `Metric` arguments (`dtype`).

    Call arguments:
        y_true: class ids `(batch, height, width)`, or with a last dimension of
            1, any numeric dtype.
        y_pred: logits or probabilities `(batch, height, width, num_classes)`
            of a float dtype, or integer class ids shaped as `y_true`, with or
            without its last dimension.
        sample_weight: not supported, since pixels are counted, not weighed.

    Raises:
        ValueError: if `num_classes` < 1, `ignore_label` is a class, shapes
            do not fit, or `sample_weight` is given.
    """

    def __init__(
        self,
        num_classes: int,
        ignore_label: int = 255,
        name: str = "mean_iou",
        **kwargs,
    ):
        super().__init__(name=name, **kwargs)
        if num_classes < 1:
            raise ValueError(
                f"`num_classes` must be >= 1. Received: {num_classes}"
            )
        if 0 <= ignore_label < num_classes:
            raise ValueError(
                "`ignore_label` must not be one of the classes "
                f"0..{num_classes - 1}. Received: {ignore_label}"
            )
        self.num_classes = num_classes
        self.ignore_label = ignore_label
        self._direction = "up"  # as Keras' own, for callbacks
        self.confusion = count_variable(
            self.add_variable, (num_classes + 2, num_classes + 1), "confusion"
        )

    def update_state(self, y_true, y_pred, sample_weight=None):
        if sample_weight is not None:
            raise ValueError(
                f"`{self.name}` counts pixels and takes no `sample_weight`. "
                f"Set labels to {self.ignore_label} where pixels shall not "
                "count."
            )
        y_true, y_pred = self._class_ids(y_true, y_pred)
        counts = confusion_matrix(
            y_true, y_pred, self.num_classes, self.ignore_label
        )
        self.confusion.assign_add(counts)

    def result(self):
        mean = mean_over_present(self.class_iou())
        return ops.where(self.invalid_count() > 0, float("nan"), mean)

    def class_iou(self):
        """IoU of each class so far: float32 `(num_classes,)`, NaN: absent."""
        return class_iou(self.confusion)

    def pixel_accuracy(self):
        """Share of judged pixels predicted right so far: float32 scalar."""
        return pixel_accuracy(self.confusion)

    def invalid_count(self):
        """Pixels so far with ids that are no class: integer scalar."""
        return invalid_count(self.confusion)

    def get_config(self):
        return {
            **super().get_config(),
            "num_classes": self.num_classes,
            "ignore_label": self.ignore_label,
        }

    def _class_ids(self, y_true, y_pred):
        y_true, y_pred = map(ops.convert_to_tensor, (y_true, y_pred))
        shape = static_shape(y_pred, "y_pred")
        is_float = "float" in keras.backend.standardize_dtype(y_pred.dtype)
        if is_float and shape[-1:] == (self.num_classes,):
            y_pred = most_likely_class(y_pred)
        elif is_float:
            raise ValueError(
                f"`y_pred` must hold {self.num_classes} logits per pixel in "
                "its last dimension, or integer class ids. "
                f"Received: {y_pred.dtype} of shape {shape}"
            )
        elif len(shape) == 4 and shape[-1] == 1:
            y_pred = ops.squeeze(y_pred, axis=-1)
        y_true = whole_ids(as_label_map(y_true, y_pred.shape))
        y_true, fits = check_same_size(y_true, y_pred)
        return ops.where(fits, y_true, NO_ID), y_pred
