"""Errors of weights: a file that cannot fill a network, and why."""


class WeightsError(ValueError):
    """Raised for weights that are damaged, unsafe, or of another network.

    The message names the file, what is wrong with it and what to do.
    """
