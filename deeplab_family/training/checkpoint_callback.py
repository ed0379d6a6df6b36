"""Checkpoint callback: writes `last.keras`, from which a run resumes."""

import keras

from deeplab_family.training.divergence import check_weights
from deeplab_family.training.train_state import TrainState
from deeplab_family.training.work_directory import WorkDirectory


class SaveLast(keras.callbacks.Callback):
    """Writes `last.keras` every few steps and before each evaluation.

    The file holds weights, optimizer and train state, from which that of
    dropout's generator follows, so that a resumed run takes the very steps the
    killed one would have taken. As it is written before the evaluation, one
    that is cut short is made again. The next-to-last files are kept.

    Args:
        workdir: where to.
        save_every: int >= 1, steps between two files.
        state: where the run is; this callback only reads it.
        writes: whether this process writes the file; of several, one does.

    Raises:
        DivergedError: instead of saving weights that are not finite.
    """

    def __init__(
        self,
        workdir: WorkDirectory,
        save_every: int,
        state: TrainState,
        writes: bool = True,
    ):
        super().__init__()
        self.workdir = workdir
        self.save_every = save_every
        self.state = state
        self.writes = writes
        self._saved_step = state.step

    @property
    def step(self) -> int:
        """Batches seen since the start of the run."""
        return self.state.step

    def save(self):
        """Writes the file unless this step is in it already."""
        if self._saved_step != self.step:
            check_weights(self.model, self.step)
            if self.writes:
                self.workdir.save_checkpoint(self.model, self.state)
            self._saved_step = self.step

    def on_train_batch_end(self, batch, logs=None):
        if self.step % self.save_every == 0:
            self.save()

    def on_epoch_end(self, epoch, logs=None):
        self.save()


def advance_random_generators(model: keras.Model, steps: int):
    """Puts dropout's generators where `steps` training steps leave them.

    `.keras` files hold no state of random generators. Each dropout draws once
    a step, and each draw adds one to the second number of its state, so the
    state follows from the step.

    Args:
        model: a model as built, its generators not yet used. One whose
            generators draw more often tells so as its `draws_a_step`.
        steps: int >= 0, training steps done.
    """
    draws = steps * getattr(model, "draws_a_step", 1)
    for variable in model.variables:
        if "seed_generator" in variable.path:
            seed, _ = variable.numpy()
            variable.assign([seed, draws])
