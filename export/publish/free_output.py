"""Free output of an export: what is there may be replaced, or is nothing."""

import json
from pathlib import Path

from export.errors import ExportError


def check_free(output: Path, overwrite: bool, proof: str, grows: str) -> None:
    """Refuses a place where a folder would replace what it must not.

    Args:
        output: as `staged_folder` takes it, and so are the others.
        overwrite: replace a folder that is already there.
        proof: name of a JSON file that lists what may be replaced.
        grows: name of a folder within that is merged, not replaced.

    Raises:
        ExportError: something lies at `output`.
    """
    if not output.exists():
        return
    if not output.is_dir():
        raise ExportError(f"{output}: is a file; give a folder to write to")
    if not any(output.iterdir()):
        return
    if proof and not (output / proof).exists():
        raise ExportError(
            f"{output}: holds no {proof}, so it is not an earlier export and "
            "will not be overwritten. Give another folder"
        )
    if not overwrite:
        raise ExportError(
            f"{output}: already exists and is left untouched. Give another "
            "folder, or pass `overwrite` (--overwrite)"
        )
    foreign = _foreign_files(output, proof, grows) if proof else []
    if foreign:
        raise ExportError(
            f"{output}: holds files that no export wrote, such as "
            f"{foreign[0]}; overwriting would remove them. Move them, or give "
            "another folder"
        )


def _foreign_files(output: Path, proof: str, grows: str) -> list[str]:
    """What the export did not write, and would vanish with its folder."""
    try:
        text = (output / proof).read_text(encoding="utf-8")
        made = {proof, *json.loads(text)["files"]}
    except (ValueError, KeyError, TypeError):
        made = {proof}
    found = (p.relative_to(output) for p in output.rglob("*") if p.is_file())
    return sorted(
        path.as_posix()
        for path in found
        if path.as_posix() not in made and path.parts[0] != grows
    )
