"""Class weights that a run began with, read from its recipe as JSON."""

DOCTOR = "doctor"
"""As `class_weights`: those that `deeplab doctor` suggests for the data."""


def held_class_weights(held: dict) -> list[tuple[float, ...]]:
    """The class weights of a run, of one loss after the other.

    Args:
        held: recipe of the run, from `tree_of`.
    """
    found = [loss.get("class_weights") for loss in _losses(held)]
    return [tuple(weights) for weights in found if weights is not None]


def take_held_class_weights(wanted: dict, held: dict):
    """Puts the weights that a run began with where "doctor" asks for some.

    Args:
        wanted: recipe that the run would go on with, from `tree_of`; changed.
        held: that of the run.
    """
    for loss, of_run in zip(_losses(wanted), _losses(held), strict=False):
        numbers = of_run.get("class_weights")
        if loss.get("class_weights") == DOCTOR and numbers is not None:
            loss["class_weights"] = numbers


def _losses(tree: dict) -> list[dict]:
    """The loss, or those that it is the sum of."""
    loss = tree["train"]["loss"]
    return loss.get("losses", [loss])
