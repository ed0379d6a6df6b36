"""Polygon files: GeoJSON of one image, COCO JSON of many.

Sources: RFC 7946 (GeoJSON), with pixels as coordinates, y pointing down; the
COCO data format, cocodataset.org/#format-data.
"""

import contextlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from deeplab_family.predicting.pixel_rings import run_ends
from deeplab_family.predicting.polygons import Polygon
from deeplab_family.predicting.segmentation import Segmentation
from input_pipeline.atomic_files import atomic_file, write_atomic


def write_geojson(path: Path, segmentation: Segmentation) -> None:
    """Writes one feature for each region, with its holes.

    Coordinates are pixels, (0, 0) the upper left corner of the image.

    Raises:
        OSError: if the file cannot be written.
    """
    features = [
        {
            "type": "Feature",
            "properties": {
                "class": segmentation.class_names[polygon.class_id],
                "class_id": polygon.class_id,
                "area": polygon.area,
            },
            "geometry": {
                "type": "Polygon",
                "coordinates": [
                    [*ring.tolist(), ring[0].tolist()] for ring in polygon.rings
                ],
            },
        }
        for polygon in segmentation.polygons()
    ]
    content = {"type": "FeatureCollection", "features": features}
    write_atomic(path, json.dumps(content, ensure_ascii=False) + "\n")


class CocoFile:
    """COCO JSON that grows image by image, without holding them.

    A region without holes is a polygon, one with holes has run lengths, since
    COCO's polygons have no holes. Category ids are class ids plus one: 0 means
    "none" to many readers.

    Args:
        file: open for writing text.
        class_names: in the order of their ids.
    """

    def __init__(self, file, class_names: Sequence[str]):
        categories = [
            {"id": class_id + 1, "name": name}
            for class_id, name in enumerate(class_names)
        ]
        self._file = file
        self._images = []
        self._count = 0
        listed = json.dumps(categories, ensure_ascii=False)
        file.write(f'{{"categories": {listed},\n"annotations": [')

    def add(self, file_name: str, segmentation: Segmentation) -> None:
        """Adds all regions of an image.

        Args:
            file_name: of the image, as readers of the file shall look for it.
            segmentation: of the image.
        """
        height, width = segmentation.mask.shape
        image = len(self._images) + 1
        self._images.append(
            {
                "id": image,
                "file_name": file_name,
                "width": width,
                "height": height,
            }
        )
        for polygon in segmentation.polygons():
            self._count += 1
            annotation = {
                "id": self._count,
                "image_id": image,
                "category_id": polygon.class_id + 1,
                "segmentation": _segmentation(polygon, (height, width)),
                "area": polygon.area,
                "bbox": polygon.box,
                "iscrowd": 0,
            }
            comma = "," if self._count > 1 else ""
            self._file.write(f"{comma}\n{json.dumps(annotation)}")

    def close(self) -> None:
        """Writes the end of the file."""
        listed = json.dumps(self._images, ensure_ascii=False)
        self._file.write(f'],\n"images": {listed}}}\n')


@contextlib.contextmanager
def coco_file(path: Path, class_names: Sequence[str]) -> Iterator[CocoFile]:
    """Gives a `CocoFile` to fill; it appears at the end, or not at all."""
    with atomic_file(path) as draft:
        # A name that is no UTF-8 is written as JSON writes such letters.
        with draft.open(
            "w", encoding="utf-8", errors="backslashreplace"
        ) as file:
            content = CocoFile(file, class_names)
            yield content
            content.close()


def _segmentation(polygon: Polygon, size: tuple[int, int]):
    if len(polygon.rings) == 1:
        return [polygon.rings[0].ravel().tolist()]
    height, width = size
    ends = run_ends(polygon.rings, height)
    counts = np.diff(ends, prepend=0, append=height * width)
    return {"size": [height, width], "counts": counts.tolist()}
