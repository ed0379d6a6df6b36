"""Image files of a converted data set: copies, or hard links."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from input_pipeline.convert.labeled_images import LabeledImage


@dataclass
class ImageFiles:
    """Puts images into `images/<split>/`; their bytes stay as they are.

    Args:
        folder: of the converted data set.
        link: make hard links to the files, which takes no space: whoever
            changes one changes the other. Where a disk cannot, images are
            copied. Defaults to False: they are copied.

    Attributes:
        linked: number of images that were linked.
        copied: number of those that were copied.
    """

    folder: Path
    link: bool = False
    linked: int = 0
    copied: int = 0

    def add(self, split: str, file_name: str, image: LabeledImage) -> None:
        """Puts one image there.

        Raises:
            OSError: if it cannot be written.
        """
        path = self.folder / "images" / split / file_name
        path.parent.mkdir(parents=True, exist_ok=True)
        if self.link and image.path is not None and _link(image.path, path):
            self.linked += 1
            return
        if image.path is not None:
            shutil.copyfile(image.path, path)
        else:
            path.write_bytes(image.content)
        self.copied += 1


def _link(source: Path, path: Path) -> bool:
    try:
        os.link(source.resolve(), path)
    except OSError:  # another disk, or one without links
        return False
    return True
