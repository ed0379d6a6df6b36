"""Model card of a file outside its run: what the file itself tells."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from deeplab_family.model_card.card_files import read_model_card
from deeplab_family.model_card.model_card import ModelCard
from deeplab_family.recipes.named_network import names_of
from deeplab_family.training.run_card import starting_weights
from deeplab_family.weights import receipt_of

if TYPE_CHECKING:
    import keras


def card_beside(path: Path, model: keras.Model) -> ModelCard:
    """The card of the run that a model file lies in, or one of the file.

    Args:
        path: of the file.
        model: loaded from it.
    """
    return read_model_card(path.parent) or file_card(path.stem, model)


def file_card(name: str, model: keras.Model) -> ModelCard:
    """The card of a model whose run is not known.

    Args:
        name: of the model.
        model: any; one of this library tells its network, and by its receipt
            where its weights come from.
    """
    config, receipt = getattr(model, "config", None), receipt_of(model)
    if not hasattr(config, "backbone"):
        return ModelCard(name=name)
    network, backbone = names_of(config)
    weights = receipt and starting_weights(receipt, config.backbone)
    return ModelCard(
        name=name, network=network, backbone=backbone, weights=weights
    )
