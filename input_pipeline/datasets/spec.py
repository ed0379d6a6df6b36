"""What the labels of a data set mean."""

from dataclasses import dataclass

from input_pipeline.sample import IGNORE_LABEL

Color = tuple[int, int, int]


@dataclass(frozen=True)
class DatasetSpec:
    """Names and colors of the classes; a class id is its place in the list.

    Args:
        class_names: one to 255 different names.
        palette: one RGB color, 0..255, for each class.
        ignore_label: int, id of pixels to leave out. Defaults to 255.

    Raises:
        ValueError: if a name is missing or doubled, or the lengths differ.
    """

    class_names: tuple[str, ...]
    palette: tuple[Color, ...]
    ignore_label: int = IGNORE_LABEL

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

    @property
    def num_classes(self) -> int:
        """Number of classes, the ignored one not counted."""
        return len(self.class_names)
