"""File names compared as people read them.

macOS stores an accented letter as a letter and its accent (Unicode's NFD),
other systems and most tools as one (NFC). Windows and macOS take IMG_1.JPG for
img_1.jpg, Linux does not. Names count as alike whatever they have of this, as
long as only one fits.
"""

import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath


def composed(name: str) -> str:
    """A name with accented letters as one letter each (NFC)."""
    return unicodedata.normalize("NFC", name)


def folded(name: str) -> str:
    """Folded name: names that differ in accents' form or case share it."""
    return composed(composed(name).casefold())


def match_names(these: Iterable[str], those: Iterable[str]) -> dict[str, str]:
    """Pairs names: equal ones, then those that are alike.

    Args:
        these: all different.
        those: likewise.

    Returns:
        One of `those` for one of `these`; none where several would fit.
    """
    left, right = set(these), set(those)
    pairs = {name: name for name in left & right}
    for form in (composed, folded):
        lone = _by_form(left - pairs.keys(), form)
        others = _by_form(right - set(pairs.values()), form)
        pairs |= {
            names[0]: others[key][0]
            for key, names in lone.items()
            if len(names) == 1 and len(others.get(key, ())) == 1
        }
    return pairs


def _by_form(
    names: Iterable[str], form: Callable[[str], str]
) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in sorted(names):
        found.setdefault(form(name), []).append(name)
    return found


class ListedFolders:
    """Folders that are listed once, to find files by names that are alike."""

    def __init__(self) -> None:
        self._listed: dict[Path, dict[str, list[str]]] = {}

    def find(self, folder: Path, name: PurePosixPath) -> Path | None:
        """The file of a name below a folder; None if none or several fit."""
        path = folder
        for part in name.parts:
            alike = self._alike(path, part)
            if len(alike) != 1:
                return None
            path = path / alike[0]
        return path if path.is_file() else None

    def _alike(self, folder: Path, name: str) -> list[str]:
        if folder not in self._listed:
            self._listed[folder] = _by_form(_names(folder), folded)
        alike = self._listed[folder].get(folded(name), [])
        if name in alike:
            return [name]
        same = [one for one in alike if composed(one) == composed(name)]
        return same or alike


NO_PICTURES = {".json", ".txt", ".xml", ".csv", ".yaml", ".yml"}


def names_beside(path: Path) -> list[str]:
    """Names in its folder that differ from a path's in ending or letters.

    Files of annotations do not count.
    """
    stem = folded(path.stem)
    return sorted(
        name
        for name in _names(path.parent)
        if folded(PurePosixPath(name).stem) == stem
        and name != path.name
        and PurePosixPath(name).suffix.lower() not in NO_PICTURES
    )


def _names(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir()]
    except OSError:
        return []
