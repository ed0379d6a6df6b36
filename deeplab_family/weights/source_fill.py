"""Filling a model from a file's arrays, as their source translates them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from deeplab_family.weights.files.content_hash import hash_of
from deeplab_family.weights.files.named_arrays import NamedArrays
from deeplab_family.weights.fill import fill
from deeplab_family.weights.input_channels import fit_input_channels
from deeplab_family.weights.receipt import ATTRIBUTE, Receipt
from deeplab_family.weights.translation import Translation

if TYPE_CHECKING:
    import keras


def fill_from_source(
    model: keras.Model,
    config: Any,
    source: Any,
    arrays: NamedArrays,
    path: Path,
) -> Receipt:
    """Fills a model and gives it its receipt.

    Args:
        model: the backbone or network, or one that holds it.
        config: that built it, which tells the source what to put.
        source: a `BackboneSource`, or a `NetworkSource` of the importers.
        arrays: of the file, by its own names.
        path: of the file.

    Returns:
        The receipt, which is kept with the model.

    Raises:
        WeightsError: if they do not fit; the model is unchanged then.
    """
    translation = Translation(arrays)
    source.translate(config, translation)
    values, widened = fit_input_channels(translation.values, model)
    matched, fresh = fill(model, values)
    receipt = Receipt(
        source=source.name,
        file=path.name,
        sha256=hash_of(path),
        matched=matched,
        fresh=fresh,
        skipped=(*translation.left, *arrays.skipped),
        notes=(*source.notes(config, arrays), *widened),
    )
    setattr(model, ATTRIBUTE, receipt)
    return receipt
