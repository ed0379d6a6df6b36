"""Model card files: `model_card.md` to read, `model_card.json` for programs."""

import json
import logging
from dataclasses import asdict
from pathlib import Path

from deeplab_family.model_card.card_markdown import as_markdown
from deeplab_family.model_card.model_card import (
    ClassScores,
    ExportedFile,
    ModelCard,
    Score,
    StartingWeights,
)
from input_pipeline.atomic_files import write_atomic

MARKDOWN, FACTS = "model_card.md", "model_card.json"
MOST_BYTES = 2**24
"""Facts that are larger were written by somebody else."""

logger = logging.getLogger("deeplab_family")


def write_model_card(folder: str | Path, card: ModelCard) -> None:
    """Writes both files into a folder, each whole or not at all.

    Args:
        folder: made if it is missing; an older card in it is replaced, unless
            it says the same already.
        card: what to write.

    Raises:
        OSError: if one cannot be written; an older one is then intact.
    """
    facts = json.dumps(asdict(card), indent=2) + "\n"
    for name, text in ((MARKDOWN, as_markdown(card)), (FACTS, facts)):
        path = Path(folder) / name
        if not path.is_file() or path.read_bytes() != text.encode():
            write_atomic(path, text)


def read_model_card(folder: str | Path) -> ModelCard | None:
    """The card in a folder; None without one, or if it is no card.

    What is no card is said in a line.
    """
    path = Path(folder) / FACTS
    if not path.is_file():
        return None
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError("it is larger than any card")
        card = _card(json.loads(path.read_text(encoding="utf-8")))
        as_markdown(card)  # what cannot be shown was not written here
        return card
    except Exception as error:
        logger.warning("%s is no model card: %r", path, error)
        return None


def _card(tree: dict) -> ModelCard:
    scores = [Score(**_tuples(score)) for score in tree.pop("scores")]
    files = [ExportedFile(**file) for file in tree.pop("files")]
    weights = tree.pop("weights")
    rows = tree.pop("class_scores")
    return ModelCard(
        scores=tuple(scores),
        files=tuple(files),
        weights=None if weights is None else StartingWeights(**weights),
        class_scores=ClassScores(**_tuples(rows)),
        **_tuples(tree),
    )


def _tuples(tree: dict) -> dict:
    """Fields with tuples in place of JSON's lists, two levels deep."""
    return {
        name: tuple(
            tuple(one) if isinstance(one, list) else one for one in value
        )
        if isinstance(value, list)
        else value
        for name, value in tree.items()
    }
