"""CamVid with 11 classes, in the folders of SegNet's tutorial or plain ones.

<split>/<name>.png and <split>annot/<name>.png     (id 11: void)
images/<split>/<name>.jpg and labels/<split>/<name>.png     (255: void)

Source: Brostow et al., "Semantic Object Classes in Video", Pattern
Recognition Letters 2009; classes and colors as in Badrinarayanan et al.,
"SegNet", arXiv:1511.00561, and its tutorial.
"""

import dataclasses
from pathlib import Path

from input_pipeline.datasets.dataset import FileDataset
from input_pipeline.datasets.pairing import pair_files, refuse_unknown_split
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.errors import DataError
from input_pipeline.sample import IGNORE_LABEL, SamplePaths

CLASSES = (
    ("Sky", (128, 128, 128)),
    ("Building", (128, 0, 0)),
    ("Pole", (192, 192, 128)),
    ("Road", (128, 64, 128)),
    ("Pavement", (60, 40, 222)),
    ("Tree", (128, 128, 0)),
    ("SignSymbol", (192, 128, 128)),
    ("Fence", (64, 64, 128)),
    ("Car", (64, 0, 128)),
    ("Pedestrian", (64, 64, 0)),
    ("Bicyclist", (0, 128, 192)),
)
VOID = len(CLASSES)


class CamVidDataset(FileDataset):
    """A drive through Cambridge: 11 classes, the rest is void.

    Args:
        root: the folder that holds `train` and `trainannot`, or `images` and
            `labels`.

    Raises:
        DataError: if neither is there.
    """

    marks = ("trainannot", "valannot", "testannot")
    spec = DatasetSpec(
        tuple(name for name, _ in CLASSES),
        tuple(color for _, color in CLASSES),
        label_map=(*((i, i) for i in range(VOID)), (VOID, IGNORE_LABEL)),
    )

    def __init__(self, root: str | Path):
        self.root = Path(root)
        self._plain = (self.root / "images").is_dir()
        if self._plain:
            self.spec = dataclasses.replace(self.spec, label_map=None)
        if not self.splits:
            raise DataError(
                f"{self.root} is not CamVid: it must hold train/<name>.png "
                "and trainannot/<name>.png, as SegNet's tutorial has them, or "
                "images/train/<name>.jpg and labels/train/<name>.png"
            )

    @property
    def splits(self) -> tuple[str, ...]:
        """Names of the splits found, sorted."""
        if self._plain:
            folders = (self.root / "images").iterdir()
            return tuple(sorted(f.name for f in folders if f.is_dir()))
        found = (f.name for f in self.root.glob("*annot") if f.is_dir())
        return tuple(sorted(name.removesuffix("annot") for name in found))

    def samples(self, split: str) -> tuple[SamplePaths, ...]:
        """Lists the samples of one split, sorted by name.

        Raises:
            DataError: if the split is not there, or an image or a label lacks
                its partner.
        """
        refuse_unknown_split(split, self.splits, self.root)
        if self._plain:
            folders = self.root / "images" / split, self.root / "labels" / split
        else:
            folders = self.root / split, self.root / f"{split}annot"
        return pair_files(*folders)
