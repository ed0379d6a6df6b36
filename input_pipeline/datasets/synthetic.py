"""A street drawn by code: a data set for demos and tests, free to use."""

from pathlib import Path

from input_pipeline.annotations.drawing_rules import DrawingRules
from input_pipeline.datasets.folder import FolderDataset
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.synthetic.classes import (
    CLASS_NAMES,
    PALETTE,
)
from input_pipeline.synthetic.folder_writer import draw_synthetic


class SyntheticDataset(FolderDataset):
    """Draws the streets into `root` when nothing is there, then reads them.

    Args:
        root: folder to draw into or to read.

    Raises:
        DataError: if `root` exists but is not such a data set.
    """

    any_classes = False

    def __init__(self, root: str | Path):
        root = Path(root)
        if not root.exists() or (root.is_dir() and not any(root.iterdir())):
            draw_synthetic(root)
        super().__init__(root)

    @classmethod
    def open(
        cls,
        root: str | Path,
        val_share: float | None = None,
        rules: DrawingRules | None = None,
    ) -> "SyntheticDataset":
        """Opens the folder; its splits are drawn, so no `val_share`."""
        return cls(root)

    @property
    def spec(self) -> DatasetSpec:
        """The classes of the drawn streets."""
        return DatasetSpec(CLASS_NAMES, PALETTE)
