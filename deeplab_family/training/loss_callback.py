"""Loss callback: counts batches, and shows weight decay apart."""

import keras
import tensorflow as tf

from deeplab_family.training.divergence import check_loss
from deeplab_family.training.train_state import TrainState


class LossLog(keras.callbacks.Callback):
    """Keeps a run's state, and splits the loss in the logs.

    Keras logs the mean of the whole loss since the start of `fit`. After this
    callback `loss` is the mean without weight decay since the last evaluation,
    also of a run that was stopped in between, and `weight_decay` the mean of
    the other term. It must come first in the list.

    Args:
        state: counted up batch by batch.

    Raises:
        DivergedError: at the first batch whose loss is not finite.
    """

    def __init__(self, state: TrainState):
        super().__init__()
        self.state = state
        self._decay_of = None
        self._decay = None
        self._is_logged = False

    def on_epoch_begin(self, epoch, logs=None):
        if self._is_logged:
            self.state.forget_losses()
            self._is_logged = False

    def on_train_batch_begin(self, batch, logs=None):
        if self._decay_of is None:
            model = self.model
            self._decay_of = tf.function(
                lambda: sum(model.losses, tf.constant(0.0))
            )
        # Before the step, as the loss counts it; its mean has this batch only.
        self._decay = self._decay_of()
        self.model.reset_metrics()

    def on_train_batch_end(self, batch, logs=None):
        total = float(logs["loss"])
        check_loss(total, self.state.step + 1)
        decay = float(self._decay)
        names = getattr(self.model, "loss_means", ())
        parts = {name: float(logs[name]) for name in names}
        self.state.add(total - decay, decay, parts)
        logs.update(self.state.means())

    def on_epoch_end(self, epoch, logs=None):
        logs.update(self.state.means())
        self._is_logged = True
