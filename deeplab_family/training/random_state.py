"""Random generators of a resumed run."""

import keras


def wind_generators(model: keras.Model, steps: int):
    """Puts dropout's generators where `steps` training steps leave them.

    `.keras` files hold no state of random generators. Each dropout draws once
    a step, and each draw adds one to the second number of its state, so the
    state follows from the step.

    Args:
        model: a model as built, its generators not yet used.
        steps: int >= 0, training steps done.
    """
    for variable in model.variables:
        if "seed_generator" in variable.path:
            seed, _ = variable.numpy()
            variable.assign([seed, steps])
