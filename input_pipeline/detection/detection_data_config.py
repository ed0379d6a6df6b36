"""Detection data config: which images and objects, and how batches are made."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Literal

from input_pipeline.augment import RandomFlip
from input_pipeline.datasets.coco_instances import find_coco_files
from input_pipeline.datasets.train_val_split import check_val_share
from input_pipeline.detection.coco import CocoDetection
from input_pipeline.detection.components import ComponentDetection
from input_pipeline.detection.streets import draw_street_objects
from input_pipeline.detection.voc import VOCDetection, years_below
from input_pipeline.errors import DataError

Dataset = Literal["auto", "coco", "voc", "streets", "components"]
MEAN = (123.675, 116.28, 103.53)
"""RGB mean of ImageNet, as torchvision and mmdetection subtract it."""


@dataclass(frozen=True, kw_only=True)
class DetectionDataConfig:
    """Describes the batches of images whose objects have boxes.

    Args:
        root: folder of the data set.
        dataset: "coco" for COCO instances with the file's own categories,
            "voc" for VOC's XML, "streets" for drawn streets (they are drawn
            where nothing is), "components" for the connected regions of a
            semantic data set; "auto" takes what is there.
        classes: names of the classes to take; of "components" those whose
            regions are objects. Empty for all.
        semantic: of "components", the layout of the data set, as
            `DataConfig.dataset`.
        least_area: of "components", regions of fewer pixels are left out.
        train_split: name of the split to train on.
        eval_split: name of the split to judge by.
        val_share: float, 0 <= share < 1: so much of a data set without the
            split "val" is taken for it, by a hash of the names. None takes
            0.2 where there are no splits at all, else nothing.
        short_side: of the images in pixels; they keep their ratio.
        long_side: most pixels of the other side, by which the short one may
            become shorter.
        train_short_sides: short sides to draw from while training; empty for
            `short_side`.
        scale_jitter: whether `train_short_sides` are a "list", or the least
            and the most of a "range".
        fixed_size: `(height, width)` that all images are padded to; None pads
            a batch to its largest, both sides to a multiple of 32.
        padding: RGB color beyond the images, the mean that the backbone
            subtracts, so that it becomes zero.
        batch_size: images in a training batch, over all devices.
        eval_batch_size: images in an evaluation batch.
        masks: give masks too, of training images.
        flip: random mirroring of training images.
        keep_empty: train on images without an object to be found, too.
        seed: int >= 0; the same seed gives the same batches.
        on_error: "raise" stops at broken annotations and unreadable images
            and names them, "skip" leaves them out and says so.
        skip_limit: int >= 1; with "skip", so many unreadable images in a row
            stop it all the same, as when their disk is gone.
        check: read the header of every image once before the first batch.

    Raises:
        ValueError: if a value is out of its range.
    """

    root: str = ""
    dataset: Dataset = "auto"
    classes: tuple[str, ...] = ()
    semantic: str = "auto"
    least_area: int = 100
    train_split: str = "train"
    eval_split: str = "val"
    val_share: float | None = None
    short_side: int = 800
    long_side: int = 1333
    train_short_sides: tuple[int, ...] = ()
    scale_jitter: Literal["list", "range"] = "list"
    fixed_size: tuple[int, int] | None = None
    padding: tuple[float, float, float] = MEAN
    batch_size: int = 16
    eval_batch_size: int = 1
    masks: bool = False
    flip: RandomFlip = field(default_factory=RandomFlip)
    keep_empty: bool = False
    seed: int = 0
    on_error: Literal["raise", "skip"] = "raise"
    skip_limit: int = 32
    check: bool = True

    service: ClassVar[str] = ""
    """As `DataConfig.service`: batches are made in this process."""

    deterministic: ClassVar[bool] = True
    """As `DataConfig.deterministic`: batch k is always the same."""

    def __post_init__(self):
        least = {"batch_size": 1, "eval_batch_size": 1, "seed": 0}
        least |= {"short_side": 32, "least_area": 1, "skip_limit": 1}
        for name, smallest in {**least, "long_side": self.short_side}.items():
            value = getattr(self, name)
            if not isinstance(value, int) or value < smallest:
                raise ValueError(
                    f"`{name}` must be an integer >= {smallest}. "
                    f"Received: {value!r}"
                )
        choices = {
            "dataset": ("auto", "coco", "voc", "streets", "components"),
            "on_error": ("raise", "skip"),
            "scale_jitter": ("list", "range"),
        }
        for name, allowed in choices.items():
            if getattr(self, name) not in allowed:
                raise ValueError(
                    f"`{name}` must be one of {', '.join(allowed)}. "
                    f"Received: {getattr(self, name)!r}"
                )
        check_val_share(self.val_share)
        self._check_sides()

    def _check_sides(self):
        sides = self.train_short_sides
        if any(not 32 <= side <= self.long_side for side in sides):
            raise ValueError(
                "`train_short_sides` must be from 32 to `long_side`. "
                f"Received: {sides}, {self.long_side}"
            )
        if self.scale_jitter == "range" and len(sides) != 2:
            raise ValueError(
                "`train_short_sides` must be (least, most) of the range. "
                f"Received: {sides}"
            )
        if self.fixed_size and any(side % 32 for side in self.fixed_size):
            raise ValueError(
                "`fixed_size` must be (height, width), multiples of 32. "
                f"Received: {self.fixed_size}"
            )

    def open(self):
        """The data set: `spec`, `splits` and `read(split)`.

        Raises:
            DataError: if it is not there, or not as expected.
        """
        root = Path(self.root)
        if not self.root:
            raise DataError(
                "the data set needs its folder: set `root` (on the command "
                "line: the word DATA)"
            )
        name = self.dataset
        if name == "streets" and not (root.is_dir() and any(root.iterdir())):
            draw_street_objects(root)
        if name == "auto":
            name = _recognized(root, self.classes)
        if name == "voc":
            return VOCDetection(root, self.classes, self.train_split)
        if name == "components":
            return ComponentDetection(
                root,
                self.classes,
                self.semantic,
                self.least_area,
                self.val_share,
            )
        return CocoDetection(root, self.classes, self.val_share)


def _recognized(root: Path, classes: tuple[str, ...]) -> str:
    if not root.is_dir():
        raise DataError(f"{root} is no folder")
    if find_coco_files(root):
        return "coco"
    if years_below(root):
        return "voc"
    if classes:
        return "components"
    raise DataError(
        f"{root} holds no objects: neither COCO's JSON nor VOC's XML. Where it "
        "is a semantic data set, name the classes whose connected regions are "
        "objects: --data.classes Car Person"
    )
