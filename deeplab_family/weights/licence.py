"""Published licence of the weights that a training started from."""

from typing import Any

from deeplab_family.weights.load import published_weights
from deeplab_family.weights.receipt import Receipt


def published_licence(receipt: Receipt, config: Any) -> str:
    """Licence of the file of a receipt, by its SPDX name.

    Args:
        receipt: of the load.
        config: the trunk's `BackboneConfig`.

    Returns:
        "" unless it is the published file of ImageNet weights for that trunk,
        by its name and, where the publisher states one, its SHA-256.
    """
    published = published_weights(config)
    if published is None or published.name != receipt.file:
        return ""
    if not receipt.sha256.startswith(published.sha256):
        return ""
    return published.licence
