"""A split of a labeled data set, at the size of the exported model."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from deeplab_family.class_names import require_same_names
from deeplab_family.inference.resize import resize_nearest
from export.errors import ExportError
from export.samples.folder_images import to_size
from input_pipeline import DataConfig, OpenedData, open_data
from input_pipeline.annotations.drawing_rules import Overlap, Unlabeled
from input_pipeline.datasets.named_dataset import AUTO
from input_pipeline.datasets.recognize import recognize
from input_pipeline.picture_format import ORDINARY, PictureFormat


@dataclass(frozen=True, kw_only=True)
class LabeledData:
    """Labeled data for a mean IoU, in the words of `evaluate`.

    Labels are read as training and evaluation read them: through the data
    set, with its map of stored ids or colors.

    Args:
        root: folder of the data set.
        dataset: a key of `input_pipeline.DATASETS`; "auto" takes the layout
            that is there.
        split: which part of it.
        val_share: see `input_pipeline.open_dataset`.
        overlap: see `input_pipeline.DataConfig`.
        unlabeled: likewise.

    Raises:
        ExportError: `root` is missing.
    """

    root: str
    dataset: str = AUTO
    split: str = "val"
    val_share: float | None = None
    overlap: Overlap = "auto"
    unlabeled: Unlabeled = "auto"

    def __post_init__(self):
        if not self.root:
            raise ExportError(
                "`root` must name the folder of the data set. Received: ''"
            )

    def __str__(self) -> str:
        root, layout = Path(self.root).resolve(), self.dataset
        if layout == AUTO:
            layout = recognize(root)
        return f"{root.name} ({layout}), split {self.split}"

    @property
    def class_names(self) -> tuple[str, ...]:
        """Class names of the data set, in the order of the ids.

        Raises:
            DataError: the data set is not as expected.
        """
        return self._opened.spec.class_names

    @cached_property
    def _opened(self) -> OpenedData:
        return self._open(ORDINARY)

    def _open(self, pictures: PictureFormat) -> OpenedData:
        return open_data(
            DataConfig(
                dataset=self.dataset,
                root=self.root,
                eval_split=self.split,
                val_share=self.val_share,
                overlap=self.overlap,
                unlabeled=self.unlabeled,
                channels=pictures.channels,
                value_range=pictures.value_range,
            )
        )

    def require_classes(self, class_names, num_classes: int | None) -> None:
        """Refuse a model of other classes, or of the same in another order.

        Args:
            class_names: of the model; `None` when nobody named them.
            num_classes: of the model, if it is known.

        Raises:
            ClassNamesError: names the first class that differs.
        """
        if not class_names and num_classes:
            class_names = [f"class_{i}" for i in range(num_classes)]
        require_same_names(class_names, self.class_names)

    def read(
        self,
        limit: int,
        size: tuple[int, int],
        pictures: PictureFormat = ORDINARY,
    ) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
        """Read images and labels, spread evenly over the split.

        Args:
            limit: how many at most.
            size: (height, width) to resize to; labels to the nearest pixel.
            pictures: what the network takes. Defaults to uint8 RGB.

        Returns:
            Images `(n, *size, channels)`, uint8 class ids `(n, *size)`, 255
            for ignored, and a name for each image.

        Raises:
            DataError: files are missing or damaged, or hold what the data
                set does not list.
        """
        images, labels = [], []
        opened = self._opened
        if not pictures.is_ordinary:
            opened = self._open(pictures)
        for image, label in opened.eval_batches(limit):
            images.append(to_size(image.numpy(), size))
            labels.append(resize_nearest(label.numpy(), size))
        names = opened.split(self.split).names(limit)
        return np.concatenate(images), np.concatenate(labels), names
