"""The parts of an export's JSON report that a repeated proof needs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from export.errors import ExportError
from export.report import JSON_NAME
from export.report.report import KeptVersion
from export.report.report_files import SCHEMA_VERSION
from export.tolerances import Limit


@dataclass(frozen=True, kw_only=True)
class WrittenArtifact:
    """Promise of the report about one artifact.

    Args:
        name: its name.
        path: relative to the export folder.
        limit: what it has to keep.
    """

    name: str
    path: str
    limit: Limit


@dataclass(frozen=True, kw_only=True)
class WrittenReport:
    """Report as an export wrote it.

    Args:
        image_size: (height, width) of the images it was proven on.
        num_threads: CPU threads of the proof.
        files: relative path -> SHA-256.
        artifacts: what there is.
        class_names: in the order of the ids; `None` when nobody named them.
        kept_versions: earlier versions that stay with the server's.
    """

    image_size: tuple[int, int]
    num_threads: int
    files: Mapping[str, str]
    artifacts: tuple[WrittenArtifact, ...]
    class_names: tuple[str, ...] | None = None
    kept_versions: tuple[KeptVersion, ...] = ()


def read_report(folder: Path) -> WrittenReport:
    """Read the report of an export folder.

    Raises:
        ExportError: it is no export, or of a version that is not known.
    """
    path = folder / JSON_NAME
    if not path.is_file():
        raise ExportError(
            f"{folder}: holds no {JSON_NAME}, so it is no export. Give the "
            "folder that `deeplab export` wrote"
        )
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        version = content.get("schema_version")
        if version != SCHEMA_VERSION:
            raise ExportError(
                f"{path}: has the schema version {version}, this program "
                f"knows {SCHEMA_VERSION}. Export the model again"
            )
        return _parse(content)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        if isinstance(error, ExportError):
            raise
        raise ExportError(f"{path}: is damaged: {error!r}") from error


def _parse(content: dict) -> WrittenReport:
    artifacts = tuple(
        WrittenArtifact(
            name=entry["name"],
            path=entry["path"],
            limit=Limit(**entry["limit"]),
        )
        for entry in content["verification"]["artifacts"]
    )
    kept = tuple(
        KeptVersion(**entry | {"limit": Limit(**entry["limit"])})
        for entry in content["kept_versions"]
    )
    height, width = content["image_size"]
    return WrittenReport(
        image_size=(int(height), int(width)),
        num_threads=content["num_threads"],
        files=dict(content["files"]),
        artifacts=artifacts,
        class_names=tuple(content["class_names"]) or None,
        kept_versions=kept,
    )
