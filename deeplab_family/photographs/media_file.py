"""Media file: a photograph, a video or a camera, and its results' name."""

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

VIDEOS = (
    *(".mp4", ".m4v", ".mov", ".avi", ".mkv", ".webm", ".mpg", ".mpeg"),
    *(".wmv", ".3gp"),
)
CAMERA = re.compile(r"camera:(\d+)")


@dataclass(frozen=True)
class MediaFile:
    """A photograph, a video or a camera, and what its results are called.

    Args:
        path: the file; "camera:0" for a camera.
        name: of the results, folders divided by "/"; with the ending of the
            file only where another has the same name without.
    """

    path: Path
    name: str

    @property
    def camera(self) -> int | None:
        """The number of the camera; None for a file."""
        found = CAMERA.fullmatch(str(self.path))
        return int(found[1]) if found and not self.path.exists() else None

    @property
    def is_video(self) -> bool:
        """Is it a video or a camera?"""
        is_file = self.path.suffix.lower() in VIDEOS
        return is_file or self.camera is not None

    @property
    def file_name(self) -> str:
        """The file in the folders of its name: "sea/a.jpg" of "sea/a"."""
        return PurePosixPath(self.name).with_name(self.path.name).as_posix()

    @property
    def result_name(self) -> str:
        """`name`, for a video without ":", which names no file on Windows."""
        return self.name.replace(":", "_") if self.is_video else self.name
