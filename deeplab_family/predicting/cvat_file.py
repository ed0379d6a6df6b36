"""CVAT for images 1.1: XML with a mask for each region, of many images.

Source: docs.cvat.ai, XML annotation format. A mask lies in a box; its run
lengths go along the rows and begin outside.
"""

import contextlib
import itertools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from deeplab_family.photographs import MediaFile
from deeplab_family.predicting.segmentation import Segmentation
from input_pipeline.annotations.background import background_id
from input_pipeline.annotations.polygons import Polygon
from input_pipeline.annotations.run_lengths import count_runs
from input_pipeline.atomic_files import atomic_file

_NOT_IN_XML = re.compile(
    "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)


class CvatFile:
    """XML that grows image by image.

    Args:
        file: open for writing text.
        class_names: of the model; those but the background are the labels.
        palette: the `(red, green, blue)` of each class.
    """

    def __init__(self, file, class_names: Sequence[str], palette):
        self._file = file
        self._names = class_names
        self._numbers = itertools.count()
        background = background_id(class_names)
        labels = "".join(
            f"<label><name>{_text(name)}</name>"
            f"<color>#{bytes(color).hex()}</color>"
            "<attributes></attributes></label>\n"
            for class_id, (name, color) in enumerate(
                zip(class_names, palette, strict=True)
            )
            if class_id != background
        )
        file.write('<?xml version="1.0" encoding="utf-8"?>\n<annotations>\n')
        file.write("<version>1.1</version>\n<meta><task>")
        file.write("<mode>annotation</mode>\n<labels>\n")
        file.write(f"{labels}</labels></task></meta>\n")

    def add(
        self,
        file: MediaFile,
        segmentation: Segmentation,
        regions: Sequence[Polygon],
    ) -> None:
        """Adds a photograph and its regions.

        Args:
            file: the photograph; CVAT finds its frame by the name.
            segmentation: of the photograph.
            regions: what to draw on it.
        """
        height, width = segmentation.mask.shape
        self._file.write(
            f'<image id="{next(self._numbers)}" name={_value(file.file_name)} '
            f'width="{width}" height="{height}">\n'
        )
        for region in regions:
            left, top, box_width, box_height = region.box
            runs = ", ".join(map(str, count_runs(region.mask.T)))
            self._file.write(
                f"<mask label={_value(self._names[region.class_id])} "
                f'source="auto" occluded="0" rle="{runs}" left="{left}" '
                f'top="{top}" width="{box_width}" height="{box_height}" '
                'z_order="0"></mask>\n'
            )
        self._file.write("</image>\n")

    def close(self) -> None:
        """Writes the end of the file."""
        self._file.write("</annotations>\n")


@contextlib.contextmanager
def cvat_file(
    path: Path, class_names: Sequence[str], palette
) -> Iterator[CvatFile]:
    """Gives a `CvatFile` to fill; it appears at the end, or not at all."""
    with atomic_file(path) as draft:
        with draft.open(
            "w", encoding="utf-8", errors="backslashreplace"
        ) as file:
            content = CvatFile(file, class_names, palette)
            yield content
            content.close()


def _text(text: str) -> str:
    return escape(_NOT_IN_XML.sub(_written_out, text))


def _value(text: str) -> str:
    return quoteattr(_NOT_IN_XML.sub(_written_out, text))


def _written_out(found: re.Match) -> str:
    return found[0].encode("unicode_escape", "surrogatepass").decode("ascii")
