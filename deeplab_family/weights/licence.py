"""Published licence of the weights that a training started from."""

from typing import Any

from deeplab_family.weights.load import published_weights
from deeplab_family.weights.receipt import Receipt


def published_licence(receipt: Receipt, config: Any) -> str:
    """Licence of the file of a receipt, by its SPDX name.

    Args:
        receipt: of the load.
        config: the backbone's `BackboneConfig`.

    Returns:
        "" unless it is the published file of ImageNet weights for that
        backbone: by its SHA-256, and where the publisher states none, by its
        name.
    """
    published = published_weights(config)
    if published is None:
        return ""
    if published.sha256:
        is_it = receipt.sha256.startswith(published.sha256)
    else:
        is_it = receipt.file == published.name
    return published.licence if is_it else ""
