"""VOC's XML of detection: an image, its size and the boxes of its objects.

Source: Everingham et al., "The PASCAL Visual Object Classes Challenge 2007
Development Kit", section 5 (annotations): `xmin`, `ymin`, `xmax`, `ymax` are
pixels, counted from 1, all inside the box.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from input_pipeline.annotations.class_label import class_label
from input_pipeline.annotations.regions import side
from input_pipeline.annotations.xml_elements import read_elements

_LONGEST = 1000
_CORNERS = ("xmin", "ymin", "xmax", "ymax")


@dataclass
class VOCObject:
    """An element `object`, as text: `name`, `difficult` and the corners."""

    values: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Name of its class; raises `ValueError` if it has none."""
        return class_label(self.values.get("name", "").strip())

    @property
    def is_difficult(self) -> bool:
        """Whether it need not be found; raises `ValueError` if unclear."""
        found = self.values.get("difficult", "0").strip() or "0"
        if found not in ("0", "1"):
            raise ValueError(f"difficult {found!r:.40}, which must be 0 or 1")
        return found == "1"

    @property
    def corners(self) -> tuple[float, float, float, float]:
        """`(x1, y1, x2, y2)`, continuous from 0, x2 and y2 exclusive.

        Raises:
            ValueError: if one is missing or no number.
        """
        numbers = []
        for key in _CORNERS:
            text = self.values.get(f"bndbox/{key}", "").strip()
            try:
                numbers.append(float(text))
            except ValueError as error:
                raise ValueError(f"{key} {text!r:.40}, no number") from error
        x1, y1, x2, y2 = numbers
        return x1 - 1, y1 - 1, x2, y2


@dataclass
class VOCAnnotation:
    """VOC annotation: size of an image, and its objects.

    Attributes:
        height, width: of the image in pixels.
        objects: in the order of the file, not yet checked.
    """

    height: int
    width: int
    objects: list[VOCObject]


def read_voc_xml(path: Path) -> VOCAnnotation:
    """Reads a file of `Annotations`.

    Raises:
        ValueError: if it cannot be read, is no XML, declares a document type,
            or is none of VOC's. Says what; the caller names the file.
    """
    reader = _Reader()
    try:
        read_elements(path, reader)
    except OSError as error:
        raise ValueError(
            f"it cannot be read: {error.strerror or error}"
        ) from error
    sizes = [reader.size.get(key, "").strip() for key in ("height", "width")]
    height, width = (int(s) if s.isdecimal() else s for s in sizes)
    return VOCAnnotation(
        side(height, "height"), side(width, "width"), reader.objects
    )


class _Reader:
    """Takes the elements as they come.

    Parts of a person (`object/part`) have names and boxes too, and are passed
    over.
    """

    def __init__(self):
        self.objects: list[VOCObject] = []
        self.size: dict[str, str] = {}
        self._path: list[str] = []

    def start(self, name: str, _) -> None:
        self._path.append(name)
        if len(self._path) == 1 and name != "annotation":
            raise ValueError(f"it begins with <{name:.40}>, not <annotation>")
        if self._path == ["annotation", "object"]:
            self.objects.append(VOCObject())

    def text(self, text: str) -> None:
        inside = self._path[1:]
        if len(inside) == 2 and inside[0] == "size":
            _add(self.size, inside[1], text)
        elif inside[:1] == ["object"] and len(inside) in (2, 3):
            _add(self.objects[-1].values, "/".join(inside[1:]), text)

    def end(self, _) -> None:
        self._path.pop()


def _add(values: dict[str, str], key: str, text: str) -> None:
    values[key] = (values.get(key, "") + text)[:_LONGEST]
