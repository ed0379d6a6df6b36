"""Data config: what is read, and how it becomes batches."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Literal

from input_pipeline import augment
from input_pipeline.annotations.drawing_rules import (
    DrawingRules,
    Overlap,
    Unlabeled,
)
from input_pipeline.augment import (
    ColorJitter,
    ColorOperation,
    CropOperation,
    CutPatch,
    Operation,
    Padding,
    RandomCrop,
    RandomFlip,
    RandomRotation,
    RandomScale,
)
from input_pipeline.datasets.dataset import Dataset
from input_pipeline.datasets.named_dataset import (
    AUTO,
    open_dataset,
)
from input_pipeline.datasets.registry import DATASETS
from input_pipeline.datasets.train_val_split import check_val_share
from input_pipeline.picture_format import RGB, PictureFormat
from input_pipeline.sampling import HardClassBootstrap, Mix, Patches
from input_pipeline.service.servers import service_address


@dataclass(frozen=True, kw_only=True)
class DataConfig:
    """Describes the training and evaluation batches of one data set.

    Args:
        dataset: a key of `DATASETS`, such as "folder", "voc", "cityscapes" or
            "records"; "auto" takes the layout that is there.
        root: folder of the data set.
        train_split: name of the split to train on.
        eval_split: name of the split to evaluate on.
        val_share: float, 0 <= share < 1: so much of a plain folder without
            the split "val" is taken for it, by a hash of the names. None
            takes 0.2 where there are no splits at all, else nothing.
        overlap: which object of an annotation a pixel belongs to that several
            cover: "later", "smaller" or none ("ignore"); "auto" takes what
            suits the format. See `DrawingRules`.
        unlabeled: what pixels are that no object covers: "background" or
            "ignore"; "auto" likewise.
        channels: int >= 1, of the images and of the network's input. Gray
            files count as three equal channels where it is 3.
        value_range: `(low, high)`, the stored values that the network sees
            as 0 and 255, with all levels between them: (0, 4095) for 12 bits
            in files of 16. None takes the whole range of 8 or 16 bits, and
            with three channels the upper 8 bits; see `PictureFormat`.
        crop_size: `(height, width)` of training images in pixels.
        batch_size: images in a training batch, over all devices.
        eval_batch_size: images in an evaluation batch.
        eval_size: `(height, width)` that evaluation images are padded to, or
            None to pad only within a batch, to its largest image.
        padding: "mean" or "zero", the color around images that are smaller
            than the crop or `eval_size`; the label there is 255.
        scale: random resizing of training samples.
        flip: random mirroring of training samples.
        rotation: float 0..180; training samples are turned by up to so many
            degrees, either way. Defaults to 0: not turned.
        jitter: random change of their colors; off by default.
        bootstrap: more visits to images of hard classes; off by default.
        patches: training on parts of large images; off by default.
        mix: data sets to train on beside this one; none by default.
            `bootstrap` and `patches` hold for all of them.
        seed: int >= 0; the same seed gives the same batches.
        deterministic: keep the order of samples exact; False is a little
            faster and gives up resuming exactly.
        on_error: "raise" stops at unreadable samples, "skip" leaves them out
            and says so.
        skip_limit: int >= 1; with "skip", so many unreadable samples of a
            data set in a row stop it all the same, as when its disk is gone.
        check: decode every file once before the first batch, and list all
            that is wrong.
        service: HOST:PORT of a data service that makes the training batches
            (see `deeplab data-service`); "" makes them in this process.

    Raises:
        ValueError: if a value is out of its range.
    """

    dataset: str = AUTO
    root: str = ""
    train_split: str = "train"
    eval_split: str = "val"
    val_share: float | None = None
    overlap: Overlap = "auto"
    unlabeled: Unlabeled = "auto"
    channels: int = RGB
    value_range: tuple[float, float] | None = None
    crop_size: tuple[int, int] = (513, 513)
    batch_size: int = 8
    eval_batch_size: int = 1
    eval_size: tuple[int, int] | None = None
    padding: Padding = "mean"
    scale: RandomScale = field(default_factory=RandomScale)
    flip: RandomFlip = field(default_factory=RandomFlip)
    rotation: float = 0.0
    jitter: ColorJitter = field(default_factory=ColorJitter)
    bootstrap: HardClassBootstrap = field(default_factory=HardClassBootstrap)
    patches: Patches = field(default_factory=Patches)
    mix: Mix = field(default_factory=Mix)
    seed: int = 0
    deterministic: bool = True
    on_error: Literal["raise", "skip"] = "raise"
    skip_limit: int = 32
    check: bool = True
    service: str = ""

    def __post_init__(self):
        if self.dataset not in (AUTO, *DATASETS):
            raise ValueError(
                f"`dataset` must be {AUTO} or one of {', '.join(DATASETS)}. "
                f"Received: {self.dataset!r}"
            )
        if self.on_error not in ("raise", "skip"):
            raise ValueError(
                "`on_error` must be 'raise' or 'skip'. "
                f"Received: {self.on_error!r}"
            )
        check_val_share(self.val_share)
        _check_size("crop_size", self.crop_size)
        if self.eval_size is not None:
            _check_size("eval_size", self.eval_size)
        _check_at_least("batch_size", self.batch_size, 1)
        _check_at_least("eval_batch_size", self.eval_batch_size, 1)
        _check_at_least("seed", self.seed, 0)
        _check_at_least("skip_limit", self.skip_limit, 1)
        self._check_sampling()
        self._check_service()
        self._check_colors()
        _ = (
            self.crop,
            self.turn,
            self.patch,
            self.drawing_rules,
            self.pictures,
        )  # they check their own values

    def _check_sampling(self) -> None:
        unknown = sorted(set(self.mix.datasets) - set(DATASETS))
        if unknown:
            raise ValueError(
                f"`datasets` of the mix must be of {', '.join(DATASETS)}. "
                f"Received: {unknown[0]!r}"
            )
        named = {self.dataset, *self.mix.datasets} - {AUTO}
        for name in sorted(named):
            if not DATASETS[name].random_access:
                self.refuse_sampling(name)

    def refuse_sampling(self, dataset: str = "records") -> None:
        """Refuses to choose among samples that cannot be reached at once.

        Args:
            dataset: name of the data set, for the message.

        Raises:
            ValueError: if `bootstrap`, `patches` or `mix` choose samples.
        """
        if self.bootstrap.classes or self.patches:
            raise ValueError(
                "`bootstrap` and `patches` need data sets of single files; "
                f"records are read in one go. Received: {dataset!r}. Name the "
                "data set that they were packed from"
            )
        if self.mix:
            raise ValueError(
                "`mix` joins data sets of single files. Received: "
                f"{dataset!r}. Name the data set that they were packed from"
            )

    def _check_service(self) -> None:
        if not self.service:
            return
        service_address(self.service)
        if self.deterministic or self.on_error == "skip":
            raise ValueError(
                "`service` delivers batches as they are ready and cannot name "
                "a file: it needs deterministic=False and on_error='raise'. "
                f"Received: {self.deterministic}, {self.on_error!r}"
            )
        if not self.pictures.is_ordinary:
            raise ValueError(
                "a data service decodes pictures of 8-bit RGB only. Received: "
                f"{self.pictures}. Leave `service` out"
            )

    def _check_colors(self) -> None:
        colors = self.jitter.saturation or self.jitter.hue
        if colors and self.channels < RGB:
            raise ValueError(
                "`jitter` changes saturation and hue of red, green and blue, "
                "the first three channels. Received: "
                f"channels={self.channels}. Leave them at 0"
            )

    def open(self) -> Dataset:
        """The data set; see `open_dataset`."""
        return open_dataset(
            self.dataset, self.root, self.val_share, self.drawing_rules
        )

    @property
    def pictures(self) -> PictureFormat:
        """Picture format of the images: their channels and their range."""
        return PictureFormat(
            channels=self.channels, value_range=self.value_range
        )

    @property
    def drawing_rules(self) -> DrawingRules:
        """Drawing rules for annotations of labeling tools."""
        return DrawingRules(self.overlap, self.unlabeled, self.on_error)

    @property
    def crop(self) -> RandomCrop:
        """The random crop to `crop_size`."""
        return RandomCrop(size=self.crop_size, padding=self.padding)

    @property
    def patch(self) -> CutPatch:
        """The cut of the patch that a sample names."""
        return CutPatch(jitter=self.patches.jitter, padding=self.padding)

    @property
    def turn(self) -> RandomRotation:
        """The turn by up to `rotation` degrees."""
        return RandomRotation(degrees=self.rotation, padding=self.padding)

    @property
    def operations(self) -> tuple[Operation, ...]:
        """Random changes of a training sample, in their order.

        Fields that are a `ColorOperation` or a `CropOperation` are among them
        by themselves.
        """
        own = [getattr(self, item.name) for item in fields(self)]
        return (
            *(each for each in own if isinstance(each, ColorOperation)),
            self.patch,
            self.scale,
            self.turn,
            self.crop,
            self.flip,
            *(each for each in own if isinstance(each, CropOperation)),
        )

    @property
    def augment(self) -> augment.FusedAugmentation:
        """Augmentation: all random changes in one step."""
        return augment.FusedAugmentation(self.operations)


def _check_size(name: str, size: tuple[int, int]) -> None:
    if len(size) != 2 or any(
        not isinstance(side, int) or side < 1 for side in size
    ):
        raise ValueError(
            f"`{name}` must be (height, width), both integers >= 1. "
            f"Received: {size}"
        )


def _check_at_least(name: str, value: int, least: int) -> None:
    if not isinstance(value, int) or value < least:
        raise ValueError(
            f"`{name}` must be an integer >= {least}. Received: {value!r}"
        )
