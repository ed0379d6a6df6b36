"""Specification of a data set's labels: classes, colors, stored ids."""

from dataclasses import dataclass

import numpy as np

from input_pipeline.sample import IGNORE_LABEL

Color = tuple[int, int, int]
UNKNOWN = -1
"""Stands in `DatasetSpec.label_table` for ids that no file may hold."""


@dataclass(frozen=True)
class DatasetSpec:
    """Names and colors of the classes; a class id is its place in the list.

    Where the files store something else than class ids, `label_map` or
    `label_colors` says what becomes which class. Both are complete: what they
    do not list is an error, never a guess.

    Args:
        class_names: one to 255 different names.
        palette: one RGB color, 0..255, for each class.
        ignore_label: int, id of pixels to leave out. Defaults to 255.
        label_map: pairs `(stored id, class id)` of ids 0..255, where the
            class id may be `ignore_label`. Defaults to None: the files hold
            class ids.
        label_colors: pairs `(RGB color, class id)` for masks whose pixels are
            colors by definition. Defaults to None.

    Raises:
        ValueError: if a name is missing or doubled, the lengths differ, both
            kinds of mapping are given, or one maps an id twice or to a class
            that does not exist.
    """

    class_names: tuple[str, ...]
    palette: tuple[Color, ...]
    ignore_label: int = IGNORE_LABEL
    label_map: tuple[tuple[int, int], ...] | None = None
    label_colors: tuple[tuple[Color, int], ...] | None = None

    def __post_init__(self):
        names = self.class_names
        if not 1 <= len(names) <= 255:
            raise ValueError(
                "`class_names` must hold 1 to 255 names. "
                f"Received: {len(names)}"
            )
        if len(set(names)) != len(names) or not all(names):
            raise ValueError(
                "`class_names` must be different from each other and not "
                f"empty. Received: {names}"
            )
        if len(self.palette) != len(names):
            raise ValueError(
                "`palette` must hold one color for each class. Received: "
                f"{len(self.palette)} colors for {len(names)} classes"
            )
        self._check_mapping()

    @property
    def num_classes(self) -> int:
        """Number of classes, the ignored one not counted."""
        return len(self.class_names)

    @property
    def is_mapped(self) -> bool:
        """Do the files store something else than class ids?"""
        return self.label_map is not None or self.label_colors is not None

    @property
    def label_table(self) -> np.ndarray:
        """Class id of each stored id, int16 of shape `(256,)`.

        `UNKNOWN` where a file must not hold the id.
        """
        own = range(self.num_classes)
        pairs = self.label_map
        if pairs is None:
            pairs = [(i, i) for i in (*own, self.ignore_label)]
        table = np.full(256, UNKNOWN, np.int16)
        for stored, class_id in pairs:
            table[stored] = class_id
        return table

    def _check_mapping(self) -> None:
        if self.label_map is not None and self.label_colors is not None:
            raise ValueError("give `label_map` or `label_colors`, not both")
        for stored, _ in self.label_map or ():
            if not 0 <= stored <= 255:
                raise ValueError(
                    "`label_map` must list stored ids from 0 to 255. "
                    f"Received: {stored}"
                )
        for name in ("label_map", "label_colors"):
            pairs = getattr(self, name)
            if pairs is not None:
                self._check_pairs(name, pairs)

    def _check_pairs(self, name, pairs) -> None:
        if not pairs or len({stored for stored, _ in pairs}) < len(pairs):
            raise ValueError(
                f"`{name}` must list each stored value once. Received: {pairs}"
            )
        allowed = {*range(self.num_classes), self.ignore_label}
        wrong = sorted({class_id for _, class_id in pairs} - allowed)
        if wrong:
            raise ValueError(
                f"`{name}` must lead to 0 to {self.num_classes - 1} or to "
                f"{self.ignore_label}. Received: {wrong}"
            )


# Colors for class ids by the bit rule of PASCAL VOC.
#
# Source: the PASCAL VOC development kit: the three lowest bits of the id become
# the highest bits of red, green and blue, the next three the next ones, and so
# on. All 256 ids get different colors, and low ids far apart ones.


def voc_palette(num_colors: int) -> tuple[Color, ...]:
    """Returns the colors of ids `0..num_colors - 1`, each 0..255 RGB."""
    return tuple(_color(class_id) for class_id in range(num_colors))


def _color(class_id: int) -> Color:
    channels = [0, 0, 0]
    for place in range(8):
        for channel in range(3):
            bit = class_id >> (3 * place + channel) & 1
            channels[channel] |= bit << (7 - place)
    red, green, blue = channels
    return red, green, blue
