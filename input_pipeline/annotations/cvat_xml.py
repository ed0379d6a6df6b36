"""CVAT's XML, "CVAT for images 1.1": labels, images and their shapes.

Sources: docs.cvat.ai, "XML annotation format"; cvat-ai/cvat,
`cvat/apps/dataset_manager/formats/cvat.py`.
"""

from dataclasses import dataclass, field
from pathlib import Path

from input_pipeline.annotations.large_json import short
from input_pipeline.annotations.xml_elements import read_elements
from input_pipeline.errors import DataError

SHAPES = {
    *("polygon", "mask", "box", "ellipse", "polyline", "cuboid"),
    *("points", "skeleton"),
}
NO_AREA = {"points", "skeleton", "tag"}
"""Landmarks and properties of an image; they cover no pixels."""

_NOT_DRAWN = {"tag", "points", "skeleton"}


@dataclass
class CVATImage:
    """An element `image`: its attributes, and name and those of each shape."""

    attributes: dict[str, str]
    shapes: list[tuple[str, dict[str, str]]] = field(default_factory=list)


@dataclass
class CVATFile:
    """CVAT file, not yet checked but for its form.

    Args:
        path: of the file.
        labels: names of the labels that can be drawn, in the file's order;
            empty where it does not list them.
        images: in the file's order.
    """

    path: Path
    labels: list[str] = field(default_factory=list)
    images: list[CVATImage] = field(default_factory=list)


def read_cvat_file(path: Path) -> CVATFile:
    """Reads a file of "CVAT for images 1.1".

    Raises:
        DataError: if it cannot be read, is no XML, declares a document type,
            or is none of CVAT's for images.
    """
    reader = _Reader(CVATFile(path))
    try:
        read_elements(path, reader)
    except OSError as error:
        raise DataError(
            f"{path} cannot be read: {error.strerror or error}"
        ) from error
    except ValueError as error:
        raise DataError(
            f"{path} is no file of 'CVAT for images 1.1': {short(error)}. "
            "Export it again from CVAT in that format"
        ) from error
    return reader.file


class _Reader:
    """Takes the elements as they come."""

    def __init__(self, file: CVATFile):
        self.file = file
        self._path: list[str] = []
        self._label: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._path.append(name)
        if len(self._path) == 1 and name != "annotations":
            raise ValueError(f"it begins with <{name:.40}>, not <annotations>")
        if name == "track":
            raise ValueError(
                "it holds tracks, so it is 'CVAT for video 1.1'; tracks of "
                "frames are in 'CVAT for images 1.1' too"
            )
        if self._path == ["annotations", "image"]:
            self.file.images.append(CVATImage(attributes))
        elif self._path[:2] == ["annotations", "image"]:
            if len(self._path) == 3 and name in SHAPES:
                self.file.images[-1].shapes.append((name, attributes))
        elif self._path[-2:] == ["labels", "label"]:
            self._label = {}

    def text(self, text: str) -> None:
        if self._path[-3:-1] == ["labels", "label"]:
            key = self._path[-1]
            self._label[key] = self._label.get(key, "") + text

    def end(self, name: str) -> None:
        if self._path[-2:] == ["labels", "label"]:
            self._add_label()
        self._path.pop()

    def _add_label(self) -> None:
        name = self._label.get("name", "").strip()
        kind = self._label.get("type", "any").strip()
        part_of = self._label.get("parent", "").strip()
        is_drawn = kind not in _NOT_DRAWN and not part_of
        if name and is_drawn and name not in self.file.labels:
            self.file.labels.append(name)
