"""Confusions: what classes are taken for, the most frequent first."""

import numpy as np

from deeplab_family.console.tables import Table, numbers, words
from deeplab_family.evaluation import Scores
from deeplab_family.pages.heat_map import row_shares

SHOWN = 12


def square_counts(scores: Scores) -> np.ndarray:
    """Judged pixels by label and prediction, int64 `(classes, classes)`."""
    return scores.confusion[:-2, :-1]


def top_confusions(scores: Scores, shown: int = SHOWN) -> Table | None:
    """The pairs that take the most of a class, as a table.

    A pair is as large as its share of the pixels of its label, so that rare
    classes count like others; equal ones stand in the order of the ids.

    Args:
        scores: of an evaluation.
        shown: int >= 1, rows.

    Returns:
        None where nothing is wrong.
    """
    counts = square_counts(scores)
    shares = row_shares(counts)
    np.fill_diagonal(shares, 0)
    errors = counts.sum() - np.trace(counts)
    places = np.argsort(-shares, axis=None, kind="stable")[:shown]
    rows = []
    for label, answer in zip(
        *np.unravel_index(places, shares.shape), strict=True
    ):
        if shares[label, answer] > 0:
            rows.append(
                (
                    scores.class_names[label],
                    scores.class_names[answer],
                    f"{shares[label, answer]:.1%}",
                    f"{counts[label, answer] / errors:.1%}",
                )
            )
    if not rows:
        return None
    return Table(
        columns=words("label", "is taken for")
        + numbers("of its pixels", "of all wrong pixels"),
        rows=tuple(rows),
    )
