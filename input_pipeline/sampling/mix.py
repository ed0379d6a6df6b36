"""Several data sets in one stream of samples, each with its share."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class MixPart:
    """One data set that is mixed into another.

    Args:
        dataset: name of its layout.
        root: its folder.
        split: name of its split.
        weight: float > 0, visits to each of its images for one visit to each
            image of the main data set.
    """

    dataset: str
    root: str
    split: str
    weight: float


@dataclass(frozen=True, kw_only=True)
class Mix:
    """Data sets that are trained on together with the main one.

    With weights of 1 the data sets are simply joined. A weight of 2 shows
    each image of a part twice as often as one of the main data set, a weight
    of 0.5 half as often. The shares are exact in every round, and which
    sample is whose is arithmetic: a run resumes anywhere at once.

    Args:
        roots: folder of each data set to add; empty, the default, adds none.
        datasets: name of each one's layout; empty: all "folder".
        splits: name of each one's split; empty: all "train".
        weights: float > 0 for each; empty: all 1.

    Raises:
        ValueError: if the lengths differ, or a weight is not above 0.
    """

    roots: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    splits: tuple[str, ...] = ()
    weights: tuple[float, ...] = ()

    def __post_init__(self):
        for name in ("datasets", "splits", "weights"):
            values = getattr(self, name)
            if values and len(values) != len(self.roots):
                raise ValueError(
                    f"`{name}` of the mix must be empty or hold one value for "
                    f"each of the {len(self.roots)} `roots`. "
                    f"Received: {values}"
                )
        if any(not 0 < weight < float("inf") for weight in self.weights):
            raise ValueError(
                "`weights` of the mix must be above 0. "
                f"Received: {self.weights}"
            )

    def __bool__(self) -> bool:
        """Is anything added at all?"""
        return bool(self.roots)

    @property
    def parts(self) -> tuple[MixPart, ...]:
        """The data sets to add, one object each."""
        count = len(self.roots)
        columns = zip(
            self.datasets or ("folder",) * count,
            self.roots,
            self.splits or ("train",) * count,
            self.weights or (1.0,) * count,
            strict=True,
        )
        return tuple(
            MixPart(dataset=dataset, root=root, split=split, weight=weight)
            for dataset, root, split, weight in columns
        )
