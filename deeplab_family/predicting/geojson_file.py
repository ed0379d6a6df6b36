"""GeoJSON of one image: its regions with their holes.

Source: RFC 7946, with pixels as coordinates, y pointing down.
"""

import json
from pathlib import Path

from deeplab_family.predicting.segmentation import Segmentation
from input_pipeline.atomic_files import write_atomic


def write_geojson(
    path: Path, segmentation: Segmentation, smallest: int = 0
) -> None:
    """Writes one feature for each region, with its holes.

    Coordinates are pixels, (0, 0) the upper left corner of the image.

    Args:
        path: of the file.
        segmentation: of the image.
        smallest: pixels; regions of fewer are left out.

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
        for polygon in segmentation.polygons(smallest=smallest)
    ]
    content = {"type": "FeatureCollection", "features": features}
    write_atomic(path, json.dumps(content, ensure_ascii=False) + "\n")
