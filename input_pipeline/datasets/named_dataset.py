"""Opens a data set by the name that the command line gives it."""

from pathlib import Path

from input_pipeline.annotations.drawing_rules import DrawingRules
from input_pipeline.datasets.dataset import Dataset
from input_pipeline.datasets.recognize import recognize, refuse_nested
from input_pipeline.datasets.registry import DATASETS
from input_pipeline.errors import DataError

AUTO = "auto"
"""Stands for the name that the folders of a data set tell; see `recognize`."""


def open_dataset(
    name: str,
    root: str | Path,
    val_share: float | None = None,
    rules: DrawingRules | None = None,
) -> Dataset:
    """Opens a data set by the name of its layout.

    Args:
        name: a key of `DATASETS`, or "auto" for the layout that is there.
        root: folder of the data set.
        val_share: share of the images that are "val" in a plain folder
            without that split; see `FolderDataset`. Other data sets have
            their own splits.
        rules: how the annotations of labelling tools are drawn; None for what
            suits the format. Other data sets have nothing to draw.

    Returns:
        An object with `spec`, `splits` and `open_split(split)`; data sets of
        single files also have `samples(split)`, packed records
        `shards(split)`.

    Raises:
        DataError: if the name is unknown, or the files are not as expected.
    """
    if name not in (AUTO, *DATASETS):
        raise DataError(
            f"no data set is called {name!r}. Choose one of: "
            f"{AUTO}, {', '.join(DATASETS)}"
        )
    if not root:
        raise DataError(
            f"the data set {name!r} needs its folder: set `root` "
            "(on the command line: the word DATA)"
        )
    if name == AUTO:
        refuse_nested(Path(root))
    kind = DATASETS[recognize(Path(root)) if name == AUTO else name]
    return kind.open(root, val_share, rules)
