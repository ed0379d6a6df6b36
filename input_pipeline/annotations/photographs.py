"""Photographs of an annotation, found by the names that the tool gave them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from input_pipeline.annotations.regions import inner_path
from input_pipeline.file_names import ListedFolders, names_beside

_PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".bmp")


class PhotographFinder:
    """Finds photographs below some folders.

    Tools write names from where they ran: with other folders before them, as
    whole paths or addresses. What is not found as it stands is looked for by
    its last part, and then by names that are alike; see `file_names`.

    Args:
        folders: where to look, the likeliest first.
    """

    def __init__(self, folders: Iterable[Path]):
        self._folders = list(dict.fromkeys(f for f in folders if f.is_dir()))
        self._likely: list[Path] = []
        self._listed = ListedFolders()
        self._missed = False

    def find(self, name: str) -> Path:
        """The file of a photograph; where it should lie if it is missing.

        Args:
            name: as the annotation has it.

        Raises:
            ValueError: if that is no name of a file.
        """
        whole = tool_path(name)
        parts = list(dict.fromkeys((whole, PurePosixPath(whole.name))))
        for find in (_file, self._listed.find):
            for part in parts:
                for folder in (*self._likely, *self._folders):
                    path = find(folder, part)
                    if path is not None:
                        self._likely = [folder]
                        return path
        return self._home(whole) / whole

    def _home(self, name: PurePosixPath) -> Path:
        """Where a missing photograph should lie: beside its like, or others."""
        if not self._likely and not self._missed:
            self._missed = True
            alike = [f for f in self._folders if names_beside(f / name)]
            others = (f for f in self._folders if not alike and _has_picture(f))
            self._likely = [*alike, *others][:1]
        return (*self._likely, *self._folders, Path())[0]


def _has_picture(folder: Path) -> bool:
    return any(path.suffix.lower() in _PICTURES for path in folder.iterdir())


def _file(folder: Path, name: PurePosixPath) -> Path | None:
    path = folder / name
    return path if path.is_file() else None


def tool_path(name: str) -> PurePosixPath:
    """A tool's name of a photograph as a path below some folder.

    Whole paths, addresses and ways out of the folder become their last part.

    Raises:
        ValueError: if it is no name of a file.
    """
    try:
        return inner_path(name)
    except ValueError:
        if not isinstance(name, str):
            raise
        last = name.replace("\\", "/").rpartition("/")[2]
        return inner_path(last.partition("?")[0])


def unique_names(paths: Sequence[PurePosixPath]) -> list[str]:
    """Names of samples: without endings, where these are not all that differs.

    Args:
        paths: all different.
    """
    bare = [str(path.with_suffix("")) for path in paths]
    count = Counter(bare)
    return [
        name if count[name] == 1 else str(path)
        for path, name in zip(paths, bare, strict=True)
    ]
