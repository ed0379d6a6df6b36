"""Rows of a last layer: those of classes that two networks both know.

A variable with an entry for each class has its number of classes, or a
multiple of it, along one axis or two (the scores that a network corrects have
it as their input too). Several scores a class lie position by position, the
classes of one position side by side, as `DenseUpsampling` has them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np

SHOWN = 6


@dataclasses.dataclass(frozen=True)
class ClassPairs:
    """The classes of a network that another network knows as well.

    Attributes:
        ours: number of classes of the network that is filled.
        theirs: number of classes of the network that fills it.
        pairs: (our id, their id) of each class that both have.
        note: the same as a sentence; "" where all is equal.
    """

    ours: int
    theirs: int
    pairs: tuple[tuple[int, int], ...]
    note: str = ""

    @property
    def are_equal(self) -> bool:
        """Whether each class is the other's class of the same id."""
        same = tuple((n, n) for n in range(self.ours))
        return self.ours == self.theirs and self.pairs == same


def pair_classes(
    ours: int,
    theirs: int,
    our_names: Sequence[str] | None,
    their_names: Sequence[str] | None,
) -> ClassPairs:
    """Pairs classes by their names; without names, by number if all fit.

    Args:
        ours, theirs: numbers of classes.
        our_names, their_names: in the order of the ids; None for unknown.
    """
    if our_names and their_names:
        ids = {name: n for n, name in enumerate(their_names)}
        pairs = tuple(
            (n, ids[name]) for n, name in enumerate(our_names) if name in ids
        )
        return ClassPairs(ours, theirs, pairs, _named(our_names, their_names))
    if ours == theirs:
        pairs = tuple((n, n) for n in range(ours))
        note = f"Classes: all {ours} taken by number"
        if our_names:
            return ClassPairs(
                ours, theirs, pairs, f"{note}; the file names none"
            )
        note = f"{note}, with the file's names" if their_names else ""
        return ClassPairs(ours, theirs, pairs, note)
    note = (
        f"Classes: all {ours} fresh, since the file has {theirs} and there are "
        "no names to compare"
    )
    return ClassPairs(ours, theirs, (), note)


def class_axes(
    shape: Sequence[int], classes: int, other: Sequence[int], others: int
) -> tuple[int, ...] | None:
    """The axes with an entry for each class.

    Args:
        shape: of a variable in a network of `classes` classes.
        other: of the same variable in one of `others` classes, another number.

    Returns:
        None if the variables differ in something else as well.
    """
    if len(shape) != len(other):
        return None
    axes = tuple(n for n, size in enumerate(shape) if size != other[n])
    fits = all(
        shape[axis] % classes == 0
        and other[axis] == shape[axis] // classes * others
        for axis in axes
    )
    return axes if fits else None


def take_rows(
    own: np.ndarray,
    theirs: np.ndarray,
    axes: tuple[int, ...],
    classes: ClassPairs,
) -> np.ndarray:
    """A variable with the rows of the paired classes; the others stay fresh.

    Where a variable connects classes with classes, what connects a paired one
    with a fresh one becomes 0, so that the scores of the paired ones are those
    of the other network.

    Args:
        own: fresh values.
        theirs: values of the other network.
        axes: those with an entry for each class, of both.
        classes: which are paired.
    """
    rows = own.copy()
    here = [np.arange(size) for size in own.shape]
    there = [np.arange(size) for size in theirs.shape]
    for axis in axes:
        repeats = np.arange(own.shape[axis] // classes.ours)[:, None]
        pairs = np.asarray(classes.pairs)
        here[axis] = (repeats * classes.ours + pairs[:, 0]).ravel()
        there[axis] = (repeats * classes.theirs + pairs[:, 1]).ravel()
    if len(axes) == 2:
        rows[_paired_on_one_side(own.shape, axes, here)] = 0
    rows[np.ix_(*here)] = theirs[np.ix_(*there)]
    return rows


def _paired_on_one_side(shape, axes, here) -> np.ndarray:
    paired = []
    for axis in axes:
        is_paired = np.isin(np.arange(shape[axis]), here[axis])
        others = [n for n in range(len(shape)) if n != axis]
        paired.append(np.expand_dims(is_paired, others))
    return np.broadcast_to(paired[0] != paired[1], shape)


def _named(ours, theirs) -> str:
    if tuple(ours) == tuple(theirs):
        return ""
    taken = [name for name in ours if name in theirs]
    fresh = [name for name in ours if name not in theirs]
    text = f"Classes: {len(taken)} of {len(ours)} taken by name"
    text += f" ({_shorten(taken)})" if taken else ""
    text += f", {len(fresh)} fresh ({_shorten(fresh)})" if fresh else ""
    if near := _differ_in_case(fresh, theirs):
        text += f". Written otherwise in the file: {_shorten(near)}"
    return text


def _differ_in_case(fresh, theirs) -> list[str]:
    folded = {name.casefold(): name for name in theirs}
    return [folded[n.casefold()] for n in fresh if n.casefold() in folded]


def _shorten(names) -> str:
    shown = ", ".join(names[:SHOWN])
    return shown if len(names) <= SHOWN else f"{shown}, ..."
