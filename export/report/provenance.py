"""Provenance of an export: model, versions, machine, date and command."""

import hashlib
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from datetime import UTC, datetime
from os import PathLike
from pathlib import Path

import keras

from deeplab_family.model_card.package_versions import package_versions


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """Provenance: whose export it is, and the command to repeat it.

    Args:
        model: name of the model's file; empty for a model in memory.
        model_sha256: of that file.
        network: its class and config in one line.
        versions: of this library and of the packages that wrote the files.
        date: when it began, UTC, in the form of ISO 8601. Beside measured
            times it is all that differs between two equal exports.
        command: the command line; empty when it was called from Python.
    """

    model: str = ""
    model_sha256: str = ""
    network: str = ""
    versions: dict[str, str] = field(default_factory=dict)
    date: str = ""
    command: str = ""

    def lines(self) -> Iterator[tuple[str, str]]:
        """Lines of the known facts, as pairs of a heading and words."""
        numbers = [f"{name} {n}" for name, n in self.versions.items()]
        for heading, words in (
            ("Model", self.model),
            ("SHA-256", self.model_sha256),
            ("Network", self.network),
            ("Date", self.date),
            ("Command", self.command),
            ("Versions", ", ".join(numbers)),
        ):
            if words:
                yield heading, words


def find_provenance(
    model: keras.Model, file: str | PathLike | None, command: str
) -> Provenance:
    """Look at the model, its file, the packages and the clock.

    Args:
        model: the Keras model.
        file: that it was loaded from, or `None`.
        command: the command line, or "".
    """
    checksum = ""
    if file is not None:
        with Path(file).open("rb") as opened:
            checksum = hashlib.file_digest(opened, "sha256").hexdigest()
    return Provenance(
        model="" if file is None else Path(file).name,
        model_sha256=checksum,
        network=_network(model),
        versions=package_versions(),
        date=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        command=command,
    )


def _network(model: keras.Model) -> str:
    """One of this library tells its config; of any other, the name."""
    config = getattr(model, "config", None)
    words = _chosen(config) if is_dataclass(config) else type(model).__name__
    return " ".join(f"{words}, {model.count_params():,} weights".split())


def _chosen(value) -> str:
    """A config as Python reads it, without fields that have their default."""
    if not is_dataclass(value):
        return repr(value)
    words = [
        f"{one.name}={_chosen(getattr(value, one.name))}"
        for one in fields(value)
        if one.default is MISSING or getattr(value, one.name) != one.default
    ]
    return f"{type(value).__name__}({', '.join(words)})"
