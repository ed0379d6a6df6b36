"""Folder of a sharded prediction: of one model, one set of sources."""

import json
from collections.abc import Sequence
from pathlib import Path

from input_pipeline.atomic_files import write_atomic
from input_pipeline.errors import DataError
from input_pipeline.json_file import read_json

PREDICTION = "prediction.json"
ERRORS = "errors.jsonl"


def claim_folder(
    folder: Path, model: str, sha256: str, words: Sequence[str]
) -> bool:
    """Notes whose results a folder holds, or checks that they are the same.

    Args:
        folder: of the results; made if missing.
        model: name of the model, for people.
        sha256: what `model_checksum` says of it.
        words: what was asked for, in any order.

    Returns:
        Whether an earlier call has begun, which this one continues.

    Raises:
        DataError: the folder holds something else, or results of another
            model or of other sources.
        OSError: it cannot be written.
    """
    path, wanted = folder / PREDICTION, _facts(model, sha256, words)
    if path.is_file():
        _check_same(path, wanted)
        return True
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DataError(
            f"{folder} is in use, and not by a sharded prediction (it has no "
            f"{PREDICTION}); name a new or empty folder"
        )
    write_atomic(path, json.dumps(wanted, indent=2) + "\n")
    return False


def _facts(model: str, sha256: str, words: Sequence[str]) -> dict:
    sources = sorted(str(Path(word).absolute()) for word in words)
    return {"model": model, "sha256": sha256, "sources": sources}


def _check_same(path: Path, wanted: dict) -> None:
    try:
        noted = read_json(path)
        sha256, sources = noted["sha256"], noted["sources"]
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(
            f"{path} is damaged ({error!r}); name a new folder"
        ) from error
    if sha256 != wanted["sha256"]:
        raise DataError(
            f"{path.parent} holds results of another model, "
            f"{noted.get('model')} (SHA-256 {sha256[:12]}...), and "
            f"{wanted['model']} has {wanted['sha256'][:12]}.... Name a new "
            "folder"
        )
    if sources != wanted["sources"]:
        raise DataError(
            f"{path.parent} holds results of {', '.join(sources)}, whose names "
            "may be those of other images. Name the same sources, or a new "
            "folder"
        )
