"""Renames that can be taken back."""

from pathlib import Path


class Moves:
    """Renames files and folders, and remembers how to undo it.

    Args:
        attic: a folder for what stood in the way.
    """

    def __init__(self, attic: Path):
        self._attic = attic
        self._done: list[tuple[Path, Path]] = []

    def move(self, source: Path, target: Path) -> None:
        """Rename; `target` must be free."""
        source.rename(target)
        self._done.append((source, target))

    def merge(self, source: Path, target: Path) -> None:
        """Move all that is in one folder into another, which stays in place.

        Folders of the same name are merged. Whatever else has the name of
        something that comes goes to the attic.
        """
        for child in sorted(source.iterdir()):
            place = target / child.name
            if child.is_dir() and place.is_dir():
                self.merge(child, place)
                continue
            if place.exists():
                self.set_aside(place)
            self.move(child, place)

    def set_aside(self, path: Path) -> None:
        """Move something into the attic, under a name that is free there."""
        self.move(path, self._attic / f".{len(self._done)}.{path.name}")

    def undo(self) -> None:
        """Put everything back, the last move first."""
        while self._done:
            source, target = self._done.pop()
            target.rename(source)
