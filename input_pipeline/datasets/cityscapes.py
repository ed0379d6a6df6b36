"""Cityscapes, fine and coarse, in the folders it comes in.

leftImg8bit/<part>/<city>/<city>_<seq>_<frame>_leftImg8bit.png
gtFine/<part>/<city>/<city>_<seq>_<frame>_gtFine_labelIds.png
gtCoarse/<part>/<city>/<city>_<seq>_<frame>_gtCoarse_labelIds.png

Source: Cordts et al., "The Cityscapes Dataset for Semantic Urban Scene
Understanding", arXiv:1604.01685; ids and colors as in its published scripts.
"""

from pathlib import Path

from input_pipeline.datasets.dataset import FileDataset
from input_pipeline.datasets.pairing import (
    find_by_name,
    pair_by_name,
    refuse_unknown_split,
)
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.errors import DataError
from input_pipeline.sample import IGNORE_LABEL, SamplePaths

CLASSES = {
    # stored id: name, color; the class id is the place in the list
    7: ("road", (128, 64, 128)),
    8: ("sidewalk", (244, 35, 232)),
    11: ("building", (70, 70, 70)),
    12: ("wall", (102, 102, 156)),
    13: ("fence", (190, 153, 153)),
    17: ("pole", (153, 153, 153)),
    19: ("traffic light", (250, 170, 30)),
    20: ("traffic sign", (220, 220, 0)),
    21: ("vegetation", (107, 142, 35)),
    22: ("terrain", (152, 251, 152)),
    23: ("sky", (70, 130, 180)),
    24: ("person", (220, 20, 60)),
    25: ("rider", (255, 0, 0)),
    26: ("car", (0, 0, 142)),
    27: ("truck", (0, 0, 70)),
    28: ("bus", (0, 60, 100)),
    31: ("train", (0, 80, 100)),
    32: ("motorcycle", (0, 0, 230)),
    33: ("bicycle", (119, 11, 32)),
}
_TRAIN, _VAL = ("gtFine", "train"), ("gtFine", "val")
_EXTRA = ("gtCoarse", "train_extra")
SPLITS = {
    # name: kind of labels and part, one or more
    "train": (_TRAIN,),
    "val": (_VAL,),
    "trainval": (_TRAIN, _VAL),
    "train_coarse": (("gtCoarse", "train"),),
    "val_coarse": (("gtCoarse", "val"),),
    "train_extra": (_EXTRA,),
    "train_plus_extra": (_TRAIN, _EXTRA),
    "trainval_plus_extra": (_TRAIN, _VAL, _EXTRA),
}
_LAST_ID = 33
_NO_TEST_LABELS = (
    "The labels of the test split are not published; segment its images with "
    "`deeplab predict --stored-ids cityscapes` for the test server"
)


def _label_map() -> tuple[tuple[int, int], ...]:
    class_ids = {stored: place for place, stored in enumerate(CLASSES)}
    stored = range(_LAST_ID + 1)
    return tuple((i, class_ids.get(i, IGNORE_LABEL)) for i in stored)


class CityscapesDataset(FileDataset):
    """Streets of 50 cities: 19 classes, stored as 34 label ids.

    Args:
        root: the folder that holds `leftImg8bit` and `gtFine` or `gtCoarse`.

    Raises:
        DataError: if these folders are not there.
    """

    marks = ("leftImg8bit",)
    spec = DatasetSpec(
        tuple(name for name, _ in CLASSES.values()),
        tuple(color for _, color in CLASSES.values()),
        label_map=_label_map(),
    )

    def __init__(self, root: str | Path):
        self.root = Path(root)
        if not (self.root / "leftImg8bit").is_dir() or not self.splits:
            raise DataError(
                f"{self.root} is not Cityscapes: it must hold "
                "leftImg8bit/train/<city>/<name>_leftImg8bit.png and "
                "gtFine/train/<city>/<name>_gtFine_labelIds.png (or gtCoarse)"
            )

    @property
    def splits(self) -> tuple[str, ...]:
        """The splits whose labels are there."""
        return tuple(
            split
            for split, parts in SPLITS.items()
            if all((self.root / kind / part).is_dir() for kind, part in parts)
        )

    def samples(self, split: str) -> tuple[SamplePaths, ...]:
        """Lists the samples of one split, sorted by name within each part.

        Raises:
            DataError: if the split is not there or has no labels, or an image
                or a label lacks its partner.
        """
        hint = _NO_TEST_LABELS if split == "test" else ""
        refuse_unknown_split(split, self.splits, self.root, hint)
        return tuple(s for p in SPLITS[split] for s in self._part(*p))

    def _part(self, kind: str, part: str) -> tuple[SamplePaths, ...]:
        images, labels = self.root / "leftImg8bit" / part, self.root / kind
        labels = labels / part
        endings = ("_leftImg8bit.png", "_leftImg8bit.jpg")
        ending = f"_{kind}_labelIds.png"
        converted = f"*/*_{kind}_labelTrainIds.png"
        if any(labels.glob(converted)) and not any(labels.glob(f"*/*{ending}")):
            raise DataError(
                f"{labels} holds only labelTrainIds. The files *{ending}, "
                "which come with the data set, are read and converted here"
            )
        return pair_by_name(
            find_by_name(images, endings, f"images (*{endings[0]})", "*/*"),
            find_by_name(labels, (ending,), f"labels (*{ending})", "*/*"),
            images,
            labels,
        )
