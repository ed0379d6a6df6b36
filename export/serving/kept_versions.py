"""Kept versions: earlier served versions that a new export leaves in place.

Their checksums and the answers stored for them go over into the new export,
so that `verify_export` can still tell whether they are as they were.
"""

import shutil
from pathlib import Path

from export.proof.golden_outputs import FOLDER as PROOF
from export.proof.golden_outputs import (
    GoldenOutputs,
    read_golden_outputs,
    write_golden_outputs,
)
from export.report.report import KeptVersion

FOLDER = "serving"


def kept_versions(
    output: Path, stage: Path, earlier, *, references: bool
) -> tuple[KeptVersion, ...]:
    """Look at an earlier export; copy its answers into the new one.

    Args:
        output: folder of the earlier export.
        stage: folder of the new one.
        earlier: the `WrittenReport` of the earlier one.
        references: whether the new one may hold photographs at all.
    """
    found = list(earlier.kept_versions)
    names = {artifact.path: artifact.name for artifact in earlier.artifacts}
    for artifact in earlier.artifacts:
        if artifact.path.startswith(f"{FOLDER}/"):
            kept = KeptVersion(
                path=artifact.path, limit=artifact.limit, references=PROOF
            )
            found.append(kept)
    return tuple(
        KeptVersion(
            path=kept.path,
            limit=kept.limit,
            references=(
                _copy(kept, names.get(kept.path, FOLDER), output, stage)
                if references
                else ""
            ),
        )
        for kept in found
        if (output / kept.path).is_dir() and not (stage / kept.path).exists()
    )


def kept_files(output: Path, stage: Path, earlier) -> dict[str, str]:
    """SHA-256 of every file for the server that stays, as it was written."""
    return {
        path: number
        for path, number in earlier.files.items()
        if path.startswith(f"{FOLDER}/")
        and (output / path).is_file()
        and not (stage / path).exists()
    }


def _copy(kept: KeptVersion, artifact: str, output: Path, stage: Path) -> str:
    """Answers of the version alone; returns the folder, or ""."""
    if not kept.references or not (output / kept.references).is_dir():
        return ""
    folder, number = Path(kept.path).parts[-2:]
    place = f"{PROOF}/kept/{folder}_{number}"
    if kept.references != PROOF:
        shutil.copytree(output / kept.references, stage / place)
        return place
    stored = read_golden_outputs(output)
    if stored is None or artifact not in stored.answers:
        return ""
    own = GoldenOutputs(stored.images, {FOLDER: stored.answers[artifact]})
    write_golden_outputs(stage, own, place)
    return place
