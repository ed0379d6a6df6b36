"""Served versions checked against their export."""

from collections.abc import Sequence
from pathlib import Path

from deeplab_family.inference import ModelFileError, load_predictor
from export.proof.golden_outputs import read_golden_outputs
from export.report.report import KeptVersion
from export.serving.kept_versions import FOLDER
from export.verify.finding import Finding
from export.verify.repeated_checks import check_answers
from export.verify.written_report import WrittenArtifact, WrittenReport


def check_versions(
    folder: Path, report: WrittenReport, broken: Sequence[str], trust: bool
) -> list[Finding]:
    """One finding for each version but the newest, an artifact of its own.

    Args:
        folder: the export folder.
        report: what the export said of itself.
        broken: files that are not as they were; they were named already.
        trust: run a SavedModel even if it does more than a network.
    """
    own = {artifact.path for artifact in report.artifacts}
    known = {kept.path: kept for kept in report.kept_versions}
    found = [path for path in _versions(folder) if path not in own]
    findings = [
        _check(folder, known[path], broken, trust)
        if path in known
        else _judge_foreign(path)
        for path in found
    ]
    return findings + [
        _finding(path, "", "was removed since")
        for path in known
        if path not in found
    ]


def _versions(folder: Path) -> list[str]:
    """In the order of their numbers."""
    places = [
        path
        for path in (folder / FOLDER).glob("*/*")
        if path.is_dir() and path.name.isdecimal()
    ]
    places.sort(key=lambda path: (path.parent.name, int(path.name)))
    return [f"{path.relative_to(folder).as_posix()}/" for path in places]


def _check(folder, kept: KeptVersion, broken, trust) -> Finding:
    changed = [path for path in broken if path.startswith(kept.path)]
    if changed:
        words = f"files that are not as they were: {len(changed)}"
        return _finding(kept.path, words)
    try:
        predictor = load_predictor(folder / kept.path, trust=trust)
    except ModelFileError as error:
        return _finding(kept.path, str(error))
    if not kept.references or any(
        path.startswith(f"{kept.references}/") for path in broken
    ):
        return _finding(kept.path, "", "loads; no intact answers are stored")
    references = read_golden_outputs(folder, kept.references)
    artifact = WrittenArtifact(name=FOLDER, path=kept.path, limit=kept.limit)
    (finding,) = check_answers([artifact], {FOLDER: predictor}, references)
    return finding


def _judge_foreign(path: str) -> Finding:
    """A server takes the highest number, whoever put it there."""
    words = (
        "is not of this export: nobody compared it with the model. Remove it, "
        "or export into this folder"
    )
    return _finding(path, words)


def _finding(path: str, wrong: str, detail: str = "") -> Finding:
    return Finding(
        path=path, check="version", good=not wrong, detail=wrong or detail
    )
