"""Class data config: which labeled images, and how they become batches."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from input_pipeline.augment import ColorJitter, RandomFlip
from input_pipeline.classification.evaluation_crop import EvaluationCrop
from input_pipeline.classification.pca_lighting import PCALighting
from input_pipeline.classification.random_sized_crop import RandomSizedCrop


@dataclass(frozen=True, kw_only=True)
class ClassDataConfig:
    """Describes the batches of images with one class each.

    The defaults are those of `fb.resnet.torch` for ImageNet.

    Args:
        root: folder of the tree; see `class_tree`.
        train_split: name of the split to train on.
        eval_split: name of the split to judge by.
        crop_size: `(height, width)` of all images in pixels.
        batch_size: images in a training batch, over all devices.
        eval_batch_size: images in an evaluation batch.
        eval_short_side: short side in pixels of the images whose center is
            judged.
        crop: random windows of training images, resized to `crop_size`.
        jitter: random change of their colors. Contrast is changed about the
            mean color of ImageNet, not about that of each image.
        lighting: random shift of their color.
        flip: random mirroring.
        seed: int >= 0; the same seed gives the same batches.
        on_error: "raise" stops at unreadable images and names them, "skip"
            leaves them out of training and says so.
        skip_limit: int >= 1; with "skip", so many unreadable images in a row
            stop it all the same, as when their disk is gone.

    Raises:
        ValueError: if a value is out of its range.
    """

    root: str = ""
    train_split: str = "train"
    eval_split: str = "val"
    crop_size: tuple[int, int] = (224, 224)
    batch_size: int = 256
    eval_batch_size: int = 64
    eval_short_side: int = 256
    crop: RandomSizedCrop = field(default_factory=RandomSizedCrop)
    jitter: ColorJitter = field(
        default_factory=lambda: ColorJitter(
            brightness=0.4, contrast=0.4, saturation=0.4
        )
    )
    lighting: PCALighting = field(default_factory=PCALighting)
    flip: RandomFlip = field(default_factory=RandomFlip)
    seed: int = 0
    on_error: Literal["raise", "skip"] = "raise"
    skip_limit: int = 32

    service: ClassVar[str] = ""
    """As `DataConfig.service`: batches are made in this process."""

    deterministic: ClassVar[bool] = True
    """As `DataConfig.deterministic`: batch k is always the same."""

    def __post_init__(self):
        least = {"batch_size": 1, "eval_batch_size": 1, "seed": 0}
        for name, smallest in {**least, "skip_limit": 1}.items():
            value = getattr(self, name)
            if not isinstance(value, int) or value < smallest:
                raise ValueError(
                    f"`{name}` must be an integer >= {smallest}. "
                    f"Received: {value!r}"
                )
        if self.on_error not in ("raise", "skip"):
            raise ValueError(
                "`on_error` must be 'raise' or 'skip'. "
                f"Received: {self.on_error!r}"
            )
        _ = self.evaluation_crop  # it checks both of its values

    @property
    def evaluation_crop(self) -> EvaluationCrop:
        """Crop of an image that is judged."""
        return EvaluationCrop(
            short_side=self.eval_short_side, size=self.crop_size
        )
