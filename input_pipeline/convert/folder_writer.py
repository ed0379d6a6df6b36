"""Writer of plain folders: label PNGs beside the images, and classes.txt."""

from contextlib import ExitStack
from pathlib import Path, PurePath

import numpy as np
from PIL import Image

from input_pipeline.convert.left_over import LeftOver
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.errors import DataError
from input_pipeline.sample import IGNORE_LABEL

_IGNORED_COLOR = (224, 224, 192)
"""Of the border in the masks of PASCAL VOC."""


class FolderWriter:
    """Writes `labels/<split>/<name>.png` and `classes.txt`.

    Labels are paletted PNGs whose indices are the class ids, 255 where
    ignored: nothing is lost.

    Args:
        folder: of the converted data set.
        spec: the classes.
        left_over: not needed here.
        stack: not needed here.
    """

    def __init__(
        self,
        folder: Path,
        spec: DatasetSpec,
        left_over: LeftOver,
        stack: ExitStack,
    ):
        text = "".join(f"{name}\n" for name in spec.class_names)
        if tuple(map(str.strip, text.splitlines())) != spec.class_names:
            raise DataError(
                "classes.txt holds a name a line, and some class has spaces "
                "at its ends or a line break in its name: "
                f"{list(spec.class_names)}. Convert to coco instead"
            )
        self._folder, self._classes = folder, text
        colors = np.zeros((256, 3), np.uint8)
        colors[: spec.num_classes] = spec.palette
        colors[IGNORE_LABEL] = _IGNORED_COLOR
        self._palette = colors.tobytes()

    def add(self, split: str, file_name: str, class_ids: np.ndarray) -> None:
        """Writes the label of an image.

        Args:
            split: name of its split.
            file_name: of the image, which is in `images/<split>/`.
            class_ids: uint8 `(height, width)`, 255 where ignored.
        """
        path = self._folder / "labels" / split / PurePath(file_name).stem
        path.parent.mkdir(parents=True, exist_ok=True)
        picture = Image.fromarray(np.ascontiguousarray(class_ids))
        picture.putpalette(self._palette)
        picture.save(path.with_name(f"{path.name}.png"))

    def close(self) -> tuple[str, ...]:
        """Writes what is one file for all; gives what was lost, in words."""
        (self._folder / "classes.txt").write_text(
            self._classes, encoding="utf-8"
        )
        return ()
