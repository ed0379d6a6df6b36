"""Label Studio JSON: tasks with brush predictions, of many images.

Source: labelstud.io/guide/predictions, and label-studio-converter for the
brush.
"""

import contextlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import quoteattr

from deeplab_family.photographs import MediaFile
from deeplab_family.predicting.segmentation import Segmentation
from input_pipeline.annotations.background import background_id
from input_pipeline.annotations.label_studio_runs import encode_brush
from input_pipeline.annotations.pixel_rings import rasterize
from input_pipeline.annotations.polygons import Polygon
from input_pipeline.atomic_files import atomic_file, write_atomic

CONTROL, IMAGE = "tag", "image"
"""Names of the brush and of the picture in the labelling interface."""


class LabelStudioFile:
    """A list of tasks that grows image by image.

    Args:
        file: open for writing text.
        class_names: of the model.
        url_prefix: what stands before a photograph's name in its address.
    """

    def __init__(self, file, class_names: Sequence[str], url_prefix: str = ""):
        self._file = file
        self._names = class_names
        self._prefix = url_prefix
        self._count = 0
        file.write("[")

    def add(
        self,
        file: MediaFile,
        segmentation: Segmentation,
        regions: Sequence[Polygon],
    ) -> None:
        """Adds a photograph and its regions.

        Args:
            file: the photograph.
            segmentation: of the photograph.
            regions: what to draw on it.
        """
        size = segmentation.mask.shape
        results = [
            self._result(number, region, size)
            for number, region in enumerate(regions, 1)
        ]
        task = {
            "data": {IMAGE: self._address(file.file_name)},
            "predictions": [{"model_version": "deeplab", "result": results}],
        }
        self._file.write(f"{',' if self._count else ''}\n{json.dumps(task)}")
        self._count += 1

    def close(self) -> None:
        """Writes the end of the file."""
        self._file.write("\n]\n")

    def _address(self, name: str) -> str:
        if not self._prefix:
            return name
        return self._prefix + quote(name, errors="surrogateescape")

    def _result(self, number: int, region: Polygon, size) -> dict:
        height, width = size
        mask = rasterize(list(region.rings), size)
        return {
            "id": f"region{number}",
            "type": "brushlabels",
            "from_name": CONTROL,
            "to_name": IMAGE,
            "original_width": width,
            "original_height": height,
            "image_rotation": 0,
            "value": {
                "format": "rle",
                "rle": encode_brush(mask),
                "brushlabels": [self._names[region.class_id]],
            },
        }


@contextlib.contextmanager
def label_studio_file(
    path: Path, class_names: Sequence[str], url_prefix: str = ""
) -> Iterator[LabelStudioFile]:
    """Gives a `LabelStudioFile` to fill; it appears whole or not at all."""
    with atomic_file(path) as draft:
        with draft.open("w", encoding="utf-8") as file:
            content = LabelStudioFile(file, class_names, url_prefix)
            yield content
            content.close()


def write_interface(path: Path, class_names: Sequence[str], palette) -> None:
    """Writes the labelling interface that the predictions belong to.

    Args:
        path: of the XML file, whose text is pasted into a project's settings.
        class_names: of the model; those but the background are the labels.
        palette: the `(red, green, blue)` of each class.
    """
    background = background_id(class_names)
    labels = "".join(
        f"    <Label value={quoteattr(name)} "
        f'background="#{bytes(color).hex()}"/>\n'
        for class_id, (name, color) in enumerate(
            zip(class_names, palette, strict=True)
        )
        if class_id != background
    )
    write_atomic(
        path,
        f'<View>\n  <Image name="{IMAGE}" value="${IMAGE}" zoom="true"/>\n'
        f'  <BrushLabels name="{CONTROL}" toName="{IMAGE}">\n{labels}'
        "  </BrushLabels>\n</View>\n",
    )
