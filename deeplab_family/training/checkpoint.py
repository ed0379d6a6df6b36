"""A callback that keeps a file to resume from."""

import keras

from deeplab_family.training.steps_done import steps_done
from deeplab_family.training.work_directory import WorkDirectory


class SaveLast(keras.callbacks.Callback):
    """Writes `last.keras` every few steps and at the end of each `fit`.

    The file holds weights, optimizer and the state of dropout's generator, so
    that a resumed run takes the very steps the killed one would have taken.

    Args:
        workdir: where to.
        save_every: int >= 1, steps between two files.
    """

    def __init__(self, workdir: WorkDirectory, save_every: int):
        super().__init__()
        self.workdir = workdir
        self.save_every = save_every
        self._saved_step = None

    @property
    def step(self) -> int:
        """Optimizer steps done since the start of the run."""
        return steps_done(self.model)

    def save(self):
        """Writes the file unless this step is in it already."""
        if self._saved_step != self.step:
            self.workdir.save_model(self.model, self.workdir.last)
            self._saved_step = self.step

    def on_train_batch_end(self, batch, logs=None):
        if self.step % self.save_every == 0:
            self.save()

    def on_train_end(self, logs=None):
        self.save()
