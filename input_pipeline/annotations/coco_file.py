"""COCO JSON of instances, written image by image.

Source: the COCO data format, cocodataset.org/#format-data, and pycocotools
for the compressed run lengths.
"""

import contextlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from input_pipeline.annotations.pixel_rings import run_ends
from input_pipeline.annotations.polygons import Polygon
from input_pipeline.annotations.run_lengths import compress
from input_pipeline.atomic_files import atomic_file


class CocoFile:
    """COCO JSON that grows image by image, without holding them.

    Regions are stored as compressed run lengths, which have holes. Category
    ids are class ids plus one: 0 means "none" to many readers.

    Args:
        file: open for writing text.
        class_names: in the order of their ids.
        info: what the file says of itself.
        draws_polygons: store regions without holes as polygons instead.
    """

    def __init__(
        self,
        file,
        class_names: Sequence[str],
        info: Mapping[str, str] | None = None,
        draws_polygons: bool = False,
    ):
        categories = [
            {"id": class_id + 1, "name": name}
            for class_id, name in enumerate(class_names)
        ]
        self._file = file
        self._draws_polygons = draws_polygons
        self._images = []
        self._count = 0
        listed = json.dumps(categories, ensure_ascii=False)
        told = json.dumps(dict(info or {}), ensure_ascii=False)
        file.write(f'{{"info": {told},\n"categories": {listed},\n')
        file.write('"annotations": [')

    def add(
        self,
        file_name: str,
        size: tuple[int, int],
        regions: Iterable[Polygon],
    ) -> None:
        """Adds an image and its regions.

        Args:
            file_name: of the image, as readers of the file shall look for it.
            size: `(height, width)` of the image.
            regions: what was drawn on it.
        """
        height, width = size
        image = len(self._images) + 1
        self._images.append(
            {
                "id": image,
                "file_name": file_name,
                "width": width,
                "height": height,
            }
        )
        for region in regions:
            self._count += 1
            annotation = {
                "id": self._count,
                "image_id": image,
                "category_id": region.class_id + 1,
                "segmentation": self._segmentation(region, size),
                "area": region.area,
                "bbox": region.box,
                "iscrowd": 0,
            }
            comma = "," if self._count > 1 else ""
            self._file.write(f"{comma}\n{json.dumps(annotation)}")

    def close(self) -> None:
        """Writes the end of the file."""
        listed = json.dumps(self._images, ensure_ascii=False)
        self._file.write(f'],\n"images": {listed}}}\n')

    def _segmentation(self, region: Polygon, size: tuple[int, int]):
        if self._draws_polygons and len(region.rings) == 1:
            return [region.rings[0].ravel().tolist()]
        height, width = size
        ends = run_ends(region.rings, height)
        ends = ends[ends < height * width]  # one may end with the picture
        counts = np.diff(ends, prepend=0, append=height * width)
        return {"size": [height, width], "counts": compress(counts.tolist())}


@contextlib.contextmanager
def coco_file(
    path: Path,
    class_names: Sequence[str],
    info: Mapping[str, str] | None = None,
    draws_polygons: bool = False,
) -> Iterator[CocoFile]:
    """Gives a `CocoFile` to fill; it appears at the end, or not at all."""
    with atomic_file(path) as draft:
        # A name that is no UTF-8 is written as JSON writes such letters.
        with draft.open(
            "w", encoding="utf-8", errors="backslashreplace"
        ) as file:
            content = CocoFile(file, class_names, info, draws_polygons)
            yield content
            content.close()
