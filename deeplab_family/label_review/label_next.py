"""Images to label next: uncertain ones, no two alike.

Uncertainty is the margin between the two most probable classes (Scheffer et
al., 2001; Settles, "Active Learning Literature Survey", 2009, section 3.1),
averaged over the pixels. As in Suggestive Annotation (Yang et al.,
arXiv:1706.04737), the most uncertain images are candidates, and those are
taken that represent them: here by the greedy k-center rule of core-sets (Sener
and Savarese, arXiv:1708.00489, algorithm 1).
"""

import cv2
import numpy as np

CELLS = 4
"""Parts of each side of an image whose classes are compared."""

CANDIDATES = 4
"""Candidates for each image that is taken."""


def uncertainty_map(probabilities: np.ndarray) -> np.ndarray:
    """1 - (p1 - p2) of the two most probable classes of each pixel.

    Args:
        probabilities: floats `(height, width, classes)`.

    Returns:
        floats `(height, width)` in 0..1; 0 everywhere for a single class.
    """
    if probabilities.shape[-1] < 2:
        return np.zeros(probabilities.shape[:2], probabilities.dtype)
    two = np.partition(probabilities, -2, axis=-1)[..., -2:]
    return 1 - (two[..., 1] - two[..., 0])


def describe(probabilities: np.ndarray) -> np.ndarray:
    """Descriptor of an image: mean probabilities of its 4 x 4 parts.

    Args:
        probabilities: floats `(height, width, classes)`.

    Returns:
        float32 `(16 * classes,)`; images of any size can be compared.
    """
    classes = np.moveaxis(probabilities.astype(np.float32), -1, 0)
    size = (CELLS, CELLS)
    parts = [cv2.resize(c, size, None, 0, 0, cv2.INTER_AREA) for c in classes]
    return np.stack(parts).ravel()


def rank_next(
    uncertainties: np.ndarray,
    descriptions: np.ndarray,
    count: int,
    candidates: int = CANDIDATES,
) -> list[int]:
    """Ranks images: the first `count` are to be labeled next.

    Of the `candidates * count` most uncertain images the most uncertain comes
    first, then each time the one that is farthest from its nearest among
    those taken. The rest follows by its uncertainty.

    Args:
        uncertainties: floats `(images,)`.
        descriptions: floats `(images, features)`.
        count: int >= 1.
        candidates: int >= 1.

    Returns:
        The place of every image, once; of equal images the earlier first.

    Raises:
        ValueError: if a number is less than 1.
    """
    if count < 1 or candidates < 1:
        raise ValueError(
            "`count` and `candidates` must be >= 1. Received: "
            f"{count} and {candidates}"
        )
    by_doubt = np.argsort(-np.asarray(uncertainties), kind="stable")
    pool = by_doubt[: candidates * count]
    taken = _farthest_first(np.asarray(descriptions)[pool], count)
    chosen = pool[taken].tolist()
    return chosen + [one for one in by_doubt.tolist() if one not in chosen]


def _farthest_first(points: np.ndarray, count: int) -> list[int]:
    """The greedy k-center rule, from the first point on."""
    taken = [0][: len(points)]
    nearest = np.full(len(points), np.inf)
    while taken and len(taken) < min(count, len(points)):
        distance = np.linalg.norm(points - points[taken[-1]], axis=1)
        nearest = np.minimum(nearest, distance)
        nearest[taken] = -1
        taken.append(int(nearest.argmax()))
    return taken
