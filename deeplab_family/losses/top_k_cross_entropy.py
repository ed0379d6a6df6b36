"""Cross entropy over a share of the pixels, the hardest ones.

Source: the official DeepLab code, `research/deeplab/utils/train_utils.py` of
`tensorflow/models`, `hard_example_mining_step` and `top_k_percent_pixels`; its
papers do not use it. The idea is from Wu et al., "Bridging Category-level and
Instance-level Semantic Image Segmentation", arXiv:1605.06885, section 3.
"""

import keras
from keras import ops

from deeplab_family.backend import gather_over_replicas
from deeplab_family.losses.ignore_label import global_mean
from deeplab_family.losses.label_downsampling import LabelDownsampling
from deeplab_family.losses.pixel_loss import ClassWeightedLoss


@keras.saving.register_keras_serializable(package="deeplab_family")
class TopKCrossEntropy(ClassWeightedLoss):
    """Mean cross entropy of the hardest pixels of the global batch.

    Of the n pixels of the batch, ignored ones counted as in the official code,
    the `floor(k * n)` of the largest weighted cross entropy are kept, at least
    one; all that tie with the last of them too. Ignored pixels, and those
    without a loss or a weight, are never kept. Several replicas keep the
    pixels that one would.

    Args:
        top_k_percent_pixels: k as a share, 0 < k <= 1, by the name that it has
            in the official code. Defaults to 0.25.
        hard_example_mining_step: int >= 0, the optimizer's step at which only
            that share is left; until then k falls linearly from 1. Needs
            `follow`, which the networks of this package call in `compile`, and
            TensorFlow. Defaults to 0: k is the same at all steps.
        ignore_label, class_weights, label_downsampling, name: see
            `MaskedCrossEntropy`. Weights make a pixel harder.

    Call arguments, returns: see `MaskedCrossEntropy`. The loss is the weighted
    sum over the kept pixels of all replicas, divided by their weight.

    Raises:
        ValueError: if an argument is outside of its range; where
            `MaskedCrossEntropy` raises it; and if steps are to be counted, but
            nobody has said whose.
    """

    def __init__(
        self,
        top_k_percent_pixels=0.25,
        hard_example_mining_step=0,
        ignore_label=255,
        class_weights=None,
        label_downsampling: LabelDownsampling | None = None,
        name="top_k_cross_entropy",
    ):
        super().__init__(ignore_label, name, label_downsampling, class_weights)
        if not 0 < top_k_percent_pixels <= 1:
            raise ValueError(
                "`top_k_percent_pixels` must lie in 0 < share <= 1: 0.25 is a "
                f"quarter. Received: {top_k_percent_pixels}"
            )
        step = hard_example_mining_step
        if not step >= 0 or step != int(step):
            raise ValueError(
                "`hard_example_mining_step` must be a whole number >= 0. "
                f"Received: {step}"
            )
        if step and keras.backend.backend() != "tensorflow":
            raise ValueError(
                "`hard_example_mining_step` counts the optimizer's steps, "
                "which only TensorFlow lets a loss see. Use 0. Received: "
                f"{step} on {keras.backend.backend()}"
            )
        self.top_k_percent_pixels = float(top_k_percent_pixels)
        self.hard_example_mining_step = int(step)
        self._optimizer = None

    def follow(self, optimizer):
        """Lets k fall with the steps of this optimizer, resumed or not."""
        self._optimizer = optimizer

    def reduce(self, pixels):
        weights = self.weights_of_pixels(pixels)
        losses = ops.where(weights > 0, pixels.cross_entropy, 0.0)
        hardness = ops.stop_gradient(losses * weights)
        hard = hardness >= self._lowest_kept(hardness)
        kept = ops.logical_and(hard, hardness > 0)
        return global_mean(losses, ops.cast(kept, "float32") * weights)

    def get_config(self):
        return {
            **super().get_config(),
            "top_k_percent_pixels": self.top_k_percent_pixels,
            "hard_example_mining_step": self.hard_example_mining_step,
        }

    def _lowest_kept(self, hardness):
        """The weighted cross entropy from which on pixels are kept."""
        of_all = gather_over_replicas(ops.reshape(hardness, (-1,)))
        count = ops.shape(of_all)[0]
        kept = ops.floor(self._share() * ops.cast(count, "float32"))
        kept = ops.maximum(ops.cast(kept, "int32"), 1)
        return ops.take(ops.sort(of_all), ops.maximum(count - kept, 0))

    def _share(self):
        if not self.hard_example_mining_step:
            return self.top_k_percent_pixels
        if self._optimizer is None:
            raise ValueError(
                "`hard_example_mining_step` counts the steps of an optimizer. "
                "Networks of this package tell the loss of theirs in "
                "`compile`; for any other model call "
                "`loss.follow(model.optimizer)` after it."
            )
        step = ops.cast(self._optimizer.iterations, "float32")
        done = ops.minimum(step / self.hard_example_mining_step, 1.0)
        return done * self.top_k_percent_pixels + (1.0 - done)
