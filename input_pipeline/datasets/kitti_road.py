"""The KITTI road benchmark, in the folders it comes in.

training/image_2/<kind>_<number>.png         kind: um, umm or uu
training/gt_image_2/<kind>_road_<number>.png
training/gt_image_2/um_lane_<number>.png     (the own lane; um only)

Source: Fritsch et al., "A New Performance Measure and Evaluation Benchmark
for Road Detection Algorithms", ITSC 2013. In its masks red marks what is
judged and blue what is road.
"""

import re
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

KINDS = ("um", "umm", "uu")
HELD_OUT_EVERY = 5
SPLITS = ("train", "train_part", "val_part", "lane", *KINDS)
_NAME = re.compile(r"(um|umm|uu)_(road|lane)_(\d+)")
_NO_TEST_LABELS = (
    "The labels of the images in `testing` are not published; `val_part` is "
    "every fifth training image, `train_part` the others"
)


class KITTIRoadDataset(FileDataset):
    """Roads seen from a car: road (or the own lane) and the rest.

    Args:
        root: the folder that holds `training`.

    Raises:
        DataError: if `training/image_2` or `training/gt_image_2` is missing.
    """

    marks = ("training/gt_image_2",)
    spec = DatasetSpec(
        ("background", "road"),
        ((255, 0, 0), (255, 0, 255)),
        label_colors=(
            ((255, 0, 0), 0),
            ((255, 0, 255), 1),
            ((0, 0, 0), IGNORE_LABEL),
        ),
    )
    splits = SPLITS

    def __init__(self, root: str | Path):
        self.root = Path(root)
        self._images = self.root / "training" / "image_2"
        self._labels = self.root / "training" / "gt_image_2"
        for folder in (self._images, self._labels):
            if not folder.is_dir():
                raise DataError(
                    f"{folder} is not a folder. The KITTI road benchmark has "
                    "training/image_2/um_000000.png and "
                    "training/gt_image_2/um_road_000000.png"
                )

    def samples(self, split: str) -> tuple[SamplePaths, ...]:
        """Lists the samples of one split, sorted by name.

        Args:
            split: "train" for all roads, "um", "umm" or "uu" for one kind,
                "train_part" and "val_part" for four fifths and one fifth of
                each kind, or "lane" for the own lane of the kind um.

        Raises:
            DataError: if there is no such split, or an image or a mask lacks
                its partner.
        """
        hint = _NO_TEST_LABELS if split in ("test", "testing", "val") else ""
        refuse_unknown_split(split, self.splits, self.root, hint)
        labels = self._masks("lane" if split == "lane" else "road")
        images = find_by_name(self._images, (".png",), "images (.png)")
        if split == "lane":
            images = {n: p for n, p in images.items() if n.startswith("um_")}
        pairs = pair_by_name(images, labels, self._images, self._labels)
        return tuple(pair for pair in pairs if _belongs(pair.id, split))

    def _masks(self, what: str) -> dict[str, Path]:
        found = find_by_name(self._labels, (".png",), "masks (.png)")
        masks = {}
        for name, path in found.items():
            match = _NAME.fullmatch(name)
            if match is None:
                raise DataError(
                    f"{path} is not named as the masks of KITTI are: "
                    "um_road_000000.png, um_lane_000000.png"
                )
            kind, drawn, number = match.groups()
            if drawn == what:
                masks[f"{kind}_{number}"] = path
        return masks


def _belongs(name: str, split: str) -> bool:
    kind, number = name.rsplit("_", 1)
    if split in KINDS:
        return kind == split
    if split.endswith("_part"):
        held_out = int(number) % HELD_OUT_EVERY == 0
        return held_out == (split == "val_part")
    return True
