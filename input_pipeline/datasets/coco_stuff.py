"""COCO-Stuff: 80 things and 91 stuff classes as label PNGs.

stuffthingmaps/{train,val}2017/<name>.png   (stuffthingmaps_trainval2017.zip)
{train,val}2017/<name>.jpg                  (or in `images`)

Source: Caesar et al., "COCO-Stuff", arXiv:1612.03716.
"""

from pathlib import Path

from input_pipeline.datasets.coco_stuff_classes import STORED_CLASSES
from input_pipeline.datasets.dataset import FileDataset
from input_pipeline.datasets.pairing import (
    find_by_name,
    refuse_missing,
    refuse_unknown_split,
)
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.default_palette import default_palette
from input_pipeline.errors import DataError
from input_pipeline.sample import IGNORE_LABEL, SamplePaths

MAPS = "stuffthingmaps"
SPLITS = {"train": "train2017", "val": "val2017"}
_NAMES = tuple(name for _, name in STORED_CLASSES)
_MAP = tuple((value, i) for i, (value, _) in enumerate(STORED_CLASSES))


class COCOStuffDataset(FileDataset):
    """Label PNGs of COCO-Stuff, 171 classes; unlabelled pixels are ignored.

    The PNGs hold category ids less one, 0 to 181, with gaps.

    Args:
        root: the folder that holds `stuffthingmaps`.

    Raises:
        DataError: if it is not there.
    """

    marks = (f"{MAPS}/train2017/*.png", f"{MAPS}/val2017/*.png")
    spec = DatasetSpec(
        _NAMES,
        default_palette(len(_NAMES)),
        label_map=(*_MAP, (IGNORE_LABEL, IGNORE_LABEL)),
    )

    def __init__(self, root: str | Path):
        self.root = Path(root)
        if not self.splits:
            raise DataError(
                f"{self.root} is not COCO-Stuff: it must hold {MAPS}/"
                "train2017/<name>.png or val2017 (unpack "
                "stuffthingmaps_trainval2017.zip into stuffthingmaps)"
            )

    @property
    def splits(self) -> tuple[str, ...]:
        """The splits whose folders are there."""
        return tuple(
            split
            for split, part in SPLITS.items()
            if (self.root / MAPS / part).is_dir()
        )

    def samples(self, split: str) -> tuple[SamplePaths, ...]:
        """Lists the samples of one split, sorted by name.

        Raises:
            DataError: if the split is not there, or photographs are missing.
        """
        refuse_unknown_split(split, self.splits, self.root)
        part = SPLITS[split]
        labels = find_by_name(self.root / MAPS / part, (".png",), "labels")
        inside = self.root / "images" / part
        images = inside if inside.is_dir() else self.root / part
        samples = tuple(
            SamplePaths(
                id=name,
                image_path=images / f"{name}.jpg",
                label_path=path,
            )
            for name, path in sorted(labels.items())
        )
        refuse_missing((sample.image_path for sample in samples), split)
        return samples
