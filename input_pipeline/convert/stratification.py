"""Stratified split: every part gets its share of each class's images.

Iterative stratification, rarest class first: Sechidis, Tsoumakas and
Vlahavas, "On the Stratification of Multi-Label Data" (ECML PKDD 2011),
algorithm 1. Here it deals out groups of images, a single image being a group
of one.
"""

import re
from collections.abc import Hashable, Sequence

import numpy as np

from input_pipeline.counted_nouns import counted_noun
from input_pipeline.errors import DataError

SHOWN = 3
_NEARLY = 1e-9


def stratified_split(
    present: np.ndarray,
    groups: Sequence[Hashable],
    shares: Sequence[float],
    seed: int = 0,
) -> np.ndarray:
    """Deals images to parts; those of one group stay together.

    Args:
        present: bool `(images, classes)`, the classes that an image shows.
        groups: of each image.
        shares: of each part, above 0; they sum to one.
        seed: int >= 0; decides between groups that are equally good.

    Returns:
        int64 `(images,)`, the number of each image's part.

    Raises:
        DataError: if there are fewer groups than parts, or groups so large
            that a part gets none.
    """
    names, group_of = np.unique(
        np.array([repr(group) for group in groups]), return_inverse=True
    )
    if len(names) < len(shares):
        raise DataError(
            f"{len(names)} groups of {len(present)} images cannot be divided "
            f"into {len(shares)} parts. Add images, or divide the groups"
        )
    # Column 0 counts images: of those without a class, and to break ties.
    columns = np.column_stack([np.ones(len(present), bool), present])
    counts = np.zeros((len(names), columns.shape[1]))
    np.add.at(counts, group_of, columns)
    part_of_group = _deal(counts, _widened(shares, len(names)), seed)
    empty = set(range(len(shares))) - {*part_of_group.tolist()}
    if empty:
        raise DataError(
            f"the part of {shares[min(empty)]:g} would be empty: the "
            f"{len(names)} groups are too large for it. Make smaller groups, "
            "or give it a larger share"
        )
    return part_of_group[group_of]


def _widened(shares: Sequence[float], groups: int) -> np.ndarray:
    """Shares of at least one group for every part."""
    wide = np.maximum(np.asarray(shares, float), 1 / groups)
    return wide / wide.sum()


def _deal(counts: np.ndarray, shares: np.ndarray, seed: int) -> np.ndarray:
    """The part of each group.

    Args:
        counts: float `(groups, 1 + classes)`, images of each group, in all
            and by class.
        shares: of each part.
        seed: of the order among equals.
    """
    rng = np.random.default_rng(seed)
    wanted = shares[:, None] * counts.sum(axis=0)
    part = np.full(len(counts), -1)
    while (part < 0).any():
        open_groups = np.flatnonzero(part < 0)
        left = counts[open_groups].sum(axis=0)
        rarest = 0
        if left[1:].any():
            rarest = 1 + int(np.where(left[1:] > 0, left[1:], np.inf).argmin())
        those = open_groups[counts[open_groups, rarest] > 0]
        rng.shuffle(those)
        # Large groups first: small ones fill what they leave.
        for group in those[np.argsort(-counts[those, rarest], kind="stable")]:
            part[group] = _neediest(wanted, rarest, rng)
            wanted[part[group]] -= counts[group]
    return part


def _neediest(wanted: np.ndarray, column: int, rng) -> int:
    """The part that lacks most of a class, then most images, then by lot."""
    lack = wanted[:, column]
    best = np.flatnonzero(lack >= lack.max() - _NEARLY)
    lack = wanted[best, 0]
    best = best[lack >= lack.max() - _NEARLY]
    return int(rng.choice(best))


def group_names(
    names: Sequence[str], pattern: str | None
) -> list[tuple[str, ...]]:
    """The group of each image: what a pattern finds in its name.

    Args:
        names: of the images, without ending.
        pattern: a regular expression; the parts in parentheses are the group,
            else all that it matches. None: each image by itself.

    Raises:
        DataError: if it is no regular expression, or a name does not match.
    """
    if pattern is None:
        return [(str(place),) for place in range(len(names))]
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise DataError(
            f"{pattern!r} is no regular expression: {error}"
        ) from error
    found = [compiled.search(name) for name in names]
    unknown = [n for n, match in zip(names, found, strict=True) if not match]
    if unknown:
        raise DataError(
            f"the pattern {pattern!r} finds nothing in "
            f"{counted_noun(len(unknown), 'name')}: "
            f"{', '.join(unknown[:SHOWN])}. It is searched in the name of "
            "each image, without ending"
        )
    return [match.groups("") or (match.group(),) for match in found]
