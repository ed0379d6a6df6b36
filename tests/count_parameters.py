"""Numbers of weights as the literature counts them."""

import numpy as np


def trainable(model) -> int:
    """Trainable weights, those of batch normalization included."""
    return _count(model.trainable_variables)


def moving(model) -> int:
    """Moving statistics of batch normalizations."""
    return _count(
        variable
        for variable in model.non_trainable_variables
        if variable.name.startswith("moving")
    )


def _count(variables):
    return sum(int(np.prod(variable.shape)) for variable in variables)
