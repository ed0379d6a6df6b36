"""What can be told of an exported file without comparing its answers."""

from pathlib import Path

from export.proof.delegation import read_delegation
from export.proof.peak_memory import peak_memory
from export.tflite_file import count_operations


def file_facts(
    path: Path, image_size: tuple[int, int], num_threads: int
) -> dict:
    """Size, memory and operations, in the words of `Artifact`.

    Args:
        path: a file or a folder.
        image_size: (height, width) of the image that is run.
        num_threads: CPU threads, for a TFLite file.
    """
    facts = {
        "size_bytes": size_of(path),
        "peak_memory_bytes": peak_memory(path, image_size, num_threads),
    }
    if path.suffix == ".tflite":
        facts["operations"] = dict(sorted(count_operations(path).items()))
        facts["delegation"] = read_delegation(path, image_size)
    return facts


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files of a folder."""
    if not path.is_dir():
        return path.stat().st_size
    files = (file for file in path.rglob("*") if file.is_file())
    return sum(file.stat().st_size for file in files)
