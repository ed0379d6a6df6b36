"""How far a run is: the optimizer counts, and its count is in the file."""

import keras


def steps_done(model: keras.Model) -> int:
    """Optimizer steps since the start of the run, resumed or not."""
    return int(model.optimizer.iterations.numpy())
