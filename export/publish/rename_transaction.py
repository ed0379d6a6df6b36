"""Rename transaction: renames that can be taken back, also after a kill."""

import contextlib
import json
import os
from pathlib import Path

JOURNAL = "moves.jsonl"


class RenameTransaction:
    """Renames files and folders, and remembers how to undo it.

    Each rename is noted on the disk before it is made.

    Args:
        backup: a folder for the notes, and for what stood in the way. Notes
            that lie there, of a process that was killed, are continued.
    """

    def __init__(self, backup: Path):
        self._backup = backup
        self._journal = backup / JOURNAL
        self._done = self._read()

    def move(self, source: Path, target: Path) -> None:
        """Rename; `target` must be free."""
        # Relative to where the backup lies, which may be moved or mounted
        # elsewhere before somebody reads them.
        home = self._backup.parent
        pair = [os.path.relpath(path, home) for path in (source, target)]
        with self._journal.open("a", encoding="utf-8") as file:
            file.write(json.dumps(pair) + "\n")
            file.flush()
            os.fsync(file.fileno())
        self._done.append((source, target))
        source.rename(target)

    def merge(self, source: Path, target: Path) -> None:
        """Move all that is in one folder into another, which stays in place.

        Folders of the same name are merged. Whatever else has the name of
        something that comes goes to the backup.
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
        """Move something into the backup, under a name that is free there."""
        self.move(path, self._backup / f".{len(self._done)}.{path.name}")

    def undo(self) -> None:
        """Put everything back, the last move first.

        Whatever cannot be put back, because something else has its name now,
        stays where it is, and stays noted.
        """
        stuck = False
        for source, target in reversed(self._done):
            if not os.path.lexists(source) and os.path.lexists(target):
                target.rename(source)
            stuck = stuck or os.path.lexists(target)
        if not stuck:
            self.keep()

    def keep(self) -> None:
        """Forget how to undo it."""
        self._done.clear()
        self._journal.unlink(missing_ok=True)

    def _read(self) -> list[tuple[Path, Path]]:
        if not self._journal.exists():
            return []
        home, pairs = self._backup.parent, []
        for line in self._journal.read_text(encoding="utf-8").splitlines():
            # A line that was noted by half: its rename was never made.
            with contextlib.suppress(ValueError):
                source, target = json.loads(line)
                pairs.append((home / source, home / target))
        return pairs
