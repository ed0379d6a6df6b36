"""Reads `classes.txt`: one class name a line, id 0 first."""

from pathlib import Path

from input_pipeline.errors import DataError


def read_class_names(path: Path) -> tuple[str, ...]:
    """Reads the names; blank lines do not count.

    Raises:
        DataError: if the file cannot be read, or does not hold 1 to 255
            different names.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not a UTF-8 text file") from error
    except OSError as error:
        raise DataError(
            f"{path} cannot be read: {error.strerror or error}"
        ) from error
    names = tuple(line.strip() for line in lines if line.strip())
    if any("\0" in name for name in names):
        raise DataError(f"{path} is not a UTF-8 text file")
    if not names or len(names) > 255 or len(set(names)) < len(names):
        twice = sorted({name for name in names if names.count(name) > 1})
        again = f", {twice[0]!r} again" if twice else ""
        raise DataError(
            f"{path} must hold one class name a line, 1 to 255 different "
            f"ones. Found {len(names)} names, {len(set(names))} different"
            f"{again}"
        )
    return names
